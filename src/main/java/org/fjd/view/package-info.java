/**
 * What can be seen of a spool, from its files alone: all jobs as values, the story of one, values,
 * failures. Nothing here makes or changes anything. Begin with {@link org.fjd.view.Catalogue}.
 */
@NullMarked
package org.fjd.view;

import org.jspecify.annotations.NullMarked;
