package org.fjd.submit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.fjd.job.Rejection;

/**
 * Paths as they are written into job files: those within the spool from there, so that they hold
 * wherever it is mounted, others in full.
 *
 * @param root the spool's directory, a real path
 * @param directory what paths that are not absolute count from
 */
record Places(Path root, Path directory) {

    /** Whether they count from the spool's directory anyway. */
    boolean areTheSpools() {
        return place(directory).equals(root);
    }

    /** A path; with a slash in it, so that it is no program to be looked for. */
    String written(String path) throws Rejection {
        try {
            return written(directory.resolve(path));
        } catch (InvalidPathException e) {
            throw new Rejection("A path can't be written: " + e.getReason() + ".");
        }
    }

    String written(Path path) {
        Path place = place(path);
        if (!place.startsWith(root)) {
            return place.toString();
        }
        String within = root.relativize(place).toString();
        return within.isEmpty() || within.indexOf('/') < 0 ? "./" + within : within;
    }

    /** Without its {@code .}; each {@code ..} stays, since it may come after a link. */
    private Path place(Path path) {
        Path whole = directory.resolve(path);
        boolean goesUp =
                StreamSupport.stream(whole.spliterator(), false)
                        .anyMatch(name -> name.toString().equals(".."));
        return goesUp ? whole : whole.normalize();
    }
}
