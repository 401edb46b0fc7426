/**
 * Checking a spool as it is mounted here: whether its file system keeps what fjd relies on, how
 * fast it is, how late other hosts see what happens, and which settings suit that. Begin with
 * {@link org.fjd.doctor.Doctor}.
 */
@NullMarked
package org.fjd.doctor;

import org.jspecify.annotations.NullMarked;
