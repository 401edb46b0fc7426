package org.fjd.recruit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fjd.job.Durations;
import org.fjd.recruit.Calls.Said;

/** What to tell of a host on which something did not succeed: above all in its own words. */
final class Complaint {

    private static final int MOST_LINES = 20;
    private static final int OF_SSH_ITSELF = 255;
    private static final int BY_CTRL_C = 130;

    private Complaint() {}

    /**
     * What a call said that was too late, interrupted, or failed.
     *
     * @param timeout how long it had at most, as far as it had so long
     * @param over whether all calls were to end
     */
    static List<String> of(Host host, Said said, Duration timeout, boolean over) {
        List<String> lines = new ArrayList<>(words(said));
        if (isInterrupted(said, over)) {
            lines.add("interrupted");
        } else if (said.late()) {
            lines.add("no answer within " + Durations.format(timeout));
        } else {
            if (lines.isEmpty()) {
                lines.add("exited with %d and said nothing".formatted(said.exit()));
            }
            if (said.exit() == OF_SSH_ITSELF) {
                lines.add("Does it work by hand? ssh " + host.address() + " true");
            }
        }
        return lines;
    }

    static boolean isInterrupted(Said said, boolean over) {
        return over || said.exit() == BY_CTRL_C;
    }

    private static List<String> words(Said said) {
        List<String> words = said.err().isEmpty() ? said.out() : said.err();
        return words.stream()
                .skip(Math.max(0, words.size() - MOST_LINES))
                .map(line -> line.replaceFirst("^\\[FJD\\] ", ""))
                .toList();
    }
}
