/** The commands: a thin skin that parses, calls one object, and prints. */
@NullMarked
package org.fjd.cli;

import org.jspecify.annotations.NullMarked;
