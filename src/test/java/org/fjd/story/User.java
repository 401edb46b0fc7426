package org.fjd.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Somebody who drops, submits, replaces and withdraws jobs, puts ended ones back, and moves others
 * to where they are wanted. As people do, it moves whatever is called like a job. What fails it
 * leaves as it is.
 */
final class User {

    private static final String HEAD = "# mine\n[control]\nexecutable: true\n";
    static final String MISSPELT = "# mine\n[control]\nexekutable: true\n";
    private static final String SUBMITTED = "\n[submitted]\nby = %s\nwhole = yes\n";
    private static final int NAMES = 2;
    private static final int LOOKS = 150;
    private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

    private final Party self;
    private final Ledger ledger;
    private final Random random;
    private final Random mood;
    private final Random care;
    private final Consumer<String> teller;
    private final int acts;
    private final Path spool;
    private final boolean isHasty;
    private final boolean isPatient;
    private final boolean isTidy;
    private int copies;

    User(Party self, Ledger ledger, long seed, Plan plan, Consumer<String> teller) {
        this.self = self;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.mood = new Random(~seed);
        this.care = new Random(seed * 31);
        this.teller = teller;
        this.acts = plan.acts();
        this.isPatient = plan.hasStalls() && mood.nextBoolean();
        this.isTidy = mood.nextInt(8) == 0;
        this.isHasty = plan.commands() > 0 && mood.nextInt(4) > 0;
        this.spool = self.root();
    }

    void run() {
        try {
            for (int act = 0; act < acts; act++) {
                try {
                    act(act == 0 ? 0 : random.nextInt(9));
                } catch (IOException e) {
                    teller.accept(self + " is told: " + e);
                }
                self.time().pause(pause());
            }
            for (int i = 0; isTidy && i < LOOKS; i++) {
                try {
                    collect();
                } catch (IOException e) {
                    teller.accept(self + " is told: " + e);
                }
                self.time().pause(Duration.ofMillis(mood.nextInt(20)));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Some go on for so long that others, who were stopped meanwhile, come back. */
    private Duration pause() {
        Duration pause = Duration.ofMillis(random.nextInt(4000));
        if (isHasty) {
            return pause.dividedBy(20);
        }
        return isPatient && mood.nextInt(3) == 0 ? LONG_PAUSE.plus(pause.multipliedBy(8)) : pause;
    }

    private void act(int act) throws IOException {
        switch (act) {
            case 0, 1, 2 -> submit();
            case 3, 4 -> drop();
            case 5 -> replace();
            case 6 -> withdraw();
            default -> {
                if (mood.nextBoolean()) {
                    putBack();
                } else {
                    collect();
                }
            }
        }
    }

    /**
     * One of few names of this user's own: one that is not queued, so that namesakes come about.
     */
    private Path freeInQueue() {
        for (int i = random.nextInt(NAMES); ; i++) {
            Path file = spool.resolve("jobqueue").resolve(self + "-" + i + ".conf");
            if (Files.notExists(SteppedPath.base(file))) {
                return file;
            }
        }
    }

    private Path written(String name) throws IOException {
        Path draft = spool.resolve(".fjd/tmp").resolve(self + name + ++copies);
        return Files.writeString(
                draft,
                ledger.write(head()) + SUBMITTED.formatted(self),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    /** Most jobs are as they should be; some are to be tried again, and some are none. */
    private String head() {
        return switch (care.nextInt(6)) {
            case 0 -> MISSPELT;
            case 1 -> HEAD + "retries: 2\n";
            default -> HEAD;
        };
    }

    private void submit() throws IOException {
        Path draft = written("-new");
        Files.move(draft, freeInQueue(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void drop() throws IOException {
        Files.writeString(
                freeInQueue(),
                ledger.write(head()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    private Path own(String directory) throws IOException {
        try (var entries = Files.newDirectoryStream(spool.resolve(directory), self + "-*.conf")) {
            List<Path> found = new ArrayList<>();
            entries.forEach(found::add);
            return found.isEmpty() ? spool : found.get(random.nextInt(found.size()));
        }
    }

    private void replace() throws IOException {
        Path queued = own("jobqueue");
        if (queued != spool) {
            Files.move(
                    written("-other"),
                    queued,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void withdraw() throws IOException {
        Path queued = own("jobqueue");
        if (queued != spool) {
            move(queued, home(queued));
        }
    }

    private void putBack() throws IOException {
        Path failed = own("failed");
        if (failed != spool) {
            move(failed, freeInQueue());
        }
    }

    private void collect() throws IOException {
        Path ended = own(mood.nextBoolean() ? "done" : "failed");
        if (ended != spool) {
            move(ended, home(ended));
        }
    }

    private Path home(Path job) {
        return spool.resolveSibling(Disk.HOME).resolve(job.getFileName() + "-" + ++copies);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // a dispatcher was faster
        }
    }
}
