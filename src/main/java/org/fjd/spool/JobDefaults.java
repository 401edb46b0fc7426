package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.job.Defaults;
import org.fjd.job.Quoting;
import org.fjd.job.Rejection;

/**
 * Defaults of jobs: those of the spool's settings, and files that jobs name. A file is read again
 * when its size or time has changed, and must be one that a worker would run as a job. For one
 * thread.
 */
final class JobDefaults implements Defaults {

    private record Known(Stamp stamp, Ini ini) {}

    private final Path root;
    private final Supplier<Ini> ofSpool;
    private final JobReader reader;
    private final Map<Path, Known> files = new HashMap<>();

    JobDefaults(Path root, Supplier<Ini> ofSpool, JobReader reader) {
        this.root = root;
        this.ofSpool = ofSpool;
        this.reader = reader;
    }

    @Override
    public Ini ofSpool() {
        return ofSpool.get();
    }

    @Override
    public Ini ofFile(String file) throws Rejection {
        try {
            Path path = root.resolve(file);
            Stamp stamp =
                    Stamp.of(
                            Files.readAttributes(
                                    path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
            Known known = files.get(path);
            if (known == null || !known.stamp().equals(stamp)) {
                String text = new String(reader.read(path), StandardCharsets.UTF_8);
                known = new Known(stamp, Ini.parse(text));
                files.put(path, known);
            }
            return known.ini();
        } catch (Rejection e) {
            throw new Rejection(
                    "The file of its defaults, %s, can't be used. %s"
                            .formatted(Quoting.quoted(file), e.reason()));
        } catch (IniException e) {
            throw new Rejection(
                    "The file of its defaults, %s, is not INI. %s"
                            .formatted(Quoting.quoted(file), e.getMessage()));
        } catch (IOException | InvalidPathException e) {
            throw new Rejection(
                    "The file of its defaults, %s, can't be read.%s"
                            .formatted(
                                    Quoting.quoted(file),
                                    file.startsWith("/")
                                            ? ""
                                            : " Its path counts from the spool."));
        }
    }
}
