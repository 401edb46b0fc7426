package org.fjd.job;

/** What a job is told of itself, in its environment. */
public enum Variable {
    SPOOL,
    JOB,
    JOB_FILE,
    ATTEMPT,
    WORKER,
    POD,
    VALUES,
    PROGRESS;

    /** The variable's name. */
    public String word() {
        return "FJD_" + name();
    }
}
