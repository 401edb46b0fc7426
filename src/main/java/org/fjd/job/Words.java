package org.fjd.job;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Words in the value of a key, separated by white space or commas. */
final class Words {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.:-]+");

    private Words() {}

    static List<String> split(String text) {
        return Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
    }

    /** Whether a word is a name for a label or a limit. */
    static boolean isName(String word) {
        return NAME.matcher(word).matches();
    }

    /** Whether a word is an integer that is not too long for one. */
    static boolean isNumber(String word) {
        return NUMBER.matcher(word).matches();
    }

    /** Whether a word is a name for a limit. How many jobs it lets run is not for a job to say. */
    static boolean isLimit(String word) {
        return isName(word) && !isNumber(word);
    }
}
