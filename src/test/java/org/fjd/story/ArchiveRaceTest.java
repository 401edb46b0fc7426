package org.fjd.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.fjd.upkeep.Archiver;
import org.fjd.upkeep.Finding;
import org.fjd.upkeep.Fsck;
import org.fjd.upkeep.Restorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two work on the packs at once, although one of them was taken for dead: each is stopped before
 * each of its steps for as long as the other one likes.
 */
class ArchiveRaceTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Archiver.Order ALL =
            new Archiver.Order(Duration.ofDays(1), Set.of(), true);
    private static final int MOST_STEPS = 2000;
    private static final String JOB = Spools.JOB + "# ONLY\n";

    /** What one does. */
    enum Deed {
        ARCHIVE {
            @Override
            void on(Spool spool) throws IOException {
                new Archiver(spool, Machine.here()).pack(ALL);
            }
        },
        RESTORE {
            @Override
            void on(Spool spool) throws IOException {
                new Restorer(spool, Machine.here(), Wanted.ALL, Set.of()).restore();
            }
        },
        SETTLE {
            @Override
            void on(Spool spool) throws IOException {
                for (Path leftover : spool.packs().leftovers()) {
                    spool.packs().settle(leftover);
                }
            }
        };

        abstract void on(Spool spool) throws IOException;
    }

    /** What somebody else does in between. */
    private interface Meanwhile {
        void run() throws IOException;
    }

    private interface Step {
        boolean is(Kind kind, String path, String target);
    }

    /** Lets others act once, at a step of somebody. */
    private static final class Interruption implements Performer {
        private final Step step;
        private int left;
        private boolean isArmed;
        private final boolean replyIsLost;
        private final Meanwhile meanwhile;

        Interruption(int left, Step step, boolean replyIsLost, Meanwhile meanwhile) {
            this.left = left;
            this.step = step;
            this.replyIsLost = replyIsLost;
            this.meanwhile = meanwhile;
        }

        boolean hasHappened() {
            return left < 0;
        }

        @Override
        public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (!isArmed
                    || left < 0
                    || !step.is(kind, path.toString(), target.toString())
                    || left-- > 0) {
                return effect.on(path, target);
            }
            if (!replyIsLost) {
                meanwhile.run();
                return effect.on(path, target);
            }
            effect.on(path, target);
            meanwhile.run();
            throw new NoSuchFileException(path.toString());
        }
    }

    private static FileSystem world(boolean isPacked) throws IOException {
        FileSystem world =
                Jimfs.newFileSystem(
                        Configuration.unix().toBuilder().setAttributeViews("basic").build());
        Path root = Files.createDirectories(world.getPath("/spool"));
        Spool.open(root, new TestTime());
        old(Files.writeString(root.resolve("done/a.conf"), JOB));
        if (isPacked) {
            new Archiver(Spool.open(root, new TestTime()), Machine.here()).pack(ALL);
        }
        return world;
    }

    private static Path old(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    /** A view of one who has other names for packs than the others. */
    private static Spool view(FileSystem world, int who, Performer performer) throws IOException {
        Files.deleteIfExists(world.getPath("/spool/.fjd/packing")); // it is taken for dead
        TestTime time = new TestTime().pass(Duration.ofMinutes(who));
        Spool seen =
                Spool.open(
                        new SteppedFileSystem(world, performer).wrap(world.getPath("/spool")),
                        time);
        if (performer instanceof Interruption interruption) {
            interruption.isArmed = true;
        }
        return seen;
    }

    private static final Performer NOBODY =
            new Performer() {
                @Override
                public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                        throws IOException {
                    return effect.on(path, target);
                }
            };

    private static List<String> counted(FileSystem world) throws IOException {
        List<String> found = new ArrayList<>();
        for (String place : List.of("done", "failed")) {
            try (var entries = Files.list(world.getPath("/spool", place))) {
                for (Path entry : entries.toList()) {
                    if (Files.size(entry) > 0) {
                        found.add(Files.readString(entry));
                    }
                }
            }
        }
        view(world, 9, NOBODY)
                .packs()
                .read((entry, content) -> found.add(new String(content.readAllBytes(), UTF_8)));
        return found;
    }

    private static void dare(Deed deed, Spool spool) {
        try {
            deed.on(spool);
        } catch (IOException e) {
            // it may be told that it was too late
        }
    }

    /**
     * One is stopped at a step; the other one begins, and is stopped at a step of its own until the
     * first one has ended.
     *
     * @return whether both have so many steps: the first one; the second one
     */
    private static boolean[] race(
            FileSystem world, Deed one, int step, boolean replyIsLost, Deed other, int otherStep)
            throws IOException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch stopped = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Interruption ofOther =
                    new Interruption(
                            otherStep,
                            (kind, path, target) -> kind.changes(),
                            false,
                            () -> {
                                stopped.countDown();
                                await(goOn);
                            });
            List<Future<?>> begun = new ArrayList<>();
            Interruption ofOne =
                    new Interruption(
                            step,
                            (kind, path, target) ->
                                    replyIsLost ? kind == Kind.MOVE : kind.changes(),
                            replyIsLost,
                            () -> {
                                Spool seen = view(world, 2, ofOther);
                                begun.add(
                                        thread.submit(
                                                () -> {
                                                    try {
                                                        dare(other, seen);
                                                    } finally {
                                                        stopped.countDown();
                                                    }
                                                }));
                                await(stopped);
                            });
            dare(one, view(world, 1, ofOne));
            goOn.countDown();
            for (Future<?> future : begun) {
                future.get();
            }
            return new boolean[] {ofOne.hasHappened(), ofOther.hasHappened()};
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            thread.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ARCHIVE, RESTORE, false",
        "ARCHIVE, RESTORE, true",
        "ARCHIVE, ARCHIVE, false",
        "ARCHIVE, SETTLE, false",
        "RESTORE, ARCHIVE, true",
        "RESTORE, RESTORE, true",
        "RESTORE, SETTLE, true"
    })
    void aJobCountsOnceWhateverTwoDoAtOnce(Deed one, Deed other, boolean isPacked)
            throws IOException {
        run(one, other, isPacked, false);
    }

    @ParameterizedTest
    @EnumSource
    void aJobCountsOnceIfAReplyIsLostThatSaysThatAMoveWasDone(Deed other) throws IOException {
        run(Deed.ARCHIVE, other, false, true);
        run(Deed.RESTORE, other, true, true);
    }

    private static void run(Deed one, Deed other, boolean isPacked, boolean replyIsLost)
            throws IOException {
        boolean more = true;
        for (int step = 0; more; step++) {
            assertThat(step).isLessThan(MOST_STEPS);
            boolean moreOfOther = true;
            for (int otherStep = 0; moreOfOther; otherStep++) {
                try (FileSystem world = world(isPacked)) {
                    boolean[] happened = race(world, one, step, replyIsLost, other, otherStep);
                    String when = "%s at %d, %s at %d".formatted(one, step, other, otherStep);
                    assertThat(counted(world)).as(when).containsExactly(JOB);

                    Deed.ARCHIVE.on(view(world, 3, NOBODY));
                    assertThat(counted(world)).as(when + ", packed").containsExactly(JOB);
                    assertThat(view(world, 9, NOBODY).packs().leftovers()).isEmpty();
                    more = happened[0];
                    moreOfOther = more && happened[1];
                }
            }
        }
    }

    /** Instead of the job that is to be packed, the name of another one is taken that comes. */
    @Test
    void aReservationThatIsTakenInsteadOfAJobIsNotPutOverTheJobThatCame() throws IOException {
        for (boolean comes : new boolean[] {true, false}) {
            try (FileSystem world = world(false)) {
                Path job = world.getPath("/spool/done/a.conf");
                Path coming = Files.writeString(world.getPath("/spool/coming"), "# NEW\n");
                Meanwhile publish =
                        () -> {
                            if (Files.exists(coming)) {
                                Files.move(
                                        coming,
                                        job,
                                        StandardCopyOption.ATOMIC_MOVE,
                                        StandardCopyOption.REPLACE_EXISTING);
                            }
                        };
                Interruption atPut =
                        new Interruption(
                                comes ? 0 : MOST_STEPS,
                                (kind, path, target) ->
                                        kind.changes()
                                                && path.contains("/packed/")
                                                && target.endsWith("done/a.conf"),
                                false,
                                publish);
                Interruption atTake =
                        new Interruption(
                                0,
                                (kind, path, target) ->
                                        kind == Kind.MOVE && target.contains("/.fjd/packed/"),
                                false,
                                () -> {
                                    Files.move(job, world.getPath("/spool/jobqueue/a.conf"));
                                    Files.createFile(job);
                                });
                Spool archivers = view(world, 1, both(atTake, atPut));
                atTake.isArmed = true;
                atPut.isArmed = true;
                Archiver.Result result = new Archiver(archivers, Machine.here()).pack(ALL);
                publish.run();

                assertThat(result.jobs()).isEmpty();
                assertThat(Files.readString(job)).isEqualTo("# NEW\n");
                assertThat(counted(world)).containsExactly("# NEW\n");
            }
        }
    }

    private static Performer both(Performer one, Performer other) {
        return new Performer() {
            @Override
            public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                    throws IOException {
                return one.perform(kind, path, target, (p, t) -> other.perform(kind, p, t, effect));
            }
        };
    }

    /** When the job is rejected again: before fsck looks again, and right before it acts. */
    @ParameterizedTest
    @CsvSource({"3, /archive", "0, /strays/fsck"})
    void aReasonIsNotSetAsideIfItsJobCameMeanwhile(int time, String listed) throws Exception {
        try (FileSystem world = world(false)) {
            Spool spool = view(world, 1, NOBODY);
            Path root = world.getPath("/spool");
            Files.writeString(root.resolve("failed/b.reason"), "It is odd.\n");
            Path pod = Files.createDirectories(root.resolve("jobpods/w.1"));
            Path job = Files.writeString(pod.resolve("b.conf"), "no ini [\n");
            Spool real = Spool.open(root, new TestTime());
            Interruption rejected =
                    new Interruption(
                            time,
                            (kind, path, target) -> kind == Kind.LIST && path.endsWith(listed),
                            false,
                            () -> real.archive().reject(job, new JobName("b"), "Still odd."));
            Spool seen = view(world, 2, rejected);

            assertThat(new Fsck(seen, Machine.here()).check(true))
                    .filteredOn(told -> told.finding().kind() == Finding.Kind.REASON)
                    .isNotEmpty()
                    .noneMatch(Fsck.Told::mended);
            assertThat(rejected.hasHappened()).isTrue();
            assertThat(Files.readString(root.resolve("failed/b.reason"))).contains("Still odd.");
            assertThat(Spools.names(spool, "failed")).containsExactly("b.conf", "b.reason");
        }
    }
}
