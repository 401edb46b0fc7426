package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fjd.job.JobName;

/** The names in {@code done/} and {@code failed/} at one time. */
public final class Ends {

    private static final Pattern COPY = Pattern.compile("~[1-9]\\d*$");

    private final Map<JobName, List<Path>> done;
    private final Map<JobName, List<Path>> failed;

    private Ends(Map<JobName, List<Path>> done, Map<JobName, List<Path>> failed) {
        this.done = done;
        this.failed = failed;
    }

    static Ends of(Path done, Path failed) throws IOException {
        return new Ends(files(done), files(failed));
    }

    private static Map<JobName, List<Path>> files(Path directory) throws IOException {
        Map<JobName, List<Path>> files = new HashMap<>();
        for (Path entry : Listing.of(directory)) {
            Optional<JobName> name = JobName.ofFileName(entry.getFileName().toString());
            if (name.isPresent()) {
                add(files, name.get(), entry);
                String plain = COPY.matcher(name.get().value()).replaceFirst("");
                if (!plain.isEmpty() && !plain.equals(name.get().value())) {
                    add(files, new JobName(plain), entry);
                }
            }
        }
        return files;
    }

    private static void add(Map<JobName, List<Path>> files, JobName name, Path entry) {
        files.computeIfAbsent(name, key -> new ArrayList<>(1)).add(entry);
    }

    /**
     * Whether the job of this name has succeeded. Where several of that name have ended, the one
     * that was modified last decides; a reservation is none.
     *
     * @return empty if none has ended
     */
    public Optional<Boolean> succeeded(JobName name) throws IOException {
        Optional<FileTime> lastDone = last(done.getOrDefault(name, List.of()));
        Optional<FileTime> lastFailed = last(failed.getOrDefault(name, List.of()));
        if (lastDone.isEmpty() && lastFailed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                lastFailed.isEmpty()
                        || (lastDone.isPresent()
                                && lastDone.get().compareTo(lastFailed.get()) >= 0));
    }

    private static Optional<FileTime> last(List<Path> files) throws IOException {
        Optional<FileTime> last = Optional.empty();
        for (Path file : files) {
            try {
                BasicFileAttributes found =
                        Files.readAttributes(
                                file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                boolean later =
                        last.isEmpty() || found.lastModifiedTime().compareTo(last.get()) > 0;
                if (found.size() > 0 && later) {
                    last = Optional.of(found.lastModifiedTime());
                }
            } catch (NoSuchFileException e) {
                // taken back by its user at this moment
            }
        }
        return last;
    }
}
