package org.fjd.view;

import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;
import org.fjd.job.Values;

/**
 * What the file of a job says, as one reading found it. For who asks for several things of many
 * jobs. Immutable.
 */
public final class Reading {

    private final byte[] content;
    private final History history;

    Reading(byte[] content) {
        this.content = content;
        this.history = History.of(content);
    }

    /** All that fjd has written into the file. */
    public History history() {
        return history;
    }

    /** What its user wrote; nothing if that is not INI. */
    public Ini sections() {
        try {
            return JobFile.sections(content);
        } catch (IniException | Rejection e) {
            return Ini.EMPTY;
        }
    }

    /** What the job said of its results, in the last run that settled it. */
    public Values values() {
        return history.result().map(r -> history.values(r.run())).orElse(Values.NONE);
    }
}
