/**
 * The tree of a spool and what happens in it: the queues, a pod, the archive, the morgue, the roll
 * of workers, the seat, and the loop that looks and is told. Whoever wants to read the protocol
 * begins with {@link org.fjd.spool.Moves} and {@link org.fjd.spool.Pod}.
 */
@NullMarked
package org.fjd.spool;

import org.jspecify.annotations.NullMarked;
