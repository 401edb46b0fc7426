package org.fjd.steer;

import java.util.Locale;
import org.fjd.job.JobName;

/**
 * What became of one job.
 *
 * @param job its name
 * @param was what it was when it was looked for
 * @param done what was done
 * @param why why not more was done, for people; empty if there is nothing to say
 */
public record Steered(JobName job, Was was, Done done, String why) {

    /** What a job was. */
    public enum Was {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        /** It had ended, and was packed since. */
        PACKED,
        /** It was there, and then in no place where jobs lie. */
        GONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What was done. */
    public enum Done {
        CANCELLED,
        /** Its worker was asked to end it, and nobody waited for that. */
        ASKED,
        HELD,
        RELEASED,
        REPRIORITIZED,
        RETRIED,
        /** It was so already. */
        UNCHANGED,
        NOTHING;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
