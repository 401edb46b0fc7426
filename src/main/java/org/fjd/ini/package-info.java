/**
 * Reading a text of the INI kind, and writing one section of it. This room alone knows the library
 * that does the reading; its surprises (escapes, includes, section trees, settings taken from
 * system properties) stop here. What comes out is plain values: an {@link org.fjd.ini.Ini} is a
 * list of {@link org.fjd.ini.Section}s in the order of the text, and a text is read as Python's
 * {@code configparser} reads it wherever the two could differ.
 */
@NullMarked
package org.fjd.ini;

import org.jspecify.annotations.NullMarked;
