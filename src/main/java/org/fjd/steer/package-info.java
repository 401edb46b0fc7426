/**
 * Changing, cancelling and retrying jobs, and pausing the spool. Begin with {@link
 * org.fjd.steer.Steerer}; how a queued job is changed safely is {@link org.fjd.steer.Steersman}.
 */
@NullMarked
package org.fjd.steer;

import org.jspecify.annotations.NullMarked;
