package org.fjd.job;

import java.util.Map;
import java.util.Optional;

/**
 * What a job file's {@code [control]} section asks for, and the variables of its {@code
 * [environment]}. Values are as written: paths are not resolved, and nothing says that they exist.
 *
 * @param executable the command
 * @param logfile the file in which the job itself will write
 * @param directory the job's working directory
 * @param stdout where standard output goes
 * @param stderr where standard error goes
 * @param environment variables for the job besides its worker's own
 * @param conditions when it may run
 * @param success when it has succeeded
 * @param retries whether it is tried again
 * @param bounds what it may take
 */
public record Control(
        Command executable,
        Optional<String> logfile,
        Optional<String> directory,
        Optional<String> stdout,
        Optional<String> stderr,
        Map<String, String> environment,
        Conditions conditions,
        Success success,
        Retries retries,
        Bounds bounds) {

    /** Keeps a copy of the environment. */
    public Control {
        environment = Map.copyOf(environment);
    }

    /**
     * Reads the {@code [control]} and {@code [environment]} sections. Keys of {@code [control]}
     * that are not known here are ignored; those that are count as absent when blank.
     *
     * @throws Rejection if there is no executable or one that {@link Command#parse} refuses, a
     *     known key twice, a value that is not what its key asks for, a control character in the
     *     value of a known key (a tab is accepted between the executable's words), or a variable
     *     that can't be set
     */
    static Control of(ControlReader control) throws Rejection {
        return new Control(
                control.executable(),
                control.text("logfile"),
                control.text("directory"),
                control.text("stdout"),
                control.text("stderr"),
                control.environment(),
                Conditions.of(control),
                Success.of(control),
                Retries.of(control),
                Bounds.of(control));
    }

    /** This, but for what was changed while the job was queued. */
    Control with(Change change) {
        return new Control(
                executable,
                logfile,
                directory,
                stdout,
                stderr,
                environment,
                conditions.with(change),
                success,
                retries,
                bounds);
    }
}
