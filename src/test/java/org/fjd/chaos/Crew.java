package org.fjd.chaos;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import org.fjd.spool.WorkerRecord;
import org.jspecify.annotations.Nullable;

/** The workers and dispatchers of all sites: who lives, and new ones in the place of the dead. */
final class Crew {

    enum Kind {
        WORKER,
        DISPATCHER
    }

    record Member(Kind kind, Site site, Proc process) {}

    private final Layout layout;
    private final List<Site> sites;
    private final int workersOfEach;
    private final Spool spool;
    private final Map<Proc, String> names = new HashMap<>();
    private final Map<Site, Process> hiring = new HashMap<>();
    private final Map<Site, Process> dispatchers = new HashMap<>();

    Crew(Layout layout, List<Site> sites, int workersOfEach) throws IOException {
        this.layout = layout;
        this.sites = sites;
        this.workersOfEach = workersOfEach;
        this.spool = Spool.open(layout.spool(), Time.system());
    }

    /** Everybody who lives. Learns the names of the workers among them. */
    List<Member> members() throws IOException {
        List<Member> members = new ArrayList<>();
        for (Proc process : Proc.all()) {
            List<String> command = process.command();
            if (command.contains("org.fjd.cli.Main")
                    && command.contains(layout.spool().toString())) {
                member(process, command).ifPresent(members::add);
            }
        }
        for (Member member : members) {
            nameOf(member);
        }
        return members;
    }

    /** A worker leads its group. What it has just forked, to become a job, still looks like it. */
    private Optional<Member> member(Proc process, List<String> command) {
        Optional<Kind> kind =
                command.contains("worker")
                        ? Optional.of(Kind.WORKER).filter(worker -> process.isLeader())
                        : command.contains("--forever")
                                ? Optional.of(Kind.DISPATCHER)
                                : Optional.empty();
        Optional<Site> site =
                process.namespace()
                        .flatMap(
                                space ->
                                        sites.stream()
                                                .filter(s -> s.namespace().equals(space))
                                                .findFirst());
        return kind.flatMap(k -> site.map(s -> new Member(k, s, process)));
    }

    /** A worker's name, if it has ever been seen on the roll. */
    Optional<String> nameOf(Member member) throws IOException {
        Proc process = member.process();
        if (member.kind() == Kind.WORKER && !names.containsKey(process)) {
            Optional<Long> pid = process.innerPid();
            for (String name : spool.roll().names()) {
                boolean mayBe =
                        pid.isPresent()
                                && name.startsWith(member.site().host() + "-" + pid.get() + "-");
                if (mayBe && startOf(name).equals(Optional.of(process.start()))) {
                    names.put(process, name);
                }
            }
        }
        return Optional.ofNullable(names.get(process));
    }

    private Optional<String> startOf(String worker) throws IOException {
        return spool.roll().read(worker).map(WorkerRecord::process).map(process -> process.start());
    }

    boolean isOnTheRoll(String worker) throws IOException {
        return spool.roll().has(worker);
    }

    /** Hires where there are too few. */
    void fill(List<Member> members) throws IOException, InterruptedException {
        for (Site site : sites) {
            long workers = count(members, Kind.WORKER, site);
            if (workers < workersOfEach && !isAlive(hiring.get(site))) {
                String missing = Long.toString(workersOfEach - workers);
                hiring.put(
                        site,
                        start(
                                site,
                                "recruiter",
                                "hire",
                                "--spool",
                                layout.spool().toString(),
                                missing));
            }
            if (count(members, Kind.DISPATCHER, site) == 0) {
                dispatch(site);
            }
        }
    }

    private void dispatch(Site site) throws IOException, InterruptedException {
        Process before = dispatchers.get(site);
        if (!isAlive(before)) {
            dispatchers.put(
                    site,
                    start(site, "dispatcher", "--forever", "--spool", layout.spool().toString()));
        } else if (site.init() != 0) {
            // nsenter stops with its child, and then does not see it end.
            Proc.signal("CONT", before.pid());
        }
    }

    private static long count(List<Member> members, Kind kind, Site site) {
        return members.stream().filter(m -> m.kind() == kind && m.site().equals(site)).count();
    }

    private static boolean isAlive(@Nullable Process process) {
        return process != null && process.isAlive();
    }

    /** Sends all workers home and waits for those who go. */
    void fire() throws IOException, InterruptedException {
        start(
                        sites.get(0),
                        "recruiter",
                        "fire",
                        "--spool",
                        layout.spool().toString(),
                        "--wait",
                        "30s")
                .waitFor();
    }

    void endDispatchers() throws IOException, InterruptedException {
        List<Member> left = dispatchersAlive();
        for (Member dispatcher : left) {
            Proc.signal("TERM", dispatcher.process().pid());
        }
        for (Member dispatcher : left) {
            while (dispatcher.process().isAlive()) {
                Thread.sleep(10);
            }
        }
    }

    private List<Member> dispatchersAlive() throws IOException {
        return members().stream().filter(member -> member.kind() == Kind.DISPATCHER).toList();
    }

    private Process start(Site site, String... words) throws IOException {
        words[0] = layout.program(words[0]);
        return layout.marked(site.command(words))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(layout.log().toFile()))
                .redirectInput(Redirect.from(new File("/dev/null")))
                .start();
    }

    /**
     * Whether no job is under way, and just the living workers are on the roll: one that was struck
     * off while it was stopped enlists again when it wakes, and is not to be missed when all are
     * fired.
     */
    boolean isSettled(List<Member> members) throws IOException {
        for (var run : spool.pods().runs()) {
            if (!spool.pods().jobs(run).isEmpty()) {
                return false;
            }
        }
        Set<Optional<String>> living = new HashSet<>();
        for (Member member : members) {
            if (member.kind() == Kind.WORKER) {
                living.add(nameOf(member));
            }
        }
        Set<Optional<String>> enlisted =
                spool.roll().names().stream().map(Optional::of).collect(Collectors.toSet());
        return hiring.values().stream().noneMatch(Process::isAlive)
                && spool.jobQueue().entries().isEmpty()
                && isEmpty(layout.spool().resolve(".fjd/morgue"))
                && living.equals(enlisted);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Ends all that was started, at once. */
    void killAll() throws IOException, InterruptedException {
        List<Proc> left;
        do {
            left = Proc.all().stream().filter(process -> process.has(layout.mark())).toList();
            for (Proc process : left) {
                Proc.signal("KILL", process.pid());
            }
        } while (!left.isEmpty());
    }
}
