package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Rejection;
import org.fjd.job.Values;

/** What a job says of itself while it runs, in plain files in its pod. */
public final class Testimony {

    private static final String VALUES = "values";
    private static final String PROGRESS = "progress";
    private static final int TAIL = 1024;

    private final Path pod;

    /**
     * What a job said of its results.
     *
     * @param values what of it can be kept
     * @param note why something cannot
     */
    public record Said(Values values, Optional<String> note) {

        /** Nothing. */
        public static final Said NOTHING = new Said(Values.NONE, Optional.empty());
    }

    Testimony(Path pod) {
        this.pod = pod;
    }

    /** Where the job writes its results, lines {@code name = value}. */
    public Path valuesFile() {
        return pod.resolve(VALUES);
    }

    /** Where the job writes how far it is, the latest line being the last one. */
    public Path progressFile() {
        return pod.resolve(PROGRESS);
    }

    /** What it said of its results. */
    public Said values() throws IOException {
        Optional<BasicFileAttributes> found = Entries.look(valuesFile());
        if (found.isEmpty()) {
            return Said.NOTHING;
        }
        if (found.get().size() > Values.MAX_BYTES) {
            return notKept("they are larger than " + Values.MAX_BYTES / 1024 + " KiB");
        }
        try {
            byte[] text = JobReader.tail(valuesFile(), Values.MAX_BYTES);
            Values values = Values.parse(new String(text, StandardCharsets.UTF_8));
            return new Said(values, skipped(values.skipped()));
        } catch (Rejection e) {
            return notKept("they are in no plain file");
        } catch (NoSuchFileException e) {
            return Said.NOTHING;
        }
    }

    private static Said notKept(String why) {
        return new Said(Values.NONE, Optional.of("its values are not recorded, since " + why));
    }

    private static Optional<String> skipped(int lines) {
        return lines == 0
                ? Optional.empty()
                : Optional.of("lines of its values that are not 'name = value': " + lines);
    }

    /** How far it is: its latest line that is not blank, printable and without its line end. */
    Optional<String> progress() throws IOException {
        try {
            String tail = new String(JobReader.tail(progressFile(), TAIL), StandardCharsets.UTF_8);
            return tail.lines()
                    .map(line -> new Entry(PROGRESS, line).oneLine().value())
                    .filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later);
        } catch (NoSuchFileException | Rejection e) {
            return Optional.empty();
        }
    }

    /**
     * Removes an entry of a pod if it is one of these files. One that could not be read as such is
     * not.
     *
     * @return whether it is gone
     */
    static boolean remove(Path entry) throws IOException {
        String name = entry.getFileName().toString();
        Optional<BasicFileAttributes> found =
                Set.of(VALUES, PROGRESS).contains(name) ? Entries.look(entry) : Optional.empty();
        boolean read =
                found.isPresent()
                        && found.get().isRegularFile()
                        && (name.equals(PROGRESS) || found.get().size() <= Values.MAX_BYTES);
        if (read) {
            Entries.delete(entry);
        }
        return read;
    }
}
