/** Hiring and firing workers. Begin with {@link org.fjd.recruit.Recruiter}. */
@NullMarked
package org.fjd.recruit;

import org.jspecify.annotations.NullMarked;
