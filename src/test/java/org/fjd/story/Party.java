package org.fjd.story;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import org.fjd.spool.FakeMachine;
import org.fjd.spool.Machine;
import org.fjd.spool.Time;
import org.fjd.story.Operation.Kind;
import org.fjd.story.Operation.Role;
import org.fjd.story.Stage.Killed;
import org.fjd.story.Stage.Strand;
import org.fjd.story.SteppedFileSystem.Effect;
import org.jspecify.annotations.Nullable;

/** A process in a story: what it sees of the file system, its clocks, and what befalls it. */
final class Party implements SteppedFileSystem.Performer {

    private static final Instant DAWN = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration CUT_OFF = Duration.ofSeconds(7);
    private static final long NEVER = -1;

    private final String name;
    private final long pid;
    private final Host host;
    private final Stage stage;
    private final Disk disk;
    private final List<Fault> faults;
    private final Map<Role, Integer> counts = new EnumMap<>(Role.class);

    private BooleanSupplier holdsMonitor = () -> false;
    private @Nullable Strand holder;
    private int strands;
    private boolean acting;
    private boolean dead;
    private long stoppedUntil;
    private @Nullable Fault failing;
    private int failingStill;
    private long lastBeat = NEVER;
    private boolean isHarmed;

    /** The processes of a machine. */
    interface Host {
        String name();

        boolean isAlive(long pid);
    }

    Party(String name, long pid, Host host, Stage stage, Disk disk, List<Fault> faults) {
        this.name = name;
        this.pid = pid;
        this.host = host;
        this.stage = stage;
        this.disk = disk;
        this.faults = faults.stream().filter(fault -> fault.party().equals(name)).toList();
    }

    String name() {
        return name;
    }

    long pid() {
        return pid;
    }

    String host() {
        return host.name();
    }

    boolean isUser() {
        return name.startsWith("user");
    }

    boolean isWorker() {
        return name.startsWith("worker");
    }

    /** Whether it is a command that a user gave. */
    boolean isCommand() {
        return name.startsWith("command");
    }

    /** Whether it does nothing but take jobs back from the lost. */
    boolean isReaper() {
        return name.startsWith("reaper");
    }

    /** Whether it takes jobs back from the lost. */
    boolean reaps() {
        return isReaper() || name.startsWith("dispatcher");
    }

    boolean isDead() {
        return dead;
    }

    /** Whether it has done all that it ever will. */
    boolean isGone() {
        return acting && strands == 0;
    }

    boolean isDeadOrGone() {
        return isDead() || isGone();
    }

    long stoppedUntil() {
        return stoppedUntil;
    }

    /** Whether anything went wrong with it so far. */
    boolean isHarmed() {
        return isHarmed;
    }

    /** Where a strand would have to wait for another one of this party. */
    boolean isHeldBack(Strand strand) {
        return holder != null && holder != strand;
    }

    /** The root of the spool as this party sees it. */
    Path root() {
        return new SteppedFileSystem(disk.base(), this).wrap(disk.root());
    }

    /** Whether the current thread keeps other threads of this party from going on. */
    void exclusiveWhile(BooleanSupplier monitorIsHeld) {
        holdsMonitor = monitorIsHeld;
    }

    /** From here on each of its operations is a step. */
    void act(Runnable code) {
        acting = true;
        strands++;
        stage.start(this, code);
    }

    void ended(Strand strand) {
        strands--;
        if (holder == strand) {
            holder = null;
        }
        if (isGone()) {
            disk.excuse(this); // whatever it could not give up is a dead process's
        }
    }

    /** Its further threads. */
    ThreadFactory threads() {
        return code ->
                new Thread(code) {
                    private @Nullable Strand strand;

                    @Override
                    public synchronized void start() {
                        strands++;
                        strand = stage.start(Party.this, code);
                    }

                    @Override
                    public void interrupt() {
                        if (strand != null) {
                            strand.interrupt();
                        }
                    }
                };
    }

    /** Lets it go on for good. */
    void forgive() {
        stoppedUntil = 0;
        failingStill = 0;
    }

    Time time() {
        long offset = name.hashCode() * 1_000_000_007L;
        return new Time() {
            @Override
            public Instant now() {
                return DAWN.plusNanos(stage.nanos()).plusSeconds(offset % 4000);
            }

            @Override
            public long nanos() {
                return stage.nanos() + offset;
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                if (dead) {
                    throw new Killed();
                }
                holder = null; // nobody sleeps in a monitor
                stage.sleep(duration);
            }
        };
    }

    Machine machine() {
        return new FakeMachine(
                host.name(),
                host.name(),
                "ann",
                pid,
                other -> host.isAlive(other) ? Optional.of("start" + other) : Optional.empty());
    }

    @Override
    public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect) throws IOException {
        Operation operation = disk.operation(kind, path, target);
        if (!acting) {
            return carryOut(operation, path, target, effect);
        }
        if (dead) {
            throw new Killed();
        }
        holder = holdsMonitor.getAsBoolean() ? stage.current() : null;
        stage.step();
        excuseIfSilentUntil(stage.nanos());
        Fault fault = next(operation);
        disk.tell(this, operation, fault);
        if (fault == null) {
            return carryOut(operation, path, target, effect);
        }
        isHarmed = true;
        return perform(fault, operation, path, target, effect);
    }

    /** Performs an operation, by which its worker may show that it lives. */
    private <T> T carryOut(Operation operation, Path path, Path target, Effect<T> effect)
            throws IOException {
        T result = disk.perform(this, operation, path, target, effect);
        switch (operation.role()) {
            case BEAT -> lastBeat = stage.nanos();
            case STRIKE -> lastBeat = isOwnRecord(path) ? NEVER : lastBeat;
            default -> {}
        }
        return result;
    }

    private boolean isOwnRecord(Path path) {
        return path.equals(disk.recordOf(this));
    }

    /** Whoever may be taken for dead is excused for what it has, and for nothing that it gets. */
    private void excuseIfSilentUntil(long instant) {
        if (lastBeat != NEVER && instant - lastBeat >= CUT_OFF.toNanos()) {
            disk.excuse(this);
        }
    }

    private @Nullable Fault next(Operation operation) {
        int nth = counts.merge(operation.role(), 1, Integer::sum);
        int all = counts.merge(Role.ANY, 1, Integer::sum);
        for (Fault fault : faults) {
            if (fault.number() == (fault.role() == Role.ANY ? all : nth)
                    && (fault.role() == Role.ANY || fault.role() == operation.role())
                    && !disk.isCalm()) {
                failing = fault;
                failingStill = fault.amount();
                return fault;
            }
        }
        boolean fails = failing != null && failingStill > 0 && isError(failing.kind());
        return fails ? failing : null;
    }

    private static boolean isError(Fault.Kind kind) {
        return kind.compareTo(Fault.Kind.NO_SPACE) >= 0;
    }

    private <T> T perform(
            Fault fault, Operation operation, Path path, Path target, Effect<T> effect)
            throws IOException {
        switch (fault.kind()) {
            case KILL_BEFORE -> throw die();
            case KILL_WITHIN -> {
                Effect<?> part =
                        effect instanceof SteppedProvider.Writing writing
                                ? (on, to) -> writing.half()
                                : effect;
                throw dieAfter(operation, path, target, part);
            }
            case KILL_AFTER -> throw dieAfter(operation, path, target, effect);
            case STALL_BEFORE -> {
                stop(fault.amount());
                return carryOut(operation, path, target, effect);
            }
            case STALL_AFTER -> {
                try {
                    return carryOut(operation, path, target, effect);
                } finally {
                    stop(fault.amount());
                }
            }
            case LOST_REPLY -> {
                T result = carryOut(operation, path, target, effect);
                if (operation.kind().changes()) {
                    disk.replyLost(operation, target);
                    throw lostReply(operation, fault.amount());
                }
                return result;
            }
            case ADRIFT -> {
                T result = carryOut(operation, path, target, effect);
                disk.adrift(operation, target, fault.before(), fault.refusals());
                return result;
            }
            case OLD_LISTING -> {
                failingStill--;
                T found = carryOut(operation, path, target, effect);
                return operation.kind() == Kind.LIST ? disk.aged(this, path, found) : found;
            }
            case NO_SPACE -> {
                failingStill--;
                return full(operation, path, target, effect);
            }
            case IO_ERROR, STALE_HANDLE -> {
                failingStill--;
                String reason =
                        fault.kind() == Fault.Kind.IO_ERROR
                                ? "Input/output error"
                                : "Stale file handle";
                throw new FileSystemException(path.toString(), null, reason);
            }
        }
        throw new AssertionError(fault);
    }

    private <T> T full(Operation operation, Path path, Path target, Effect<T> effect)
            throws IOException {
        boolean inPlace = operation.role() == Role.BEAT;
        if (inPlace || !operation.kind().changes() || operation.kind() == Kind.DELETE) {
            return carryOut(operation, path, target, effect);
        }
        if (effect instanceof SteppedProvider.Writing writing && failingStill % 2 == 0) {
            @SuppressWarnings("unchecked")
            Effect<T> part = (on, to) -> (T) (Integer) writing.half();
            return carryOut(operation, path, target, part);
        }
        throw new FileSystemException(target.toString(), null, "No space left on device");
    }

    /** A request that was sent a second time finds that it was done already. */
    private static IOException lostReply(Operation operation, int amount) {
        String path = operation.path().toString();
        if (amount % 2 == 1) {
            switch (operation.kind()) {
                case MOVE, DELETE -> {
                    return new NoSuchFileException(path);
                }
                case MAKE -> {
                    return new FileAlreadyExistsException(path);
                }
                default -> {}
            }
        }
        return new FileSystemException(path, null, "Input/output error");
    }

    private Killed dieAfter(Operation operation, Path path, Path target, Effect<?> last) {
        try {
            carryOut(operation, path, target, last);
        } catch (IOException e) {
            // it dies all the same, and never knows
        }
        return die();
    }

    private Killed die() {
        dead = true;
        disk.excuse(this);
        return new Killed();
    }

    private void stop(int seconds) {
        Duration stop = Duration.ofSeconds(seconds);
        stoppedUntil = stage.nanos() + stop.toNanos();
        excuseIfSilentUntil(stoppedUntil);
        stage.giveWay();
    }

    @Override
    public String toString() {
        return name;
    }
}
