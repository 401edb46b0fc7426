package org.fjd.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fjd.job.Control;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.spool.Packs;
import org.fjd.spool.Sight;
import org.fjd.spool.Spool;

/** Finds what jobs have printed. Nothing outside of {@code logs/} is taken for a log. */
public final class JobLog {

    private static final int TAIL = 8192;
    private static final int LAST_LINES = 20;
    private static final Pattern ERROR =
            Pattern.compile(
                    "(?i)error|exception|fatal|fail|panic|abort|denied|not found|no such|unable"
                            + "|cannot|can't|could not|killed|segmentation|refused|no space|invalid");
    private static final Pattern FRAME = Pattern.compile("\\s+at |\\s*\\.\\.\\. \\d+ more");

    private final Spool spool;
    private final Path root;
    private final Path logs;
    private final Sight sight;
    private final Packs packs;
    private final LogOwners owners;
    private final Map<Path, byte[]> packed;

    /**
     * A run of a job and what it printed.
     *
     * @param attempt which attempt it was, from 1
     * @param log the file; empty if there is none, or it is the job's own business
     */
    public record OfRun(Run run, int attempt, Optional<Path> log) {}

    public JobLog(Spool spool) {
        this(spool, Map.of());
    }

    private JobLog(Spool spool, Map<Path, byte[]> packed) {
        this.spool = spool;
        this.root = spool.root();
        this.logs = root.resolve("logs");
        this.sight = spool.sight();
        this.packs = spool.packs();
        this.owners = new LogOwners(spool, this::recorded);
        this.packed = packed;
    }

    /**
     * The same, but {@link #lastWords} and {@link #lastLines} know also what those of these jobs
     * said that are packed.
     */
    public JobLog withPacked(List<Job> jobs) throws IOException {
        Set<Path> wanted = new HashSet<>();
        for (Job job : jobs) {
            if (packs.contain(job.file())) {
                last(job).map(log -> PackedLog.path(job, log)).ifPresent(wanted::add);
            }
        }
        return wanted.isEmpty() ? this : new JobLog(spool, PackedLog.tails(packs, wanted, TAIL));
    }

    /**
     * All runs of a job up to the present one, in the order in which they ended. A log that is
     * another job's by now is not told of.
     */
    public List<OfRun> runs(Job job) throws IOException {
        List<OfRun> runs = new ArrayList<>();
        for (OfRun run : recorded(job)) {
            boolean isCurrent = job.currentRun().filter(run.run()::equals).isPresent();
            boolean told =
                    isCurrent
                            || run.log().isEmpty()
                            || packs.contain(job.file())
                            || isOwn(job, run.log().get());
            runs.add(told ? run : new OfRun(run.run(), run.attempt(), Optional.empty()));
        }
        return runs;
    }

    /**
     * Whether what lies in {@code logs/} is a job's own, and not that of another one of its name.
     */
    boolean isOwn(Job job, Path log) throws IOException {
        return owners.isOwn(job, log);
    }

    private List<OfRun> recorded(Job job) throws IOException {
        List<OfRun> runs = new ArrayList<>();
        int attempt = 1;
        for (Outcome outcome : job.history().outcomes()) {
            if (outcome.isOfWorker()) {
                Optional<Path> log = outcome.detail("log").flatMap(this::log);
                runs.add(new OfRun(outcome.run(), attempt, log));
            }
            attempt += outcome.isAttempt() ? 1 : 0;
        }
        Optional<Run> current = job.currentRun();
        if (current.isPresent() && runs.stream().noneMatch(r -> current.get().equals(r.run()))) {
            runs.add(new OfRun(current.get(), attempt, current(job, current.get(), runs)));
        }
        return runs;
    }

    /** The first run of a job prints into its plain log, unless a namesake has that. */
    private Optional<Path> current(Job job, Run run, List<OfRun> earlier) throws IOException {
        Path own = logs.resolve(job.name().logFileName(run));
        if (sight.look(own).isPresent()) {
            return Optional.of(own);
        }
        Path plain = logs.resolve(job.name().logFileName());
        boolean taken = earlier.stream().anyMatch(r -> r.log().filter(plain::equals).isPresent());
        return taken || printsElsewhere(job) || sight.look(plain).isEmpty()
                ? Optional.empty()
                : Optional.of(plain);
    }

    /** Whether a job has named files for all that it prints. */
    public boolean printsElsewhere(Job job) {
        Optional<Control> control = job.control();
        return control.flatMap(Control::stdout).isPresent()
                && control.flatMap(Control::stderr).isPresent();
    }

    private Optional<Path> log(String recorded) {
        try {
            return Optional.of(root.resolve(recorded).normalize())
                    .filter(file -> file.startsWith(logs));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** What the last run of a job printed into; empty if nothing, or it has not run. */
    public Optional<Path> last(Job job) throws IOException {
        return runs(job).stream().reduce((earlier, later) -> later).flatMap(OfRun::log);
    }

    /**
     * What a job that failed said of that, as far as it can be guessed: the last line near the end
     * of its log that looks like an error, or else the last one, and what follows it.
     *
     * @param most how many lines at most
     */
    public List<String> lastWords(Job job, int most) {
        try {
            List<String> lines = lastLines(job, LAST_LINES);
            int start = Math.max(0, lines.size() - 1);
            for (int i = 0; i < lines.size(); i++) {
                if (ERROR.matcher(lines.get(i)).find()
                        && !FRAME.matcher(lines.get(i)).lookingAt()) {
                    start = i;
                }
            }
            return lines.subList(start, Math.min(lines.size(), start + most));
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * The last lines of what the last run of a job printed, without blank ones at the end; at most
     * 8 KiB are read.
     *
     * @param most how many at most
     */
    public List<String> lastLines(Job job, int most) throws IOException {
        Optional<Path> log = last(job);
        if (log.isEmpty()) {
            return List.of();
        }
        byte[] inPack = packed.get(PackedLog.path(job, log.get()));
        if (inPack != null) {
            return lastLines(inPack, most);
        }
        return isOwn(job, log.get())
                ? lastLines(sight.tail(log.get(), TAIL).orElse(new byte[0]), most)
                : List.of();
    }

    private static List<String> lastLines(byte[] bytes, int most) {
        List<String> lines =
                new String(bytes, StandardCharsets.UTF_8).stripTrailing().lines().toList();
        if (bytes.length == TAIL && lines.size() > 1) {
            lines = lines.subList(1, lines.size());
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }
}
