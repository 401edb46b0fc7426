package org.fjd.spool;

import java.nio.file.Path;

/**
 * A file in a pack.
 *
 * @param pack the pack's path
 * @param file what it is
 */
public record PackEntry(Path pack, PackedFile file) {}
