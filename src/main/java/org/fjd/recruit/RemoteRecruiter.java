package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.job.Labels;
import org.fjd.recruit.Calls.Said;
import org.fjd.spool.Beacon;
import org.fjd.spool.Spool;

/** Hires workers on other hosts: has the recruiter of each do it there, by ssh. */
public final class RemoteRecruiter {

    private static final Pattern HIRED =
            Pattern.compile("\\[FJD\\] Hired (\\d{1,4}) workers? on .*");

    /**
     * What became of an attempt to hire on one host.
     *
     * @param workers how many came up
     * @param complaints why not all did, if so; texts of that host, which may hold anything
     */
    public record Answer(Host host, int workers, List<String> complaints) {

        /** Keeps a copy of the complaints. */
        public Answer {
            complaints = List.copyOf(complaints);
        }
    }

    private final Spool spool;
    private final Path bin;
    private final Ssh ssh;

    /**
     * @param bin where the programs of fjd are here
     */
    public RemoteRecruiter(Spool spool, Path bin, Ssh ssh) {
        this.spool = spool;
        this.bin = bin;
        this.ssh = ssh;
    }

    /**
     * Hires on all hosts at once. A host that fails does not hold up the others.
     *
     * @param count how many on each; if empty, each host's own number
     * @param labels what the workers have, besides what the host's have
     * @param timeout how long one host may take
     * @param told of each host as it answers, or fails to
     * @throws IllegalArgumentException if the labels are too long with those of a host
     */
    public void hire(
            List<Host> hosts,
            Optional<Integer> count,
            Labels labels,
            Duration timeout,
            Consumer<Answer> told)
            throws IOException, InterruptedException {
        for (Host host : hosts) {
            if (!together(host, labels).fit()) {
                throw new IllegalArgumentException(
                        "With those of %s the labels are longer than %d bytes together"
                                .formatted(host.name(), Labels.MAX_BYTES));
            }
        }
        try (Beacon beacon = spool.beacon()) {
            Everywhere.each(
                    hosts,
                    host -> () -> hire(host, script(host, count, labels, beacon), timeout),
                    told);
        }
    }

    private Answer hire(Host host, String script, Duration timeout) throws InterruptedException {
        Said said;
        try {
            said = ssh.run(host, script, timeout, Optional.of(timeout));
        } catch (IOException e) {
            return new Answer(host, 0, List.of("ssh can't be started: " + e.getMessage()));
        }
        Optional<Integer> hired =
                said.out().stream()
                        .map(HIRED::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> Integer.valueOf(matcher.group(1)))
                        .findFirst();
        if (said.exit() == 0 && !said.late() && hired.isPresent()) {
            return new Answer(host, hired.get(), List.of());
        }
        boolean over = ssh.calls().isOver();
        List<String> complaints = new ArrayList<>(Complaint.of(host, said, timeout, over));
        if (said.late() || Complaint.isInterrupted(said, over)) {
            complaints.add("Workers may come up nevertheless: recruiter list");
        }
        return new Answer(host, hired.orElse(0), complaints);
    }

    /** For sh there. The beacon tells whether what is mounted there is this spool. */
    String script(Host host, Optional<Integer> count, Labels labels, Beacon beacon) {
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
        for (String label : together(host, labels).names()) {
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
                + host.java().map(home -> java(host, home)).orElse("")
                + "exec "
                + String.join(" ", words);
    }

    /** A wrong one would not be told of by fjd there, which then looks on its PATH. */
    private static String java(Host host, String home) {
        return "JAVA_HOME=%s; export JAVA_HOME; [ -x \"$JAVA_HOME/bin/java\" ] || { %s; exit 3; }; "
                .formatted(
                        RemoteShell.path(home),
                        RemoteShell.complaint(
                                "There is no bin/java in %s there. Mend hosts.conf, [%s]: java"
                                        .formatted(home, host.name())));
    }

    private static Labels together(Host host, Labels labels) {
        Set<String> names = new HashSet<>(host.labels().names());
        names.addAll(labels.names());
        return new Labels(names);
    }
}
