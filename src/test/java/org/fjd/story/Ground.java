package org.fjd.story;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.story.Operation.Kind;

/** Where a story takes place: in memory, or in a temporary directory that ends with it. */
abstract class Ground {

    private final Path root;

    private Ground(Path root) {
        this.root = root;
    }

    /** The root of the spool. */
    Path root() {
        return root;
    }

    /** After a change: files bear the times of the story. */
    abstract void changed(Kind kind, Path path, Path target) throws IOException;

    abstract void close() throws IOException;

    static Ground inMemory(Stage stage) {
        FileSystem fileSystem =
                Jimfs.newFileSystem(
                        Configuration.unix().toBuilder()
                                .setAttributeViews("basic")
                                .setFileTimeSource(() -> now(stage))
                                .build());
        return new Ground(fileSystem.getPath("/spool")) {
            @Override
            void changed(Kind kind, Path path, Path target) {}

            @Override
            void close() throws IOException {
                fileSystem.close();
            }
        };
    }

    static Ground onDisk(Stage stage) throws IOException {
        return new OnDisk(Files.createTempDirectory("story").toRealPath(), stage);
    }

    private static FileTime now(Stage stage) {
        return FileTime.from(Instant.EPOCH.plusNanos(stage.nanos()));
    }

    /** The default file system, which goes by the machine's clock until it is set right. */
    private static final class OnDisk extends Ground {

        /** Later than any story, and earlier than the machine's clock. */
        private static final FileTime LATER = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

        private final Path directory;
        private final Stage stage;

        OnDisk(Path directory, Stage stage) {
            super(directory.resolve("spool"));
            this.directory = directory;
            this.stage = stage;
        }

        @Override
        void changed(Kind kind, Path path, Path target) throws IOException {
            boolean isSet = setRight(target);
            if (kind == Kind.WRITE) {
                if (!isSet) {
                    setRightWhereItIsNow();
                }
                return;
            }
            setRight(target.getParent());
            setRight(path.getParent());
        }

        private boolean setRight(Path file) throws IOException {
            try {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(LATER)
                        < 0) {
                    return false;
                }
                Files.setLastModifiedTime(file, now(stage));
                return true;
            } catch (NoSuchFileException e) {
                return false;
            }
        }

        /** What was open while it was moved. */
        private void setRightWhereItIsNow() throws IOException {
            for (Path file : all()) {
                setRight(file);
            }
        }

        private List<Path> all() throws IOException {
            try (Stream<Path> files = Files.walk(directory)) {
                return files.sorted(Comparator.reverseOrder()).toList();
            }
        }

        @Override
        void close() throws IOException {
            for (Path file : all()) {
                Files.delete(file);
            }
        }
    }
}
