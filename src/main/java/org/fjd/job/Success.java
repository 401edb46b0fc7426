package org.fjd.job;

import java.util.List;

/**
 * When a job has succeeded.
 *
 * @param codes with which exit codes
 * @param expects files that must then exist and not be empty; not resolved
 */
public record Success(ExitCodes codes, List<String> expects) {

    /** An exit code of 0, and no more. */
    public static final Success DEFAULT = new Success(ExitCodes.ZERO, List.of());

    /** Keeps a copy of the files. */
    public Success {
        expects = List.copyOf(expects);
    }

    static Success of(ControlReader control) throws Rejection {
        return new Success(
                control.exitCodes("success").orElse(ExitCodes.ZERO), control.files("expects"));
    }
}
