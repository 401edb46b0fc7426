package org.fjd.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.spool.Packs;
import org.fjd.spool.Spool;

/**
 * Finds names for new jobs that nobody has. A number is higher than that of any namesake, queued,
 * running, ended or packed; a name that is not numbered is free if no job that is queued or runs
 * has it. For one thread.
 */
final class Names {

    private static final int MOST_DIGITS = 18;

    private final Set<JobName> live;
    private final Map<String, Long> highest = new HashMap<>();
    private final Packs packs;
    private boolean packedCounted;

    private Names(Set<JobName> live, Packs packs) {
        this.live = live;
        this.packs = packs;
        live.forEach(this::count);
    }

    static Names in(Spool spool) throws IOException {
        Names names = new Names(new HashSet<>(Whereabouts.live(spool)), spool.packs());
        for (Path entry : spool.archive().entries()) {
            JobName.ofFileName(entry.getFileName().toString())
                    .map(JobName::original)
                    .ifPresent(names::count);
        }
        return names;
    }

    private void count(JobName name) {
        String text = name.value();
        int hyphen = text.lastIndexOf('-');
        String digits = text.substring(hyphen + 1);
        if (hyphen > 0
                && !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            highest.merge(text.substring(0, hyphen), Long.parseLong(digits), Math::max);
        }
    }

    /** Packs are read only where a number is asked for. */
    private void countPacked() throws IOException {
        if (!packedCounted) {
            packs.originals().forEach(this::count);
            packedCounted = true;
        }
    }

    /** A name that was not given before. */
    JobName next(NameWish wish) throws IOException {
        if (!wish.counted() && live.add(wish.base())) {
            return wish.base();
        }
        countPacked();
        long least = wish.counted() ? 0 : 1;
        long number = 1 + Math.max(least, highest.getOrDefault(wish.stem(), least));
        highest.put(wish.stem(), number);
        return wish.numbered(number);
    }
}
