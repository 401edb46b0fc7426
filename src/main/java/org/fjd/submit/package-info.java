/**
 * Writing job files, queueing them, and waiting until they have ended. A {@link
 * org.fjd.submit.JobText} says what to run, a {@link org.fjd.submit.Submitter} checks and queues
 * it, and a {@link org.fjd.submit.Waiting} tells when and how it ended.
 */
@NullMarked
package org.fjd.submit;

import org.jspecify.annotations.NullMarked;
