package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.job.Labels;
import org.fjd.recruit.Calls.Said;
import org.fjd.spool.Beacon;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;

/** Starts workers on another host: has the recruiter there do it, by ssh. */
public final class SshLauncher implements Launcher {

    private static final Pattern HIRED =
            Pattern.compile("\\[FJD\\] Hired (\\d{1,4}) workers? on .*");

    private final Spool spool;
    private final Path bin;
    private final Ssh ssh;
    private final Host host;
    private final Labels labels;
    private final Duration timeout;

    /**
     * @param bin where the programs of fjd are here
     * @param labels what the workers have, besides what the host's have
     * @param timeout how long the host may take
     * @throws IllegalArgumentException if these are too many labels; the message says so
     */
    public SshLauncher(Spool spool, Path bin, Ssh ssh, Host host, Labels labels, Duration timeout) {
        this.spool = spool;
        this.bin = bin;
        this.ssh = ssh;
        this.host = host;
        this.labels = together(host, labels);
        this.timeout = timeout;
        if (!this.labels.fit()) {
            throw new IllegalArgumentException(
                    "With those of %s the labels are longer than %d bytes together"
                            .formatted(host.name(), Labels.MAX_BYTES));
        }
    }

    private static Labels together(Host host, Labels labels) {
        Set<String> names = new HashSet<>(host.labels().names());
        names.addAll(labels.names());
        return new Labels(names);
    }

    /** Starts as many, else the host's own number, else what the recruiter there starts. */
    @Override
    public Launched launch(Optional<Integer> count) throws InterruptedException {
        Optional<Launched> launched = Optional.empty();
        try (Beacon beacon = spool.beacon()) {
            launched = Optional.of(launch(script(count, beacon)));
        } catch (IOException e) {
            if (launched.isEmpty()) {
                return launched(0, List.of("Not called: " + Trouble.describe(e)));
            }
            // 'fjd gc' takes the beacon away
        }
        return launched.get();
    }

    private Launched launch(String script) throws InterruptedException {
        Said said;
        try {
            said = ssh.run(host, script, timeout, Optional.of(timeout));
        } catch (IOException e) {
            return launched(0, List.of("ssh can't be started: " + e.getMessage()));
        }
        Optional<Integer> hired =
                said.out().stream()
                        .map(HIRED::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> Integer.valueOf(matcher.group(1)))
                        .findFirst();
        if (said.exit() == 0 && !said.late() && hired.isPresent()) {
            return launched(hired.get(), List.of());
        }
        boolean over = ssh.calls().isOver();
        List<String> complaints = new ArrayList<>(Complaint.of(host, said, timeout, over));
        if (said.late() || Complaint.isInterrupted(said, over)) {
            complaints.add("Workers may come up nevertheless: recruiter list");
        }
        return launched(hired.orElse(0), complaints);
    }

    private Launched launched(int workers, List<String> complaints) {
        return new Launched(
                host.name(),
                workers,
                Optional.empty(),
                complaints.stream()
                        .map(line -> new Failure(host.name() + ": " + line, List.of()))
                        .toList());
    }

    /** For sh there. The beacon tells whether what is mounted there is this spool. */
    private String script(Optional<Integer> count, Beacon beacon) {
        String directory = host.directory().orElse(spool.root().toString());
        String programs = host.fjd().orElse(bin.toString());
        String recruiter = RemoteShell.path(programs + "/recruiter");
        List<String> words = new ArrayList<>();
        words.add(recruiter);
        words.add("hire");
        count.or(host::workers).ifPresent(number -> words.add(number.toString()));
        words.add("--spool");
        words.add(RemoteShell.path(directory));
        words.add("--hired-on=" + host.name());
        for (String label : labels.names()) {
            words.add(RemoteShell.word("--label=" + label));
        }
        return RemoteShell.step("before", host.before())
                + "[ -e %s ] || { %s; exit 3; }; "
                        .formatted(
                                RemoteShell.path(directory + "/" + beacon.place()),
                                RemoteShell.complaint(
                                        "%s is not the spool there. Is it mounted? If at another path, say so in hosts.conf, [%s]: directory = PATH"
                                                .formatted(directory, host.name())))
                + "[ -x %s ] || { %s; exit 3; }; "
                        .formatted(
                                recruiter,
                                RemoteShell.complaint(
                                        "There is no program recruiter in %s there. If fjd is at another path, say so in hosts.conf, [%s]: fjd = PATH"
                                                .formatted(programs, host.name())))
                + host.java().map(home -> java(home)).orElse("")
                + "exec "
                + String.join(" ", words);
    }

    /** A wrong one would not be told of by fjd there, which then looks on its PATH. */
    private String java(String home) {
        return "JAVA_HOME=%s; export JAVA_HOME; [ -x \"$JAVA_HOME/bin/java\" ] || { %s; exit 3; }; "
                .formatted(
                        RemoteShell.path(home),
                        RemoteShell.complaint(
                                "There is no bin/java in %s there. Mend hosts.conf, [%s]: java"
                                        .formatted(home, host.name())));
    }
}
