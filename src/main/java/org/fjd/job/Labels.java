package org.fjd.job;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a worker has that jobs may require, such as {@code gpu}.
 *
 * @param names each of letters, digits and {@code _ . : -}
 */
public record Labels(Set<String> names) {

    /** Those of a worker that has nothing special. */
    public static final Labels NONE = new Labels(Set.of());

    /**
     * How long all of them may be, written one after the other: what a worker's record has room
     * for.
     */
    public static final int MAX_BYTES = 400;

    /** Keeps a copy of the names. */
    public Labels {
        names = Set.copyOf(names);
    }

    /** Reads names between spaces or commas; empty if one of them is anything else. */
    public static Optional<Labels> parse(String text) {
        Set<String> names = Set.copyOf(Words.split(text));
        return names.stream().allMatch(Words::isName)
                ? Optional.of(new Labels(names))
                : Optional.empty();
    }

    /** Whether they are no longer than {@link #MAX_BYTES}. */
    public boolean fit() {
        return toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** As {@link #parse} reads them: in alphabetical order, with spaces between them. */
    @Override
    public String toString() {
        return String.join(" ", new TreeSet<>(names));
    }
}
