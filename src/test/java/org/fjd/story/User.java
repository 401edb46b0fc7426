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

/** Somebody who drops, submits, replaces, withdraws and puts back jobs. */
final class User {

    private static final String HEAD = "# mine\n[control]\nexecutable: true\n";
    private static final String SUBMITTED = "\n[submitted]\nby = %s\nwhole = yes\n";
    private static final int NAMES = 2;

    private final Party self;
    private final Ledger ledger;
    private final Random random;
    private final int acts;
    private final Path spool;

    User(Party self, Ledger ledger, Random random, int acts) {
        this.self = self;
        this.ledger = ledger;
        this.random = random;
        this.acts = acts;
        this.spool = self.root();
    }

    void run() {
        try {
            for (int act = 0; act < acts; act++) {
                switch (act == 0 ? 0 : random.nextInt(9)) {
                    case 0, 1, 2 -> submit();
                    case 3, 4 -> drop();
                    case 5 -> replace();
                    case 6 -> withdraw();
                    default -> putBack();
                }
                self.time().pause(Duration.ofMillis(random.nextInt(4000)));
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
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
        Path draft = spool.resolve(".fjd/tmp").resolve(self + name);
        return Files.writeString(
                draft,
                ledger.write(HEAD) + SUBMITTED.formatted(self),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    private void submit() throws IOException {
        Path draft = written("-new");
        Files.move(draft, freeInQueue(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void drop() throws IOException {
        Files.writeString(
                freeInQueue(),
                ledger.write(HEAD),
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
            move(queued, spool.resolve(".fjd/tmp").resolve(self + "-withdrawn" + random.nextInt()));
        }
    }

    private void putBack() throws IOException {
        Path failed = own("failed");
        if (failed != spool && Ledger.id(SteppedPath.base(failed)).isPresent()) {
            move(failed, freeInQueue());
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // a dispatcher was faster
        }
    }
}
