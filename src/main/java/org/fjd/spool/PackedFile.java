package org.fjd.spool;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.job.JobName;

/**
 * A file in a pack, as its header line tells of it. Two that are equal are the same file, packed
 * twice.
 *
 * @param place where it lay
 * @param name its file name there
 * @param size in bytes
 * @param modified its modification time
 * @param digest the SHA-256 of its content, in hexadecimal digits
 */
public record PackedFile(Place place, String name, long size, Instant modified, String digest) {

    /** Where packed files come from. */
    public enum Place {
        DONE("done"),
        FAILED("failed"),
        LOGS("logs");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        /** The name of the directory. */
        public String word() {
            return word;
        }

        static Optional<Place> ofWord(String word) {
            return Arrays.stream(values()).filter(place -> place.word.equals(word)).findFirst();
        }
    }

    private static final Pattern HEADER =
            Pattern.compile("== (\\w+) (\\d{1,18}) (\\S+) ([0-9a-f]{64}) (.+)");
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-F]{2})");

    /** The job whose file it is; empty for reasons and logs. */
    public Optional<JobName> job() {
        return place == Place.LOGS ? Optional.empty() : JobName.ofFileName(name);
    }

    /** Whether a file has the size and time of this one, so that it may be the same. */
    public boolean isLike(BasicFileAttributes file) {
        return file.isRegularFile()
                && file.size() == size
                && file.lastModifiedTime().equals(FileTime.from(modified));
    }

    /** The line before its content in a pack. Control characters of a name are written as %0A. */
    String header() {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%' || Character.isISOControl(c)) {
                escaped.append("%%%02X".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return "== %s %d %s %s %s\n".formatted(place.word(), size, modified, digest, escaped);
    }

    /** Reads a header line without its end; empty if it is none. */
    static Optional<PackedFile> parse(String line) {
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) {
            return Optional.empty();
        }
        String name =
                ESCAPED.matcher(header.group(5))
                        .replaceAll(
                                hex ->
                                        Matcher.quoteReplacement(
                                                Character.toString(
                                                        Integer.parseInt(hex.group(1), 16))));
        boolean isName = !name.startsWith(".") && name.indexOf('/') < 0 && name.indexOf('\0') < 0;
        try {
            Instant modified = Instant.parse(header.group(3));
            return Place.ofWord(header.group(1))
                    .filter(place -> isName)
                    .map(
                            place ->
                                    new PackedFile(
                                            place,
                                            name,
                                            Long.parseLong(header.group(2)),
                                            modified,
                                            header.group(4)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
