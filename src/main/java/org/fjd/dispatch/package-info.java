/**
 * Matching queued jobs to idle pods, and the reaper that takes jobs back from workers which are
 * lost. Begin with {@link org.fjd.dispatch.Dispatcher#tick}.
 */
@NullMarked
package org.fjd.dispatch;

import org.jspecify.annotations.NullMarked;
