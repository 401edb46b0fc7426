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
import org.fjd.job.Variable;

/**
 * Starts processes in sessions of their own, so that neither Ctrl-C nor the end of the terminal
 * reaches them.
 */
final class DetachedProcess {

    private static final String NEW_SESSION = "use POSIX; POSIX::setsid(); exec @ARGV or die $!";

    private DetachedProcess() {}

    /**
     * Starts one.
     *
     * @param directory where it runs
     * @param log the file to which its standard output and error are appended
     * @return the process that is, or becomes, the program's
     */
    static ProcessHandle start(List<String> program, Path directory, Path log) throws IOException {
        List<String> command = new ArrayList<>(starter());
        command.addAll(program);
        ProcessBuilder process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.toFile()));
        // Hired by a job, it would else bear the job's mark, by which what a job left is ended.
        for (Variable ofJob : Variable.values()) {
            process.environment().remove(ofJob.word());
        }
        return process.start().toHandle();
    }

    /** Each of these replaces itself by the program, which so keeps the process number. */
    private static List<String> starter() {
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
