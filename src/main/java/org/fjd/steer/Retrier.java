package org.fjd.steer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.fjd.job.Circle;
import org.fjd.job.Control;
import org.fjd.job.History;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.spool.Archive;
import org.fjd.spool.JobQueue;
import org.fjd.spool.JobReader;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Snapshot;
import org.fjd.spool.Spool;
import org.fjd.spool.Stamp;
import org.fjd.spool.Trouble;
import org.fjd.spool.Wanted;
import org.fjd.spool.WorkerRecord;
import org.fjd.steer.Steered.Done;
import org.fjd.steer.Steered.Was;

/**
 * Moves jobs from {@code failed/} into {@code retryqueue/}, each under a run that never was one:
 * nobody else has that name, so nothing is in its way, and the one move is all there is to it. Who
 * waits for others follows them: a dispatcher that finds it queued and them still in {@code
 * failed/} would let it fail at once. For one thread.
 */
public final class Retrier {

    private static final String GONE = "it is not in failed/ any more";

    /** A job that is to be moved. */
    private record Chosen(JobName job, Path file, Stamp read, List<JobName> after) {}

    private final Spool spool;
    private final Archive archive;
    private final JobQueue queue;
    private final JobReader reader;
    private final BooleanSupplier stop;
    private Run run;
    private Set<JobName> namesakes = Set.of();

    private final List<Steered> settled = new ArrayList<>();

    /** Jobs that would only be rejected, by the reason. */
    private final Map<String, List<JobName>> refused = new TreeMap<>();

    /**
     * @param stop asked between two jobs, whether to leave the rest where it is
     */
    public Retrier(Spool spool, Machine here, BooleanSupplier stop) {
        this.spool = spool;
        this.archive = spool.archive();
        this.queue = spool.jobQueue();
        this.reader = spool.jobReader();
        this.stop = stop;
        this.run = new Run(WorkerRecord.nameOf(ProcessId.self(here), spool.time().now()), 1);
    }

    /**
     * Queues failed jobs again.
     *
     * @param failure which of them; others are passed over
     * @throws IOException if the spool could not even be looked at
     */
    public Account retry(Wanted wanted, Failure failure) throws IOException {
        Map<JobName, Path> failed = new TreeMap<>();
        for (Path file : archive.failedJobs()) {
            JobName.ofFileName(file.getFileName().toString()).ifPresent(j -> failed.put(j, file));
        }
        namesakes = queue.byName().keySet();
        Wanted.Choice choice = wanted.choose(failed.keySet());
        List<String> unknown = tellOfOthers(wanted, choice.missing());
        try {
            Map<JobName, Chosen> chosen = new TreeMap<>();
            for (JobName job : choice.jobs()) {
                if (stop.getAsBoolean()) {
                    break;
                }
                look(job, Objects.requireNonNull(failed.get(job)), failure)
                        .ifPresent(found -> chosen.put(job, found));
            }
            for (JobName job : Circle.forerunnersFirst(waits(chosen))) {
                if (stop.getAsBoolean()) {
                    break;
                }
                move(Objects.requireNonNull(chosen.get(job)));
            }
            return account(unknown, Optional.empty());
        } catch (IOException e) {
            return account(unknown, Optional.of(Trouble.describe(e)));
        }
    }

    private Account account(List<String> unknown, Optional<String> trouble) {
        refused.forEach(
                (reason, jobs) -> {
                    String why =
                            jobs.size() == 1
                                    ? "%s would be rejected again: %s Mend the file, then retry"
                                            .formatted(
                                                    JobName.quoted(
                                                            "failed/" + jobs.get(0).fileName()),
                                                    reason)
                                    : "these files in failed/ would be rejected again: %s Mend them, then retry"
                                            .formatted(reason);
                    jobs.forEach(job -> settle(job, Was.FAILED, why));
                });
        return new Account(settled, unknown, trouble);
    }

    /** Says of those that are somewhere else that they are. */
    private List<String> tellOfOthers(Wanted wanted, List<String> missing) throws IOException {
        if (missing.isEmpty()) {
            return missing;
        }
        Census census = Census.take(spool);
        Set<JobName> queued = census.names(true, false);
        Set<JobName> running = census.names(false, true);
        Set<JobName> there = new HashSet<>(Census.names(archive.doneJobs()));
        there.addAll(queued);
        there.addAll(running);
        Wanted.Choice others = wanted.chooseNamed(there, missing);
        for (JobName job : others.jobs()) {
            if (running.contains(job)) {
                settle(job, Was.RUNNING, "it is running");
            } else if (queued.contains(job)) {
                settle(job, Was.QUEUED, "it is queued");
            } else {
                settle(job, Was.DONE, "it is done; to run it again, mv its file to jobqueue/");
            }
        }
        return tellOfPacked(wanted, others.missing());
    }

    private List<String> tellOfPacked(Wanted wanted, List<String> missing) throws IOException {
        if (missing.isEmpty()) {
            return missing;
        }
        Wanted.Choice found = wanted.chooseNamed(Census.packed(spool), missing);
        for (JobName job : found.jobs()) {
            settle(job, Was.PACKED, "it is packed; get it back: fjd archive --restore JOB");
        }
        return found.missing();
    }

    /** Of the chosen jobs, for which of the others each waits; a name means its copies too. */
    private static Map<JobName, List<JobName>> waits(Map<JobName, Chosen> chosen) {
        Map<JobName, List<JobName>> called = new HashMap<>();
        for (JobName job : chosen.keySet()) {
            for (JobName name : Set.copyOf(List.of(job, job.original()))) {
                called.computeIfAbsent(name, any -> new ArrayList<>(1)).add(job);
            }
        }
        Map<JobName, List<JobName>> waits = new TreeMap<>();
        chosen.forEach(
                (job, found) ->
                        waits.put(
                                job,
                                found.after().stream()
                                        .flatMap(a -> called.getOrDefault(a, List.of()).stream())
                                        .toList()));
        return waits;
    }

    /** A job that is to be moved; empty if it is none, or it was said why not. */
    private Optional<Chosen> look(JobName job, Path file, Failure failure) throws IOException {
        try {
            Snapshot found = reader.snapshot(file);
            byte[] content = found.content();
            History history = History.of(content);
            boolean rejected = archive.isRejected(file, history);
            if (content.length == 0 && !rejected) {
                return Optional.empty(); // a name that is reserved for a job which is about to come
            }
            if (failure.isThat(history, rejected)) {
                return chosen(job, file, found);
            }
        } catch (Rejection e) {
            if (failure.isThat(History.of(new byte[0]), true)) {
                refuse(job, e);
            }
        } catch (NoSuchFileException e) {
            if (!e.getFile().equals(file.toString())) {
                throw e;
            }
            settle(job, Was.GONE, GONE);
        }
        return Optional.empty();
    }

    private Optional<Chosen> chosen(JobName job, Path file, Snapshot found) {
        try {
            if (found.content().length == 0) {
                throw new Rejection("It is empty.");
            }
            Control control = reader.parse(job, found.content()).control();
            return Optional.of(new Chosen(job, file, found.stamp(), control.conditions().after()));
        } catch (Rejection e) {
            refuse(job, e);
            return Optional.empty();
        }
    }

    private void refuse(JobName job, Rejection rejection) {
        refused.computeIfAbsent(rejection.reason(), reason -> new ArrayList<>(1)).add(job);
    }

    private void move(Chosen chosen) throws IOException {
        JobName job = chosen.job();
        Path file = chosen.file();
        if (namesakes.contains(job)) {
            settle(job, Was.FAILED, "a job of its name is queued");
            return;
        }
        run = run.next();
        Optional<FileTime> reason = archive.reasonWritten(file);
        if (queue.retry(file, chosen.read(), job, run)) {
            if (reason.isPresent()) {
                archive.forgetReason(file, reason.get());
            }
            settled.add(new Steered(job, Was.FAILED, Done.RETRIED, ""));
        } else {
            settle(job, Was.GONE, GONE);
        }
    }

    private void settle(JobName job, Was was, String why) {
        settled.add(new Steered(job, was, Done.NOTHING, why));
    }
}
