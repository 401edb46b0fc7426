package org.fjd.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column of texts as a report has it: {@code texts}, or {@code words} and, for each row, {@code
 * of}, the index of its word. Where most rows have nothing, {@code at} says which have: the
 * distance of each from the one before, the first from row -1.
 */
final class ReportColumn {

    /** An absent text. */
    static final String NONE = "";

    private static final int SPARSE = 4;
    private static final int REPEATED = 2;

    private ReportColumn() {}

    static void write(JsonGenerator json, List<String> column) throws IOException {
        json.writeStartObject();
        List<String> texts = new ArrayList<>(column);
        texts.removeIf(String::isEmpty);
        if (texts.size() <= column.size() / SPARSE) {
            writeAt(json, column);
        } else {
            texts = column;
        }
        Map<String, Integer> words = new LinkedHashMap<>();
        for (String text : texts) {
            words.putIfAbsent(text, words.size());
        }
        if (!texts.isEmpty() && words.size() <= texts.size() / REPEATED) {
            writeArray(json, "words", words.keySet());
            json.writeArrayFieldStart("of");
            for (String text : texts) {
                json.writeNumber(words.getOrDefault(text, 0));
            }
            json.writeEndArray();
        } else {
            writeArray(json, "texts", texts);
        }
        json.writeEndObject();
    }

    private static void writeAt(JsonGenerator json, List<String> column) throws IOException {
        json.writeArrayFieldStart("at");
        int last = -1;
        for (int i = 0; i < column.size(); i++) {
            if (!column.get(i).isEmpty()) {
                json.writeNumber(i - last);
                last = i;
            }
        }
        json.writeEndArray();
    }

    private static void writeArray(JsonGenerator json, String name, Iterable<String> texts)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
