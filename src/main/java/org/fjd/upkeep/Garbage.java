package org.fjd.upkeep;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Something that nobody needs any more.
 *
 * @param kind what it is
 * @param path where it lies
 * @param bytes its size; 0 for a directory
 * @param modified its modification time when it was looked at
 * @param isDirectory whether it is a directory, which is removed only if it is empty
 */
public record Garbage(Kind kind, Path path, long bytes, FileTime modified, boolean isDirectory) {

    /** What may be garbage. */
    public enum Kind {
        DRAFT("draft", "a draft that nobody moved to its place"),
        JOB_LOG("job-log", "the log of a job that is no longer here"),
        OLD_JOB_LOG("old-job-log", "the log of a job that has ended"),
        WORKER_LOG("worker-log", "the log of a worker that has left"),
        EMPTY_STRAYS("empty-strays", "a directory for strays, empty"),
        REQUEST("request", "a request to a worker that is gone"),
        HIRE("hire", "what was asked of a batch system that is no longer known"),
        REASON("reason", "why a job was rejected that was taken back");

        private final String word;
        private final String meaning;

        Kind(String word, String meaning) {
            this.word = word;
            this.meaning = meaning;
        }

        /** The word for it in JSON. */
        public String word() {
            return word;
        }

        /** What it is, in words. */
        public String meaning() {
            return meaning;
        }
    }

    static Garbage of(Kind kind, Path path, BasicFileAttributes found) {
        return new Garbage(
                kind,
                path,
                found.isDirectory() ? 0 : found.size(),
                found.lastModifiedTime(),
                found.isDirectory());
    }
}
