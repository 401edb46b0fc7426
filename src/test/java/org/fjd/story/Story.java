package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.dispatch.LoneReaper;
import org.fjd.spool.Spool;
import org.fjd.story.Command.Deed;
import org.fjd.upkeep.Fsck;
import org.fjd.work.Staff;

/**
 * A few users, dispatchers, reapers and workers on one spool, each of whose operations is a step in
 * an order that a seed decides; and what goes wrong. In the end nothing goes wrong any more, all is
 * given time to come to rest, and the {@link Audit} follows.
 */
final class Story {

    /** For whoever wants no story told. */
    static final Consumer<String> NOBODY = step -> {};

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration LONGER_THAN_ONE_LOOK = Duration.ofMillis(4900);
    private static final int ACTS = 90;
    private static final int REST = 400;
    private static final int AFTERWARDS = 12;
    private static final int CALM_AFTER = 8;

    private final Plan plan;
    private final Stage stage;
    private final Disk disk;
    private final Ledger ledger;
    private final Ground ground;
    private final List<Party> parties = new ArrayList<>();
    private final List<Party> workers = new ArrayList<>();
    private final List<Party> dispatchers = new ArrayList<>();
    private final List<Party> users = new ArrayList<>();
    private final List<Party> commands = new ArrayList<>();
    private final Set<Deed> deeds = EnumSet.noneOf(Deed.class);
    private final List<String> problems = new ArrayList<>();
    private int secondLooks;
    private boolean closing;

    private Story(Plan plan, Sabotage sabotage, Consumer<String> teller) throws IOException {
        this.plan = plan;
        this.stage = new Stage(plan.seed(), plan.haste());
        this.ground = plan.onDisk() ? Ground.onDisk(stage) : Ground.inMemory(stage);
        Path root = ground.root();
        Files.createDirectories(root.resolve(".fjd"));
        Files.createDirectories(root.resolveSibling(Disk.HOME));
        Files.writeString(root.resolve(".fjd/fjd.conf"), "[fjd]\nwatch = no\nlease = 10s\n");
        this.ledger = new Ledger(root);
        this.disk = new Disk(ground, stage, sabotage, ledger, plan.seated(), teller);
    }

    /**
     * Plays a story.
     *
     * @param teller is told each step that changes something
     * @return what was wrong; nothing if all promises were kept
     */
    static List<Complaint> play(Plan plan, Sabotage sabotage, Consumer<String> teller) {
        try {
            Story story = new Story(plan, sabotage, teller);
            try {
                return story.play();
            } catch (Stage.Endless e) {
                return List.of(new Complaint(Complaint.Kind.STUCK, e.getMessage()));
            } catch (AssertionError e) {
                return List.of(new Complaint(Complaint.Kind.CRASHED, e.toString()));
            } finally {
                story.stage.close();
                story.ground.close();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * What checks of a spool told.
     *
     * @param problems what they found
     * @param secondLooks how many of them had to look twice
     */
    record Checked(List<String> problems, int secondLooks) {}

    /** Plays a story while somebody checks the spool again and again. */
    static Checked playChecked(Plan plan) {
        try {
            Story story = new Story(plan, Sabotage.NONE, NOBODY);
            try {
                story.inspect();
                assertThat(story.play()).isEmpty();
                return new Checked(story.problems, story.secondLooks);
            } finally {
                story.stage.close();
                story.ground.close();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void inspect() {
        Party party = party("inspector", 1);
        party.act(
                () -> {
                    try {
                        while (!closing) {
                            long begin = party.time().nanos();
                            Spool spool = Spool.openToCheck(party.root(), party.time());
                            new Fsck(spool, party.machine())
                                    .check(false).stream()
                                            .filter(Fsck.Told::isProblem)
                                            .map(told -> told.finding().toString())
                                            .forEach(problems::add);
                            boolean waited =
                                    party.time().nanos() - begin > LONGER_THAN_ONE_LOOK.toNanos();
                            secondLooks += waited ? 1 : 0;
                            party.time().pause(Duration.ofMillis(200));
                        }
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private List<Complaint> play() throws IOException, InterruptedException {
        for (int i = 0; i < plan.dispatchers(); i++) {
            dispatch();
        }
        for (int i = 0; i < plan.workers(); i++) {
            hire();
        }
        for (int i = 1; i <= plan.users(); i++) {
            Party party = party("user", i);
            users.add(party);
            party.act(new User(party, ledger, plan.seed() * 31 + i, plan, disk::tell)::run);
        }
        for (int i = 1; i <= plan.commands(); i++) {
            give(party -> Command.any(party, new Random(random()), disk::tell));
        }
        for (int i = 1; i <= plan.reapers(); i++) {
            reap(party("reaper", i));
        }
        Random fate = new Random(plan.seed() * 41);
        int calmAfter = plan.hasStalls() ? CALM_AFTER : 1;
        int quiet = 0;
        for (int round = 0; round < ACTS && quiet < calmAfter; round++) {
            stage.sleep(ROUND);
            quiet = isPlayed() ? quiet + 1 : 0;
            if (fate.nextInt(6) == 0) {
                fire(fate.nextInt(workers.size()), fate.nextBoolean() ? ".fire-now" : ".fire");
            }
            replaceTheDead();
        }
        disk.calm();
        disk.tell("--- nothing goes wrong any more");
        parties.forEach(Party::forgive);
        Optional<String> stuck = comeToRest();
        if (stuck.isPresent()) {
            return List.of(new Complaint(Complaint.Kind.STUCK, stuck.get()));
        }
        sendHome();
        settle();
        return new Audit(disk, ledger, deeds).complaints();
    }

    private void give(Function<Party, Command> order) {
        Party party = party("command", commands.size() + 1);
        Command command = order.apply(party);
        commands.add(party);
        deeds.add(command.deed());
        party.act(command::run);
    }

    private long random() {
        return plan.seed() * 43 + commands.size();
    }

    /** Whether users have done what they do, and nobody is stopped any more. */
    private boolean isPlayed() {
        return users.stream().allMatch(Party::isGone)
                && commands.stream().allMatch(Party::isGone)
                && parties.stream().allMatch(party -> party.stoppedUntil() <= stage.nanos());
    }

    private void replaceTheDead() throws IOException {
        if (workers.stream().allMatch(Party::isDeadOrGone)
                || (workers.stream().anyMatch(Party::isDeadOrGone) && workers.size() < 5)) {
            hire();
        }
        if (dispatchers.stream().allMatch(Party::isDeadOrGone)) {
            dispatch();
        }
    }

    private Optional<String> comeToRest() throws IOException, InterruptedException {
        for (int round = 0; round < REST; round++) {
            stage.sleep(ROUND);
            replaceTheDead();
            boolean isNobodyLeft =
                    Stream.concat(users.stream(), commands.stream()).allMatch(Party::isGone);
            if (isNobodyLeft && isQuiet()) {
                return Optional.empty();
            }
            if (isNobodyLeft && deeds.contains(Deed.HOLD) && round % 10 == 5) {
                give(party -> Command.release(party, disk::tell));
            }
        }
        return Optional.of("jobs are stuck: " + Audit.jobsUnderWay(disk));
    }

    private boolean isQuiet() throws IOException {
        return Audit.jobsUnderWay(disk).isEmpty() && disk.names(".fjd/morgue").isEmpty();
    }

    /** Fires the workers, and gives the dispatcher time to clean up after the dead. */
    private void sendHome() throws IOException, InterruptedException {
        for (int round = 0; round < 60 && !workers.stream().allMatch(Party::isGone); round++) {
            for (int worker = 0; worker < workers.size(); worker++) {
                fire(worker, ".fire");
            }
            stage.sleep(ROUND);
        }
        for (int round = 0; round < 60 && !isCleanedUp(); round++) {
            stage.sleep(ROUND);
        }
        stage.sleep(ROUND.multipliedBy(AFTERWARDS));
        closing = true;
        stage.sleep(ROUND.multipliedBy(3));
    }

    /** Has a command complete what those that died were about to pack or restore. */
    private void settle() throws IOException, InterruptedException {
        Path packing = disk.root().resolve(".fjd/packing");
        boolean isLeft = Files.deleteIfExists(packing); // as its user is told to
        disk.changedByOthers(packing);
        Path packed = disk.root().resolve(".fjd/packed");
        if (isLeft || (Files.exists(packed) && !disk.names(".fjd/packed").isEmpty())) {
            give(party -> Command.settle(party, disk::tell));
            while (!commands.stream().allMatch(Party::isGone)) {
                stage.sleep(ROUND);
            }
        }
    }

    /** A dispatcher that follows a dead one may have to wait for its lease to be over. */
    private boolean isCleanedUp() throws IOException {
        return disk.names(".fjd/workers").isEmpty() && disk.names(".fjd/morgue").isEmpty();
    }

    private void fire(int worker, String how) throws IOException {
        Path record = disk.recordOf(workers.get(worker));
        if (Files.exists(record)) {
            Path request = disk.root().resolve(".fjd/requests").resolve(record.getFileName() + how);
            if (Files.notExists(request)) {
                disk.tell("recruiter asks " + workers.get(worker) + " to leave: " + how);
                Files.createFile(request);
                disk.changedByOthers(request);
            }
        }
    }

    private Party party(String kind, int number) {
        int pid = 100 + parties.size();
        String host = (plan.seed() >> (parties.size() % 8) & 1) == 0 ? "alpha" : "beta";
        Party party =
                new Party(
                        kind + number,
                        pid,
                        new Party.Host() {
                            @Override
                            public String name() {
                                return host;
                            }

                            @Override
                            public boolean isAlive(long other) {
                                return parties.stream()
                                        .anyMatch(
                                                p ->
                                                        p.pid() == other
                                                                && p.host().equals(host)
                                                                && !p.isDeadOrGone());
                            }
                        },
                        stage,
                        disk,
                        plan.faults());
        parties.add(party);
        return party;
    }

    private void hire() throws IOException {
        Party party = party("worker", workers.size() + 1);
        workers.add(party);
        Spool spool = Spool.open(party.root(), party.time());
        long unit = plan.commands() > 0 ? 2000 : 700;
        Random random = new Random(plan.seed() * 37 + workers.size());
        Staff staff =
                Staff.enlist(
                        spool,
                        party.machine(),
                        (job, run) -> {
                            Duration wall = Duration.ofMillis(random.nextInt(3) * unit);
                            int exit = random.nextInt(4) == 0 ? 1 : 0;
                            ledger.started(job, run, party, exit);
                            return new Staff.Fate(wall, exit);
                        },
                        line -> disk.tell(party + ": " + line));
        party.exclusiveWhile(staff::isInHeart);
        party.act(
                () -> {
                    try {
                        staff.run(party.threads());
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private void reap(Party party) throws IOException {
        Spool spool = Spool.open(party.root(), party.time());
        LoneReaper reaper = new LoneReaper(spool, party.machine());
        party.act(
                () -> {
                    try {
                        reaper.run(() -> closing);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private void dispatch() throws IOException {
        Party party = party("dispatcher", dispatchers.size() + 1);
        dispatchers.add(party);
        Spool spool = Spool.open(party.root(), party.time());
        Dispatcher dispatcher = new Dispatcher(spool, party.machine(), true, new Heard());
        party.act(
                () -> {
                    try {
                        dispatcher.run(spool.lookout(), true, () -> closing);
                        dispatcher.leave();
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }
}
