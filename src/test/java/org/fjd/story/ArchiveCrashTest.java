package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.fjd.upkeep.Archiver;
import org.fjd.upkeep.Restorer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who archives or restores dies at each of its steps: each job is there, and counts once. */
class ArchiveCrashTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Archiver.Order ALL =
            new Archiver.Order(Duration.ofDays(1), Set.of(), true);
    private static final int MOST_STEPS = 2000;

    /** Where in a step. */
    enum Moment {
        BEFORE,
        WITHIN,
        AFTER
    }

    /** Ends whoever acts through it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class Mortal implements Performer {

        private final Moment moment;
        private int steps;
        private boolean dead;

        Mortal(int steps, Moment moment) {
            this.steps = steps;
            this.moment = moment;
        }

        @Override
        public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (!dead && kind.changes() && steps-- == 0) {
                dead = true;
                if (moment == Moment.WITHIN && effect instanceof SteppedProvider.Writing writing) {
                    writing.half();
                } else if (moment != Moment.BEFORE) {
                    effect.on(path, target);
                }
            }
            if (dead) {
                throw new Death();
            }
            return effect.on(path, target);
        }
    }

    /** What somebody does who may die of it. */
    private interface Deed {
        void on(Spool spool) throws IOException;
    }

    private final Map<String, String> jobs = new TreeMap<>();

    private FileSystem world() throws IOException {
        FileSystem world =
                Jimfs.newFileSystem(
                        Configuration.unix().toBuilder().setAttributeViews("basic").build());
        Path root = Files.createDirectories(world.getPath("/spool"));
        Spool.open(root, new TestTime());
        for (String job : List.of("done/a.conf", "done/b.conf", "failed/c.conf")) {
            jobs.put(job, "[control]\n# " + job);
        }
        jobs.put("failed/d.conf", "no ini");
        jobs.put("failed/d.reason", "It is not INI.");
        for (Map.Entry<String, String> job : jobs.entrySet()) {
            Files.writeString(root.resolve(job.getKey()), job.getValue());
            Files.setLastModifiedTime(root.resolve(job.getKey()), FileTime.from(LONG_AGO));
        }
        return world;
    }

    /** As somebody who comes later, and has other names for packs. */
    private static Spool open(FileSystem world) throws IOException {
        Files.deleteIfExists(world.getPath("/spool/.fjd/packing")); // of a process that is dead
        TestTime later = new TestTime().pass(Duration.ofMinutes(1));
        return Spool.open(world.getPath("/spool"), later);
    }

    /** Whether it could be done to its end. */
    private static boolean dare(FileSystem world, int steps, Moment moment, Deed deed)
            throws IOException {
        SteppedFileSystem seen = new SteppedFileSystem(world, new Mortal(steps, moment));
        try {
            deed.on(Spool.open(seen.wrap(world.getPath("/spool")), new TestTime()));
            return true;
        } catch (Death e) {
            return false;
        }
    }

    /** All that is packed or lies in its place, each with its content. */
    private static Map<String, String> seen(Spool spool) throws IOException {
        Map<String, String> found = new TreeMap<>();
        List<String> twice = new ArrayList<>();
        for (String place : List.of("done", "failed")) {
            try (var entries = Files.list(spool.root().resolve(place))) {
                for (Path entry : entries.toList()) {
                    if (Files.size(entry) > 0) {
                        found.put(place + "/" + entry.getFileName(), Files.readString(entry));
                    }
                }
            }
        }
        spool.packs()
                .read(
                        (entry, content) -> {
                            String name = entry.file().place().word() + "/" + entry.file().name();
                            byte[] bytes = content.readAllBytes();
                            if (found.put(name, new String(bytes, StandardCharsets.UTF_8))
                                    != null) {
                                twice.add(name);
                            }
                        });
        assertThat(twice).as("counted twice").isEmpty();
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void whoArchives(Moment moment) throws IOException {
        Deed archive = spool -> new Archiver(spool, Machine.here()).pack(ALL);
        boolean isDone = false;
        for (int steps = 0; !isDone; steps++) {
            assertThat(steps).isLessThan(MOST_STEPS);
            try (FileSystem world = world()) {
                isDone = dare(world, steps, moment, archive);
                assertThat(seen(open(world))).as("after step " + steps).isEqualTo(jobs);

                archive.on(open(world));
                assertThat(seen(open(world))).as("again after step " + steps).isEqualTo(jobs);
                assertThat(open(world).archive().countDone()).isZero();
                assertThat(open(world).packs().leftovers()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoRestores(Moment moment) throws IOException {
        Deed restore = spool -> new Restorer(spool, Machine.here(), Wanted.ALL, Set.of()).restore();
        boolean isDone = false;
        for (int steps = 0; !isDone; steps++) {
            assertThat(steps).isLessThan(MOST_STEPS);
            try (FileSystem world = world()) {
                new Archiver(open(world), Machine.here()).pack(ALL);
                isDone = dare(world, steps, moment, restore);
                assertThat(seen(open(world))).as("after step " + steps).isEqualTo(jobs);
            }
        }
    }

    /** One that failed is run again, if it lies where its user finds it, and is done. */
    private static void retry(FileSystem world) throws IOException {
        Path failed = world.getPath("/spool/failed/c.conf");
        if (Files.exists(failed) && Files.size(failed) > 0) {
            Path done = Files.move(failed, world.getPath("/spool/done/c.conf"));
            Files.writeString(done, "\n[result]\nstate = done\n", StandardOpenOption.APPEND);
            Files.setLastModifiedTime(done, FileTime.from(LONG_AGO.plusSeconds(1)));
        }
    }

    private static List<String> endsOfRetried(FileSystem world) throws IOException {
        return seen(open(world)).values().stream()
                .filter(text -> text.contains("# failed/c.conf"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whoArchivesAndTheJobIsRetriedThen(Moment moment) throws IOException {
        Deed archive = spool -> new Archiver(spool, Machine.here()).pack(ALL);
        boolean isDone = false;
        for (int steps = 0; !isDone; steps++) {
            try (FileSystem world = world()) {
                isDone = dare(world, steps, moment, archive);
                retry(world);
                assertThat(endsOfRetried(world)).as("after step " + steps).hasSize(1);

                archive.on(open(world));
                assertThat(endsOfRetried(world)).as("again after step " + steps).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoRestoresAndTheJobIsRetriedThen(Moment moment) throws IOException {
        Deed restore = spool -> new Restorer(spool, Machine.here(), Wanted.ALL, Set.of()).restore();
        boolean isDone = false;
        for (int steps = 0; !isDone; steps++) {
            try (FileSystem world = world()) {
                new Archiver(open(world), Machine.here()).pack(ALL);
                isDone = dare(world, steps, moment, restore);
                retry(world);
                assertThat(endsOfRetried(world)).as("after step " + steps).hasSize(1);

                restore.on(open(world));
                assertThat(endsOfRetried(world)).as("again after step " + steps).hasSize(1);
            }
        }
    }
}
