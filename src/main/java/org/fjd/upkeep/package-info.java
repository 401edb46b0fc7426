/**
 * Keeping a spool in order: ended jobs are packed, garbage is removed, and the invariants of the
 * design are checked. The reader begins with {@link org.fjd.upkeep.Archiver} and {@link
 * org.fjd.upkeep.Fsck}.
 */
@NullMarked
package org.fjd.upkeep;

import org.jspecify.annotations.NullMarked;
