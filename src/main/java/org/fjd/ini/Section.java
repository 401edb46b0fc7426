package org.fjd.ini;

import java.util.List;
import java.util.Optional;

/**
 * One section of an INI text. Immutable.
 *
 * @param name the name, without the brackets
 * @param entries the entries in the order of the text; keys may repeat
 */
public record Section(String name, List<Entry> entries) {

    /** Keeps a copy of the entries. */
    public Section {
        entries = List.copyOf(entries);
    }

    /** The first value of a key; upper and lower case are the same in keys. */
    public Optional<String> get(String key) {
        for (Entry entry : entries) {
            if (entry.key().equalsIgnoreCase(key)) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    /** All values of a key, in order; upper and lower case are the same in keys. */
    public List<String> all(String key) {
        return entries.stream()
                .filter(entry -> entry.key().equalsIgnoreCase(key))
                .map(Entry::value)
                .toList();
    }

    /**
     * The section as text: {@code [name]}, then a line {@code key = value} for each entry as {@link
     * Entry#oneLine} has it, each line ended by a newline. {@link Ini#parse} reads it back.
     *
     * @throws IllegalArgumentException if the name or a key could not be read back: if it is empty,
     *     has a control character or white space at either end, or, for a key, has a colon or an
     *     equals sign or starts as a section or a comment does
     */
    public String text() {
        requireReadable(name, !name.isEmpty() && !name.contains("]"));
        StringBuilder text = new StringBuilder().append('[').append(name).append("]\n");
        for (Entry entry : entries) {
            String key = entry.key();
            requireReadable(
                    key,
                    !key.isEmpty()
                            && "[;#".indexOf(key.charAt(0)) < 0
                            && key.chars().noneMatch(c -> c == ':' || c == '='));
            String value = entry.oneLine().value();
            text.append(key).append(value.isEmpty() ? " =" : " = ").append(value).append('\n');
        }
        return text.toString();
    }

    private static void requireReadable(String word, boolean fits) {
        if (!fits
                || !word.equals(word.strip())
                || word.indexOf('\t') >= 0
                || !word.equals(Entry.printable(word))) {
            throw new IllegalArgumentException("not a name or key of an INI text: '" + word + "'");
        }
    }

    /**
     * A key and its value.
     *
     * @param key the key as written
     * @param value the value without white space around it; has newlines if it was continued over
     *     several lines
     */
    public record Entry(String key, String value) {

        /**
         * This entry as it is after being written on one line and read back: each control character
         * but a tab (newlines are such) and each half of a character in the value becomes U+FFFD,
         * and white space around it goes.
         */
        public Entry oneLine() {
            return new Entry(key, printable(value.trim()).trim());
        }

        static String printable(String text) {
            if (isPlain(text)) {
                return text;
            }
            StringBuilder printable = new StringBuilder();
            text.codePoints()
                    .map(c -> c != '\t' && (Character.isISOControl(c) || isHalf(c)) ? '\uFFFD' : c)
                    .forEach(printable::appendCodePoint);
            return printable.toString();
        }

        /** Most texts are, and there may be very many. */
        private static boolean isPlain(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                    return false;
                }
            }
            return true;
        }

        private static boolean isHalf(int codePoint) {
            return Character.getType(codePoint) == Character.SURROGATE;
        }
    }
}
