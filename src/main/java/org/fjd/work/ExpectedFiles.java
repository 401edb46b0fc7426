package org.fjd.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Presence;

/**
 * The files that a job is to make.
 *
 * @param files in the order in which the job names them
 */
record ExpectedFiles(List<Expected> files) {

    /**
     * One of them.
     *
     * @param name as the job names it
     * @param path where it is
     */
    record Expected(String name, Path path) {}

    /** The first that is missing or empty, in words; empty if all are there. */
    Optional<String> fault() throws IOException {
        for (Expected file : files) {
            Presence presence = look(file.path());
            if (presence != Presence.THERE) {
                return Optional.of(
                        "the file %s, which it was to make, is %s"
                                .formatted(
                                        file.name(),
                                        presence == Presence.EMPTY ? "empty" : "missing"));
            }
        }
        return Optional.empty();
    }

    private static Presence look(Path file) throws IOException {
        try {
            return Presence.of(file);
        } catch (IOException e) {
            if (Output.fault(file).isPresent()) {
                return Presence.MISSING; // by what it is called or where it is: it will never come
            }
            throw e;
        }
    }
}
