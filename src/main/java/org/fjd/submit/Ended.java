package org.fjd.submit;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.fjd.job.JobName;

/**
 * A job that has ended.
 *
 * @param job its name
 * @param file where it lies now, in {@code done/} or {@code failed/}
 * @param done whether it lies in {@code done/}
 * @param exit its exit code; empty if it has none, as one that could not be started
 */
public record Ended(JobName job, Path file, boolean done, OptionalInt exit) {}
