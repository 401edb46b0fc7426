/**
 * The job file and its parts, as values: what the user asks for ({@link org.fjd.job.Control},
 * {@link org.fjd.job.Command}), what fjd wrote at the file's end ({@link org.fjd.job.History},
 * {@link org.fjd.job.Outcome}), and the names that files get from jobs and runs ({@link
 * org.fjd.job.JobName}, {@link org.fjd.job.Run}). Bytes and strings come in, values go out; nothing
 * here reads or writes a file. Everything is immutable and safe for use by many threads.
 */
@NullMarked
package org.fjd.job;

import org.jspecify.annotations.NullMarked;
