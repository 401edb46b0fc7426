/**
 * {@code src/bench/chaos}: real processes on a real spool, killed and stopped at random moments.
 * {@link org.fjd.chaos.Audit} judges what came of it by the files alone, without fjd's own readers.
 */
package org.fjd.chaos;
