package org.fjd.job;

import java.util.Arrays;
import java.util.List;

/** Words in the value of a key, separated by white space or commas. */
final class Words {

    private Words() {}

    static List<String> split(String text) {
        return Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
    }
}
