package org.fjd.submit;

import java.nio.file.Path;
import org.fjd.job.JobName;

/**
 * A job that was queued.
 *
 * @param job its name
 * @param id what tells it from all its namesakes: the {@code id} in its section {@code [submitted]}
 * @param file where it was put; it may have been taken from there by now
 */
public record Submission(JobName job, String id, Path file) {}
