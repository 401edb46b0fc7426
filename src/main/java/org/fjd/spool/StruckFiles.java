package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.fjd.spool.PackedFile.Place;

/**
 * {@code archive/struck/<pack>/<place>/}: a mark for each packed file that is no longer to be
 * counted, since a pack is never changed.
 */
final class StruckFiles {

    private final Path directory;

    StruckFiles(Path archive) {
        this.directory = archive.resolve("struck");
    }

    void strike(PackEntry entry) throws IOException {
        Path mark = mark(entry);
        Directories.createParents(mark);
        try {
            Files.createFile(mark);
        } catch (FileAlreadyExistsException e) {
            // by another one who saw the same
        }
    }

    boolean has(PackEntry entry) throws IOException {
        return Listing.has(mark(entry));
    }

    private Path mark(PackEntry entry) {
        PackedFile file = entry.file();
        return directory
                .resolve(Packs.nameOf(entry.pack()))
                .resolve(file.place().word())
                .resolve(file.name());
    }

    /** The names that are struck of a pack. */
    Map<Place, Set<String>> of(Path pack) throws IOException {
        Map<Place, Set<String>> found = new HashMap<>();
        Path marks = directory.resolve(Packs.nameOf(pack));
        if (Listing.has(marks)) {
            for (Place place : Place.values()) {
                Set<String> names = new HashSet<>();
                for (Path mark : Listing.of(marks.resolve(place.word()))) {
                    names.add(mark.getFileName().toString());
                }
                found.put(place, names);
            }
        }
        return found;
    }
}
