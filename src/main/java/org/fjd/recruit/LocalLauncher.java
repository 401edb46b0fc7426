package org.fjd.recruit;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Labels;
import org.fjd.job.Variable;

/**
 * Starts workers on this machine, each in a session of its own, so that neither Ctrl-C nor the end
 * of the terminal reaches them.
 */
public final class LocalLauncher implements Launcher {

    private static final String NEW_SESSION = "use POSIX; POSIX::setsid(); exec @ARGV or die $!";

    private final Path program;
    private final Labels labels;
    private final Optional<String> on;

    /**
     * @param program the launcher script {@code fjd}
     * @param labels what the workers are said to have
     * @param on under which name of {@code hosts.conf} they are hired, if under one
     */
    public LocalLauncher(Path program, Labels labels, Optional<String> on) {
        this.program = program;
        this.labels = labels;
        this.on = on;
    }

    @Override
    public ProcessHandle launch(Path spool, Path log) throws IOException {
        List<String> command = new ArrayList<>(detached());
        command.addAll(List.of(program.toString(), "worker", "--spool", spool.toString()));
        labels.names().forEach(label -> command.addAll(List.of("--label", label)));
        on.ifPresent(host -> command.addAll(List.of("--hired-on", host)));
        ProcessBuilder worker =
                new ProcessBuilder(command)
                        .directory(spool.toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.toFile()));
        // Hired by a job, it would else bear the job's mark, by which what a job left is ended.
        for (Variable ofJob : Variable.values()) {
            worker.environment().remove(ofJob.word());
        }
        return worker.start().toHandle();
    }

    /** Each of these replaces itself by the program, which so keeps the process number. */
    private static List<String> detached() {
        if (onPath("setsid")) {
            return List.of("setsid");
        }
        return onPath("perl") ? List.of("perl", "-e", NEW_SESSION) : List.of("nohup");
    }

    private static boolean onPath(String program) {
        return Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
