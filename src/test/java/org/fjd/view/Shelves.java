package org.fjd.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.spool.WorkerRecord;

/** A spool in memory with jobs in all places. */
final class Shelves {

    final TestTime time = new TestTime();
    final Spool spool;

    Shelves() throws IOException {
        spool = Spools.inMemory(time);
    }

    Path at(String path) {
        return spool.root().resolve(path);
    }

    /** Writes a file, and the directories above it. */
    Path write(String path, String content) throws IOException {
        Path file = at(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    Path write(String path, String content, Instant modified) throws IOException {
        return Files.setLastModifiedTime(write(path, content), FileTime.from(modified));
    }

    String read(String path) throws IOException {
        return Files.readString(at(path));
    }

    /** A section that fjd has written of a run. */
    static String section(String name, String state, String run, String... details) {
        StringBuilder text =
                new StringBuilder("\n[%s]\nstate = %s\nrun = %s\n".formatted(name, state, run));
        for (String detail : details) {
            text.append(detail).append('\n');
        }
        return text + "whole = yes\n";
    }

    Path done(String name, String... details) throws IOException {
        return write(
                "done/" + name + ".conf", Spools.JOB + section("result", "done", "w.1", details));
    }

    Path failed(String name, String state, String... details) throws IOException {
        return write(
                "failed/" + name + ".conf", Spools.JOB + section("result", state, "w.1", details));
    }

    /** One that failed, and is to run after others. */
    Path failedAfter(String name, String after) throws IOException {
        return write(
                "failed/" + name + ".conf",
                Spools.JOB
                        + "after = %s\n".formatted(after)
                        + section(
                                "result",
                                "failed",
                                "w.1",
                                "reason = it was to run after %s, which failed".formatted(after)));
    }

    /** One that has a log of its own. */
    Path failedWithLog(String name, String log, String... details) throws IOException {
        write("logs/" + name + ".log", log);
        String[] all =
                Stream.concat(Stream.of(details), Stream.of("log = logs/" + name + ".log"))
                        .toArray(String[]::new);
        return failed(name, "failed", all);
    }

    void busy(String worker, String job, Instant since) throws IOException {
        ProcessId process = new ProcessId("node1", "m", 1, "1");
        spool.roll()
                .enlist(
                        new WorkerRecord(
                                worker,
                                process,
                                "user",
                                since,
                                1,
                                new WorkerRecord.Busy(job, since, 2)));
    }

    Catalogue catalogue() throws IOException {
        return new Catalogue(Spool.openForReading(spool.root(), time));
    }

    /** The jobs that a word means, with their namesakes. */
    static List<Job> named(Spool spool, String typed) throws IOException {
        return new Catalogue(spool).find(Wanted.of(spool, List.of(typed))).jobs();
    }

    List<String> states() throws IOException {
        return catalogue().jobs().stream()
                .map(job -> job.name().value() + " " + job.state().word())
                .toList();
    }

    Job job(String name) throws IOException {
        return catalogue().jobs().stream()
                .filter(job -> job.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** All that is in the spool, with contents and times. */
    Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(spool.root())) {
            for (Path entry : entries.toList()) {
                String content =
                        Files.isRegularFile(entry)
                                ? new String(Files.readAllBytes(entry), StandardCharsets.ISO_8859_1)
                                : "";
                all.put(entry.toString(), Files.getLastModifiedTime(entry) + content);
            }
        }
        return all;
    }
}
