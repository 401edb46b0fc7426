package org.fjd.ini;

import java.util.List;
import java.util.Optional;

/**
 * What an INI text says. Immutable, so safe for use by many threads.
 *
 * <p>Keys and values are separated by the first {@code :} or {@code =}. Lines that start with
 * {@code ;} or {@code #} are comments; within a value these characters have no meaning. Nothing is
 * unescaped: a backslash is a backslash. A line indented deeper than the key above it continues
 * that key's value (a newline stands where the lines meet), and a line with neither {@code :} nor
 * {@code =} is a key with an empty value. Lines may end in LF, CRLF or CR.
 *
 * @param sections all sections in the order of the text; those of the same name stay separate
 */
public record Ini(List<Section> sections) {

    /** That of an empty text. */
    public static final Ini EMPTY = new Ini(List.of());

    /** Keeps a copy of the sections. */
    public Ini {
        sections = List.copyOf(sections);
    }

    /**
     * Reads a text. An empty one has no sections.
     *
     * @throws IniException if a line comes before the first section, a section's name is empty or
     *     not closed, or a line has a value without a key
     */
    public static Ini parse(String text) throws IniException {
        return new Ini(SectionReader.read(Line.split(text)));
    }

    /** The first section of exactly this name; upper and lower case differ. */
    public Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }
}
