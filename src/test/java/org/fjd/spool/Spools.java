package org.fjd.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.job.History;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;

/** What tests of several rooms do with a spool. */
public final class Spools {

    public static final String JOB = "[control]\nexecutable: true\n";

    /** The process of a worker, see {@link #whereItEnds}. */
    public static final ProcessId ENDING = new ProcessId("here", "this+machine", 4711, "1");

    private Spools() {}

    /** A spool in memory whose hints are off, so that whoever waits only lets the time pass. */
    public static Spool inMemory(Time time) throws IOException {
        FileSystem fileSystem =
                Jimfs.newFileSystem(
                        Configuration.unix().toBuilder()
                                .setAttributeViews("basic", "posix")
                                .build());
        return at(Files.createDirectories(fileSystem.getPath("/spool")), time);
    }

    /** A spool in a directory, with hints off. */
    public static Spool at(Path directory, Time time) throws IOException {
        return at(directory, time, "");
    }

    public static Spool at(Path directory, Time time, String settings) throws IOException {
        Path conf = directory.resolve(".fjd").resolve("fjd.conf");
        Files.createDirectories(conf.getParent());
        Files.writeString(conf, "[fjd]\nwatch = no\n" + settings);
        return Spool.open(directory, time);
    }

    public static Path drop(Spool spool, String name) throws IOException {
        return drop(spool, name, JOB);
    }

    /** Drops a file with a modification time long past, which is the same for all. */
    public static Path drop(Spool spool, String name, String content) throws IOException {
        return drop(spool, name, content, Duration.ZERO);
    }

    public static Path drop(Spool spool, String name, byte[] content) throws IOException {
        return drop(spool, name, content, Duration.ZERO);
    }

    public static Path drop(Spool spool, String name, String content, Duration later)
            throws IOException {
        return drop(spool, name, content.getBytes(UTF_8), later);
    }

    private static Path drop(Spool spool, String name, byte[] content, Duration later)
            throws IOException {
        Path file = spool.root().resolve("jobqueue").resolve(name + ".conf");
        Files.write(file, content);
        Instant modified = Instant.parse("2029-01-01T00:00:00Z").plus(later);
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    public static JobName name(String name) {
        return new JobName(name);
    }

    public static Run run(String worker, long number) {
        return new Run(worker, number);
    }

    /** Records how a job ended, and publishes it. */
    public static Optional<Path> end(Archive archive, Path job, JobName name, Outcome outcome)
            throws IOException {
        return archive.record(job, outcome)
                ? archive.publish(job, name, outcome.state())
                : Optional.empty();
    }

    /** The names in one of the spool's directories. */
    public static Set<String> names(Spool spool, String directory) throws IOException {
        return names(spool.root().resolve(directory));
    }

    public static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(e -> e.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Every file in the spool but for logs and settings, relative to its root. */
    public static List<String> files(Spool spool) throws IOException {
        try (Stream<Path> all = Files.walk(spool.root(), new FileVisitOption[0])) {
            return all.filter(p -> !Files.isDirectory(p))
                    .map(p -> spool.root().relativize(p).toString())
                    .filter(p -> !p.startsWith("logs/") && !p.equals(".fjd/fjd.conf"))
                    .sorted()
                    .toList();
        }
    }

    public static History history(Path file) throws IOException {
        return History.of(Files.readAllBytes(file));
    }

    public static String text(Spool spool, String file) throws IOException {
        return Files.readString(spool.root().resolve(file));
    }

    /** Somebody who is on another machine, so that only the counter tells whether it lives. */
    public static ProcessId elsewhere(long pid) {
        return new ProcessId("far", "far+away", pid, "1");
    }

    /** A worker's record. */
    public static WorkerRecord worker(String name, ProcessId process, long beat) {
        return new WorkerRecord(
                name, process, "user", Instant.EPOCH, beat, new WorkerRecord.Idle());
    }

    /**
     * The machine of {@link #ENDING}, a worker that leaves and ends just as it is asked about.
     *
     * @param answers how often it is found alive before
     */
    public static Machine whereItEnds(Spool spool, String worker, int answers) {
        AtomicInteger left = new AtomicInteger(answers);
        return new FakeMachine(
                ENDING.host(),
                ENDING.machine(),
                "user",
                1,
                pid -> {
                    if (left.getAndDecrement() > 0) {
                        return Optional.of(ENDING.start());
                    }
                    strike(spool, worker);
                    return Optional.empty();
                });
    }

    private static void strike(Spool spool, String worker) {
        try {
            spool.roll().strike(worker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
