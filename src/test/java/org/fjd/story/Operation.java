package org.fjd.story;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * One operation on the file system, which is one step of a story.
 *
 * @param kind what it does
 * @param path on what, relative to the spool
 * @param target where it is moved to; else the same as {@code path}
 */
record Operation(Kind kind, Path path, Path target) {

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
        OTHER
    }

    /** Never {@link Role#ANY}. */
    Role role() {
        String to = place(target);
        return switch (kind) {
            case LIST -> Role.LISTING;
            case WRITE ->
                    switch (to) {
                        case "pod", "corpse" -> Role.APPEND;
                        case "roll" -> Role.BEAT;
                        case "queue" -> Role.DROP;
                        default -> Role.OTHER;
                    };
            case CREATE ->
                    switch (to) {
                        case "archive" -> Role.RESERVE;
                        case "announced" -> Role.ANNOUNCE;
                        case "queue" -> Role.DROP;
                        default -> Role.OTHER;
                    };
            case DELETE -> to.equals("roll") ? Role.STRIKE : Role.OTHER;
            case MOVE ->
                    switch (to) {
                        case "archive" -> Role.PUBLISH;
                        case "retry" -> Role.REQUEUE;
                        case "pod" -> Role.ASSIGN;
                        case "pods" -> Role.RENEW;
                        case "morgue" -> Role.FENCE;
                        case "announced" -> Role.ANNOUNCE;
                        case "taken" -> Role.TAKE;
                        case "queue" -> Role.DROP;
                        default -> Role.OTHER;
                    };
            default -> Role.OTHER;
        };
    }

    private static String place(Path path) {
        List<String> names =
                StreamSupport.stream(path.spliterator(), false).map(Path::toString).toList();
        boolean machinery = names.get(0).equals(".fjd") && names.size() > 1;
        int depth = names.size() - (machinery ? 1 : 0);
        String top = machinery ? names.get(1) : names.get(0);
        return switch (top) {
            case "jobqueue" -> "queue";
            case "retryqueue" -> "retry";
            case "workerqueue" -> "announced";
            case "taken" -> "taken";
            case "jobpods" -> depth == 2 ? "pods" : "pod";
            case "morgue" -> depth == 2 ? "morgue" : "corpse";
            case "done", "failed" -> "archive";
            case "workers" -> "roll";
            default -> top;
        };
    }

    @Override
    public String toString() {
        String what = kind.name().toLowerCase(Locale.ROOT) + " " + path;
        return path.equals(target) ? what : what + " -> " + target;
    }
}
