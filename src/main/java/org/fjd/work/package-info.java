/**
 * A worker: it announces a pod, runs the job that is put there, and says how that ended. Begin with
 * {@link org.fjd.work.Worker#tick}.
 */
@NullMarked
package org.fjd.work;

import org.jspecify.annotations.NullMarked;
