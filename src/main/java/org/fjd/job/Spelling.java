package org.fjd.job;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the word that was meant. */
public final class Spelling {

    /** One letter in three may be wrong, or two may be swapped; more, and it is another word. */
    private static final int LETTERS_FOR_A_FAULT = 3;

    private Spelling() {}

    /** The word of the list that is nearest, if it is near. */
    public static Optional<String> nearest(String word, List<String> words) {
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance();
        return words.stream()
                .min(Comparator.comparing(candidate -> distance.apply(word, candidate)))
                .filter(
                        candidate ->
                                distance.apply(word, candidate) * LETTERS_FOR_A_FAULT
                                        <= candidate.length());
    }

    /** Whether a word becomes another one by at most one edit, case apart. */
    static boolean isAlmost(String word, String other) {
        return Math.abs(word.length() - other.length()) <= 1
                && new DamerauLevenshteinDistance().apply(word.toLowerCase(Locale.ROOT), other)
                        <= 1;
    }

    /** What to say of a section that is not known, and of the one that may be meant. */
    public static String sectionWarning(String section, Optional<String> meant) {
        return unknown("section", section, meant);
    }

    /** What to say of a key that is not known. */
    public static String warning(String key, List<String> words) {
        return unknown("key", key, nearest(key, words));
    }

    private static String unknown(String what, String name, Optional<String> meant) {
        return "The %s %s is not known%s"
                .formatted(
                        what,
                        Quoting.quoted(name),
                        meant.map(word -> ". Did you mean '" + word + "'?")
                                .orElse(" and does nothing."));
    }
}
