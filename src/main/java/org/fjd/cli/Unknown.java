package org.fjd.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What programs read of words that mean no job: one rule for all commands that print a list. */
final class Unknown {

    static final String WORD = "unknown";

    private Unknown() {}

    /** An object for each word, to stand behind those of the jobs that are there. */
    static List<Map<String, Object>> rows(List<String> words) {
        return words.stream().map(Unknown::row).toList();
    }

    private static Map<String, Object> row(String word) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("job", word);
        row.put("state", WORD);
        return row;
    }
}
