package org.fjd.submit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.fjd.job.JobName;

/**
 * What a job would like to be called.
 *
 * @param base the name
 * @param counted whether a number is added in any case, or only where the name is taken
 */
record NameWish(JobName base, boolean counted) {

    /** The longest stem, in bytes of UTF-8, so that there is room for a number. */
    private static final int LONGEST = 150;

    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._+-]+");
    private static final Pattern BAD_START = Pattern.compile("^[.-]+");

    /** Made of a program's name, which may be anything. */
    static NameWish ofProgram(String program) {
        String safe = UNSAFE.matcher(program).replaceAll("_");
        String name = BAD_START.matcher(safe).replaceAll("");
        return new NameWish(new JobName(name.isEmpty() ? "job" : name), true);
    }

    /** What the number is added to. */
    String stem() {
        String stem = base.value();
        while (stem.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem;
    }

    /** The n-th name: {@code sim-7}. */
    JobName numbered(long number) {
        return new JobName(stem() + "-" + number);
    }
}
