package org.fjd.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fjd.chaos.Audit.Fault;
import org.fjd.chaos.Commands.Deed;
import org.fjd.chaos.Crew.Member;
import org.fjd.chaos.Mishaps.Mishap;
import org.fjd.chaos.Submitters.Torn;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code src/bench/chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs jobs with real workers, dispatchers and submitters on a spool of their own, half of"
                    + " them on what looks like another machine (that needs root). Meanwhile they are"
                    + " killed and stopped at random moments, and new ones hired in the place of the"
                    + " dead.",
            "Users hold, release, cancel and retry jobs by commands, which are killed and stopped, too.",
            "At the end each job must have one recorded end for each time it was queued, and each"
                    + " further run must be explained by what happened to the worker of the run"
                    + " before. Exits with 1 if it is not so, and keeps the spool."
        })
final class Chaos implements Callable<Integer> {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SUBMITTERS = 3;
    private static final int JOBS_AHEAD = 100;
    private static final Duration LONGEST_LAST_STALL = Duration.ofSeconds(25);

    @Spec private CommandSpec spec;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many jobs (default: ${DEFAULT-VALUE}).")
    private int jobs = 10_000;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description =
                    "How many kills, spread over the jobs, about one in a second (default:"
                            + " ${DEFAULT-VALUE}).")
    private int kills = 500;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "Submits and kills no longer than that, even if there were fewer jobs and"
                            + " kills.")
    private int seconds = 3600;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "How many workers on each machine (default: ${DEFAULT-VALUE}).")
    private int workers = 4;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Where the random choices come from (default: another one each time).")
    private int seed = new Random().nextInt(1_000_000);

    private Chaos() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Chaos()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path home = Path.of(System.getProperty("fjd.home", ""));
        Layout layout = Layout.create(home, Path.of(parent()));
        Files.writeString(layout.spool().resolve(".fjd/fjd.conf"), "[fjd]\nlease = 10s\n");
        List<Site> sites = sites(layout);
        Random chance = new Random(seed);
        Crew crew = new Crew(layout, sites, workers);
        Submitters submitters = new Submitters(layout, SUBMITTERS, chance);
        Mishaps mishaps = new Mishaps(crew, submitters, chance);
        Commands commands = new Commands(layout, new Random(seed));
        Thread cleaner = new Thread(() -> end(crew));
        Runtime.getRuntime().addShutdownHook(cleaner);
        out.printf(
                "seed %d: on each of %d machines %d workers and a dispatcher; %d submitters;"
                        + " lease 10s%n",
                seed, sites.size(), workers, SUBMITTERS);
        if (sites.size() == 1) {
            out.println("This user may not make another machine (unshare --uts --pid).");
        }
        out.flush();

        long begin = System.nanoTime();
        rage(crew, submitters, mishaps, commands);
        settle(crew, submitters, mishaps, commands);
        double elapsed = (System.nanoTime() - begin) / 1e9;
        crew.fire();
        awaitEmptyPods(layout);
        crew.endDispatchers();

        Audit audit = audit(layout, submitters, mishaps, commands);
        print(out, submitters, mishaps, audit, elapsed);
        print(out, commands);
        print(out, audit);
        if (audit.isClean()) {
            delete(layout.root());
            return 0;
        }
        out.println("kept: " + layout.root());
        return 1;
    }

    private static String parent() {
        return Stream.of("BENCH_DIR", "TMPDIR")
                .map(name -> System.getenv().getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("/tmp");
    }

    private static List<Site> sites(Layout layout) throws IOException, InterruptedException {
        List<Site> sites = new ArrayList<>(List.of(Site.here()));
        Site.another("elsewhere", layout).ifPresent(sites::add);
        return sites;
    }

    /** Jobs and kills go in step, so that the last kill finds work going on, too. */
    private void rage(Crew crew, Submitters submitters, Mishaps mishaps, Commands commands)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while ((submitters.issued() < jobs || mishaps.kills() < kills)
                && System.nanoTime() - end < 0) {
            List<Member> members = crew.members();
            crew.fill(members);
            submitters.tend((int) Math.min(jobs, share(jobs, mishaps.kills(), kills) + JOBS_AHEAD));
            boolean mayStrike =
                    mishaps.kills() < kills
                            && mishaps.kills() <= share(kills, submitters.issued(), jobs);
            mishaps.tend(members, mayStrike);
            commands.tend();
            Thread.sleep(STEP.toMillis());
        }
    }

    private static long share(int all, int part, int whole) {
        return whole == 0 ? all : (long) all * part / whole;
    }

    private static void settle(Crew crew, Submitters submitters, Mishaps mishaps, Commands commands)
            throws IOException, InterruptedException {
        mishaps.wakeWithin(LONGEST_LAST_STALL);
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean settled = false;
        while (!settled && System.nanoTime() - end < 0) {
            List<Member> members = crew.members();
            crew.fill(members);
            submitters.tend(0);
            mishaps.wake();
            commands.finish();
            settled =
                    submitters.isIdle()
                            && mishaps.isOver()
                            && commands.isIdle()
                            && crew.isSettled(members);
            Thread.sleep(STEP.toMillis());
        }
    }

    /** A dispatcher may have pods to clear away of workers that it saw leave just now. */
    private static void awaitEmptyPods(Layout layout) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        boolean empty = false;
        while (!empty && System.nanoTime() - end < 0) {
            try (Stream<Path> pods = Files.list(layout.spool().resolve("jobpods"))) {
                empty = pods.findAny().isEmpty();
            }
            Thread.sleep(STEP.toMillis());
        }
    }

    private static Audit audit(
            Layout layout, Submitters submitters, Mishaps mishaps, Commands commands)
            throws IOException {
        Set<String> struck = new HashSet<>(mishaps.struck());
        struck.addAll(commands.struck());
        Audit audit = new Audit(layout.spool(), layout::notes, struck);
        Set<Integer> serials = new HashSet<>();
        for (Submission submission : submitters.queued()) {
            serials.add(submission.serial());
            audit.queued(submission, commands.orders(submission.serial()));
        }
        for (Torn torn : submitters.torn()) {
            serials.add(torn.submission().serial());
            audit.torn(torn.submission(), torn.seen());
        }
        audit.rest(serials);
        return audit;
    }

    private static void print(
            PrintWriter out, Submitters submitters, Mishaps mishaps, Audit audit, double elapsed) {
        int queued = submitters.queued().size();
        long dropped = submitters.queued().stream().filter(Submission::dropped).count();
        long namesakes =
                submitters.queued().stream().filter(s -> s.name().startsWith("twin")).count();
        out.printf(
                "%-19s %6d   %d dropped by hand, %d with namesakes%n",
                "jobs", queued, dropped, namesakes);
        out.printf(
                "%-19s %6d   left half-written by a submitter that was killed%n",
                "torn", submitters.torn().size());
        out.printf(
                "%-19s %6d   %d workers, %d dispatchers, %d submitters%n",
                "kills",
                mishaps.kills(),
                mishaps.count(Mishap.WORKER_KILLED),
                mishaps.count(Mishap.DISPATCHER_KILLED),
                mishaps.count(Mishap.SUBMITTER_KILLED));
        out.printf(
                "%-19s %6d   %d workers, %d dispatchers, %d submitters%n",
                "stalls",
                mishaps.stalls(),
                mishaps.count(Mishap.WORKER_STOPPED),
                mishaps.count(Mishap.DISPATCHER_STOPPED),
                mishaps.count(Mishap.SUBMITTER_STOPPED));
        out.printf(
                "%-19s %6d   stalls longer than the lease%n",
                "past the lease", mishaps.outlasted());
        out.printf(
                "%-19s %6d   workers struck off before they woke%n",
                "struck off", mishaps.struckOff());
        out.printf("%-19s %6.0f%n", "seconds", elapsed);
        out.printf("%-19s %6.1f%n", "jobs per second", queued / elapsed);
        out.printf(
                "%-19s %6d   each explained, but for what is listed below%n",
                "run twice", audit.runAgain());
        out.printf("%-19s %6d   after five workers lost in a row%n", "given up", audit.givenUp());
    }

    private static void print(PrintWriter out, Commands commands) {
        out.printf(
                "%-19s %6d   %d killed, %d stopped; %d jobs held, %d cancelled, %d retried%n",
                "commands",
                commands.begun(),
                commands.killed(),
                commands.stopped(),
                commands.done(Deed.HOLD),
                commands.done(Deed.CANCEL),
                commands.done(Deed.RETRY));
    }

    private static void print(PrintWriter out, Audit audit) {
        for (Fault fault : Fault.values()) {
            out.printf("%-19s %6d%n", fault.words, audit.faults(fault).size());
        }
        for (Fault fault : Fault.values()) {
            audit.faults(fault).forEach(line -> out.println(fault.words + ": " + line));
        }
        out.flush();
    }

    /** However this process ends, nothing that it started goes on. */
    private static void end(Crew crew) {
        try {
            crew.killAll();
        } catch (IOException e) {
            System.err.println("processes may be left: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
