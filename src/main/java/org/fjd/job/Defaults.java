package org.fjd.job;

import org.fjd.ini.Ini;

/** Where values come from that a job file does not give itself. */
public interface Defaults {

    /** There are none. */
    Defaults NONE =
            new Defaults() {
                @Override
                public Ini ofSpool() {
                    return Ini.EMPTY;
                }

                @Override
                public Ini ofFile(String file) throws Rejection {
                    throw new Rejection("Its defaults can't be read here.");
                }
            };

    /** What holds for all jobs of the spool, in sections as in a job file. */
    Ini ofSpool();

    /**
     * What the file says that a job names as its defaults, in sections as in a job file.
     *
     * @param file as written there
     * @throws Rejection if it can't be read, or may not be trusted
     */
    Ini ofFile(String file) throws Rejection;
}
