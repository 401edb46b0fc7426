package org.fjd.work;

import java.nio.file.Path;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Snapshot;

/**
 * A job in the worker's pod.
 *
 * @param path its file
 * @param name its name
 * @param run the run that it is for
 * @param before its file as it was before the run; kept to restore what a job removes
 */
record Assignment(Path path, JobName name, Run run, Snapshot before) {}
