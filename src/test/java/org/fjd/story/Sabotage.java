package org.fjd.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.story.Operation.Kind;
import org.fjd.story.Operation.Role;
import org.fjd.story.SteppedFileSystem.Effect;

/**
 * Faults of the protocol, made on purpose: the file system does something else than it is asked, so
 * that fjd does what it would if it broke one of its rules. Each must be found.
 */
enum Sabotage {
    NONE,

    /** The fence does not move the pod: whoever knew it still finds it. */
    NO_FENCE {
        private final Pattern entry = Pattern.compile("(.*/)\\.fjd/morgue/([^/@]+)@[^/]*(.*)");

        @Override
        Path place(Disk disk, Path path) {
            Matcher found = entry.matcher(path.toString());
            return found.matches()
                    ? path.getFileSystem()
                            .getPath(found.group(1) + "jobpods/" + found.group(2) + found.group(3))
                    : path;
        }

        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (operation.kind() == Kind.LIST && path.endsWith(".fjd/morgue")) {
                List<Path> entries = new ArrayList<>();
                for (String run : disk.unfenced()) {
                    if (Files.isDirectory(disk.root().resolve("jobpods").resolve(run))) {
                        entries.add(path.resolve(run + "@" + by));
                    }
                }
                return cast(entries);
            }
            if (operation.role() == Role.FENCE && !path.endsWith(".fjd")) {
                if (Files.notExists(path)) {
                    throw new NoSuchFileException(path.toString());
                }
                disk.unfenced().add(path.getFileName().toString());
                return cast(target);
            }
            return effect.on(path, target);
        }
    },

    /** The job is queued again before its run is fenced. */
    REQUEUED_BEFORE_THE_FENCE {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (operation.role() == Role.FENCE && !by.isWorker() && Files.isDirectory(path)) {
                String run = path.getFileName().toString();
                try (var entries = Files.newDirectoryStream(path, "*.conf")) {
                    for (Path job : entries) {
                        String name = job.getFileName().toString().replace(".conf", "");
                        Files.move(
                                job,
                                disk.root().resolve("retryqueue/" + name + "@" + run + ".conf"));
                    }
                }
            }
            return effect.on(path, target);
        }
    },

    /** Who is absent from a listing of the roll is fenced, and not struck off before. */
    FENCED_FOR_ABSENCE_ONLY {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            boolean isUnseenRecord =
                    by.reaps()
                            && path.getParent().endsWith(".fjd/workers")
                            && !disk.seenOnRoll(by).contains(path.getFileName().toString());
            if (isUnseenRecord && operation.role() == Role.STRIKE) {
                return cast(path);
            }
            if (isUnseenRecord && operation.kind() == Kind.LOOK) {
                throw new NoSuchFileException(path.toString());
            }
            T result = effect.on(path, target);
            if (operation.kind() == Kind.LIST && path.endsWith(".fjd/workers")) {
                disk.sawRoll(by, cast(result));
            }
            return result;
        }
    },

    /** Who is lost is fenced first, and struck off then. */
    STRUCK_OFF_AFTER_THE_FENCE {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (by.reaps() && operation.role() == Role.STRIKE) {
                disk.toStrike(by).add(path);
                return cast(path);
            }
            boolean isLook = operation.kind() == Kind.LIST && path.endsWith(".fjd/workers");
            if (isLook || (disk.hasFenced().remove(by) && operation.role() != Role.FENCE)) {
                for (Path record : disk.toStrike(by)) {
                    Files.deleteIfExists(record);
                }
                disk.toStrike(by).clear();
            }
            if (operation.role() == Role.FENCE) {
                disk.hasFenced().add(by);
            }
            return effect.on(path, target);
        }
    },

    /** Who is fenced stays on the roll. */
    FENCED_BUT_NOT_STRUCK_OFF {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            return operation.role() == Role.STRIKE && !by.isWorker()
                    ? cast(path)
                    : effect.on(path, target);
        }
    },

    /** A worker does not ask whether it still is on the roll. */
    THE_ROLL_IS_NOT_ASKED {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            Path own = disk.recordOf(by);
            if (path.equals(own) && Files.notExists(path)) {
                switch (operation.kind()) {
                    case EDIT -> {
                        return cast(nowhere(disk));
                    }
                    case LOOK -> {
                        return cast(nothing(disk));
                    }
                    default -> {}
                }
            }
            T result = effect.on(path, target);
            if (by.isWorker() && operation.kind() == Kind.LIST && path.endsWith(".fjd/workers")) {
                List<Path> names = new ArrayList<>(Sabotage.<List<Path>>cast(result));
                if (own != null && !names.contains(own)) {
                    names.add(own);
                }
                return cast(names);
            }
            return result;
        }
    },

    /** A section of a run is not stamped with the run. */
    SECTIONS_NOT_STAMPED {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (operation.role() == Role.APPEND
                    && effect instanceof SteppedProvider.Writing writing) {
                String section = new String(writing.content(), StandardCharsets.UTF_8);
                String bare = section.replaceAll("(?m)^run = .*\n", "");
                return cast(writing.instead(bare.getBytes(StandardCharsets.UTF_8)));
            }
            return effect.on(path, target);
        }
    },

    /** What a run that was called lost says is believed. */
    LOST_IS_NOT_FINAL {
        private final Pattern lost =
                Pattern.compile(
                        "(?s)\n\\[attempt\\.\\d+\\]\nstate = lost\nrun = (\\S+)\n.*?whole = yes\n");

        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (operation.kind() == Kind.OPEN && isJob(path) && Files.isRegularFile(path)) {
                String text = Files.readString(path, StandardCharsets.ISO_8859_1);
                Matcher section = lost.matcher(text);
                while (section.find()) {
                    if (text.indexOf("\nstate = done\nrun = " + section.group(1) + "\n") > 0) {
                        String without = text.replace(section.group(), "");
                        return cast(disk.memory(without.getBytes(StandardCharsets.ISO_8859_1)));
                    }
                }
            }
            return effect.on(path, target);
        }
    },

    /** What is published replaces what is there. */
    PUBLISHED_OVER_OTHERS {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (operation.role() == Role.RESERVE && isJob(path) && Files.exists(path)) {
                disk.pretended().put(by, path);
                return cast(nowhere(disk));
            }
            return looksReserved(disk, by, operation, path)
                    ? cast(nothing(disk))
                    : effect.on(path, target);
        }
    },

    /** No name is reserved before a job is published under it. */
    NO_RESERVATION {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            if (operation.role() == Role.RESERVE && isJob(path)) {
                if (Files.exists(path)) {
                    throw new FileAlreadyExistsException(path.toString());
                }
                disk.pretended().put(by, path);
                return cast(nowhere(disk));
            }
            return looksReserved(disk, by, operation, path)
                    ? cast(nothing(disk))
                    : effect.on(path, target);
        }
    },

    /**
     * After an error of a move nobody looks whether it was done: what had been reserved is deleted.
     */
    NO_LOOK_AFTER_AN_ERROR {
        @Override
        void replyLost(Disk disk, Operation operation, Path target) throws IOException {
            if (operation.role() == Role.PUBLISH) {
                Files.delete(target);
            }
        }
    },

    /** A taken announcement is believed to be one's own catch, whoever took it. */
    A_TAKE_IS_BELIEVED {
        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            return operation.role() == Role.TAKE && Files.notExists(path) && Files.exists(target)
                    ? cast(target)
                    : effect.on(path, target);
        }
    },

    /** After an assignment of which an error was reported, the announcement is given back. */
    GIVEN_BACK {
        @Override
        void replyLost(Disk disk, Operation operation, Path target) throws IOException {
            if (operation.role() == Role.ASSIGN) {
                String run = target.getParent().getFileName().toString();
                Files.createFile(disk.root().resolve("workerqueue").resolve(run));
            }
        }
    },

    /** A pod keeps its number for the next job. */
    A_NUMBER_IS_USED_TWICE {
        private final Pattern run =
                Pattern.compile(
                        "(.*/(?:jobpods|workerqueue|\\.fjd/taken|\\.fjd/morgue)/[^/.]+)\\.\\d+(.*)");

        @Override
        Path place(Disk disk, Path path) {
            Matcher found = run.matcher(path.toString());
            return found.matches()
                    ? path.getFileSystem().getPath(found.group(1) + ".1" + found.group(2))
                    : path;
        }

        @Override
        <T> T perform(
                Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
                throws IOException {
            return operation.role() == Role.RENEW && path.equals(target) && Files.exists(path)
                    ? cast(target)
                    : effect.on(path, target);
        }
    };

    /** Where a path leads. */
    Path place(Disk disk, Path path) {
        return path;
    }

    /** What a party does that was not told of a success. */
    void replyLost(Disk disk, Operation operation, Path target) throws IOException {}

    /** Does what is asked, or something else. */
    <T> T perform(
            Disk disk, Party by, Operation operation, Path path, Path target, Effect<T> effect)
            throws IOException {
        return effect.on(path, target);
    }

    /** Whether a party looks at a name that it believes to have reserved. */
    private static boolean looksReserved(Disk disk, Party by, Operation operation, Path path) {
        return operation.kind() == Kind.LOOK && path.equals(disk.pretended().get(by));
    }

    /** What a look at an empty file tells. */
    private static Object nothing(Disk disk) throws IOException {
        return Files.readAttributes(disk.emptyFile(), BasicFileAttributes.class);
    }

    private static boolean isJob(Path path) {
        return path.toString().endsWith(".conf");
    }

    private static Object nowhere(Disk disk) throws IOException {
        return disk.memory(new byte[0]);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T cast(Object result) {
        return (T) result;
    }
}
