package org.fjd.steer;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.History;
import org.fjd.job.State;

/**
 * A way to fail, to tell failed jobs by.
 *
 * @param exit the exit code; if empty, any or none
 * @param kinds the kinds of end
 */
public record Failure(Optional<Integer> exit, Set<Kind> kinds) {

    /** The kinds that nobody has asked for. */
    public static final Set<Kind> UNWANTED =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(Kind.CANCELLED)));

    /** Whatever lies in {@code failed/}. */
    public static final Failure ANY = new Failure(Optional.empty(), Set.of(Kind.values()));

    /** Keeps a copy of the kinds. */
    public Failure {
        kinds = Set.copyOf(kinds);
    }

    /** The kinds of ends that lead to {@code failed/}. */
    public enum Kind {
        FAILED,
        TIMED_OUT,
        LOST,
        CANCELLED,
        /** It could not be run at all. */
        REJECTED;

        /** The word for it, which is that of the {@link State} where there is one. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The kind that {@link #word} gives this word for. */
        public static Optional<Kind> ofWord(String word) {
            return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }

    boolean isThat(History history, boolean rejected) {
        return kinds.contains(kindOf(history, rejected))
                && (exit.isEmpty() || (!rejected && exit.equals(exitOf(history))));
    }

    private static Kind kindOf(History history, boolean rejected) {
        if (rejected) {
            return Kind.REJECTED;
        }
        return history.result()
                .flatMap(result -> Kind.ofWord(result.state().word()))
                .orElse(Kind.FAILED);
    }

    private static Optional<Integer> exitOf(History history) {
        return history.result().stream()
                .flatMap(result -> result.details().stream())
                .filter(detail -> detail.key().equals("exit"))
                .map(detail -> detail.value())
                .filter(code -> code.matches("\\d{1,3}"))
                .map(Integer::valueOf)
                .findFirst();
    }
}
