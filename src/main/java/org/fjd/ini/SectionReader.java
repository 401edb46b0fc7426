package org.fjd.ini;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ini4j.Config;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.spi.IniHandler;
import org.ini4j.spi.IniParser;
import org.jspecify.annotations.Nullable;

/**
 * Has ini4j take lines apart. It is given exactly the lines that say something, and answers each
 * with one call; so counting the calls tells which line it is at.
 */
final class SectionReader implements IniHandler {

    /** Stands in for a line that ini4j must not interpret. */
    private static final String OPAQUE = "+";

    private static final Parser PARSER = new Parser();

    private final List<Line> lines;
    private final List<Section> sections = new ArrayList<>();
    private final List<Begun> entries = new ArrayList<>();
    private String name = "";
    private int calls;

    /** An entry that the next lines may continue. */
    private record Begun(String key, StringBuilder value) {

        Section.Entry entry() {
            return new Section.Entry(key, value.toString());
        }
    }

    private SectionReader(List<Line> lines) {
        this.lines = lines;
    }

    static List<Section> read(List<Line> lines) throws IniException {
        SectionReader reader = new SectionReader(lines);
        String text =
                lines.stream()
                        .map(line -> line.continuation() ? OPAQUE : line.text())
                        .collect(Collectors.joining("\n"));
        try {
            PARSER.parse(new StringReader(text), reader);
        } catch (InvalidFileFormatException e) {
            throw reader.problem();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return reader.sections;
    }

    private IniException problem() {
        Line line = lines.get(calls);
        String text = line.text();
        String what;
        if (text.startsWith("[")) {
            what =
                    text.endsWith("]")
                            ? "is a section without a name. Write one between the brackets."
                            : "opens a section with '[' but does not end in ']'.";
        } else if (name.isEmpty()) {
            what = "comes before the first section. Start with a line like '[control]'.";
        } else {
            what = "has nothing before its '" + text.charAt(0) + "'. Write a key there.";
        }
        return new IniException(line.number(), what);
    }

    @Override
    public void startSection(String sectionName) {
        calls++;
        name = sectionName;
    }

    @Override
    public void handleOption(String key, @Nullable String value) {
        Line line = lines.get(calls++);
        if (line.continuation()) {
            entries.get(entries.size() - 1).value().append('\n').append(line.text());
        } else {
            entries.add(new Begun(key, new StringBuilder(value == null ? "" : value)));
        }
    }

    @Override
    public void endSection() {
        sections.add(new Section(name, entries.stream().map(Begun::entry).toList()));
        entries.clear();
    }

    @Override
    public void startIni() {}

    @Override
    public void endIni() {}

    @Override
    public void handleComment(String comment) {}

    /**
     * Made directly, not by ini4j's factory, which would look for another class to load; and with
     * every setting given that a parser looks at, because a fresh {@link Config} takes them from
     * system properties. It keeps nothing between two texts, so one serves all threads.
     */
    private static final class Parser extends IniParser {
        Parser() {
            Config config = new Config();
            config.setEscape(false);
            config.setEscapeNewline(false);
            config.setInclude(false);
            config.setEmptyOption(true);
            config.setUnnamedSection(false);
            config.setGlobalSection(false);
            config.setLowerCaseOption(false);
            config.setLowerCaseSection(false);
            setConfig(config);
        }
    }
}
