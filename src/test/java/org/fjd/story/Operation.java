package org.fjd.story;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One operation on the file system, which is one step of a story. */
final class Operation {

    /** What operations do. */
    enum Kind {
        LIST,
        LOOK,
        OPEN,
        READ,
        EDIT,
        WRITE,
        CREATE,
        MAKE,
        MOVE,
        DELETE;

        /** Whether it may change what others see. */
        boolean changes() {
            return compareTo(WRITE) >= 0;
        }
    }

    /** What an operation is for in the protocol: where a fault is aimed at. */
    enum Role {
        ANY,
        LISTING,
        ANNOUNCE,
        TAKE,
        ASSIGN,
        APPEND,
        RESERVE,
        PUBLISH,
        REQUEUE,
        RENEW,
        FENCE,
        STRIKE,
        BEAT,
        DROP,
        PACK,
        OTHER
    }

    private final Path root;
    private final Kind kind;
    private final Path path;
    private final Path target;
    private @Nullable Role role;

    /**
     * @param root of the spool
     * @param path on what
     * @param target where it is moved to; else the same as {@code path}
     */
    Operation(Path root, Kind kind, Path path, Path target) {
        this.root = root;
        this.kind = kind;
        this.path = path;
        this.target = target;
    }

    Kind kind() {
        return kind;
    }

    Path path() {
        return path;
    }

    /** Never {@link Role#ANY}. */
    Role role() {
        if (role == null) {
            role = roleOf();
        }
        return role;
    }

    private Role roleOf() {
        return switch (kind) {
            case LIST -> Role.LISTING;
            case WRITE ->
                    switch (place()) {
                        case "pod", "corpse" -> Role.APPEND;
                        case "roll" -> Role.BEAT;
                        case "queue" -> Role.DROP;
                        default -> Role.OTHER;
                    };
            case CREATE ->
                    switch (place()) {
                        case "ended" -> Role.RESERVE;
                        case "announced" -> Role.ANNOUNCE;
                        case "queue" -> Role.DROP;
                        default -> Role.OTHER;
                    };
            case DELETE -> place().equals("roll") ? Role.STRIKE : Role.OTHER;
            case MOVE ->
                    switch (place()) {
                        case "ended" -> Role.PUBLISH;
                        case "retry" -> Role.REQUEUE;
                        case "pod" -> Role.ASSIGN;
                        case "pods" -> Role.RENEW;
                        case "morgue" -> Role.FENCE;
                        case "announced" -> Role.ANNOUNCE;
                        case "taken" -> Role.TAKE;
                        case "queue" -> Role.DROP;
                        case "archive", "packed" -> Role.PACK;
                        default -> Role.OTHER;
                    };
            default -> Role.OTHER;
        };
    }

    private String place() {
        String[] names = target.toString().substring(root.toString().length() + 1).split("/", -1);
        boolean machinery = names[0].equals(".fjd") && names.length > 1;
        int depth = names.length - (machinery ? 1 : 0);
        String top = machinery ? names[1] : names[0];
        return switch (top) {
            case "jobqueue" -> "queue";
            case "retryqueue" -> "retry";
            case "workerqueue" -> "announced";
            case "jobpods" -> depth == 2 ? "pods" : "pod";
            case "morgue" -> depth == 2 ? "morgue" : "corpse";
            case "done", "failed" -> "ended";
            case "workers" -> "roll";
            default -> top;
        };
    }

    @Override
    public String toString() {
        String what = kind.name().toLowerCase(Locale.ROOT) + " " + root.relativize(path);
        return path.equals(target) ? what : what + " -> " + root.relativize(target);
    }
}
