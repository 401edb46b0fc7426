package org.fjd.recruit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.recruit.BatchSystem.Awaited;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.spool.Hire;
import org.fjd.spool.Hires.Traces;
import org.fjd.spool.Spool;
import org.fjd.spool.UnusableSpoolException;
import org.fjd.spool.WorkerRecord;

/** The workers for which batch systems were asked and that have not come up. For one thread. */
public final class WaitingList {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int AT_ONCE = 8;

    /**
     * A worker that has not been started.
     *
     * @param hire the request
     * @param task how the batch system calls it within the request
     * @param reason why it has not been started, in the batch system's words; they may hold
     *     anything
     */
    public record Pending(Hire hire, String task, String reason) {}

    /**
     * Workers of a request that were started, as nothing tells otherwise, and have not come up.
     *
     * @param hire the request
     * @param workers how many
     * @param isLost whether that was too long ago for them to come up
     */
    public record Missing(Hire hire, int workers, boolean isLost) {}

    /**
     * Who was asked for and has not come up.
     *
     * @param workers those that have not been started, the oldest requests first
     * @param missing those that have been
     * @param troubles why no more can be told of other requests
     */
    public record Look(List<Pending> workers, List<Missing> missing, List<Failure> troubles) {}

    private final Spool spool;
    private final Commands commands;

    public WaitingList(Spool spool) {
        this(spool, LocalCommands.ofBatchSystems(spool));
    }

    WaitingList(Spool spool, Commands commands) {
        this.spool = spool;
        this.commands = commands;
    }

    /**
     * What has not come up, as the batch systems tell; requests of which nobody is awaited are
     * forgotten.
     *
     * @param workers who is on the roll, as it was before
     */
    public Look look(List<WorkerRecord> workers) throws IOException, InterruptedException {
        return look(workers, spool.hires().list());
    }

    /** As {@link #look(List)}, of one batch system only. */
    Look look(String via, List<WorkerRecord> workers) throws IOException, InterruptedException {
        List<Hire> hires =
                spool.hires().list().stream().filter(hire -> hire.via().equals(via)).toList();
        return look(workers, hires);
    }

    private Look look(List<WorkerRecord> workers, List<Hire> hires)
            throws IOException, InterruptedException {
        List<Pending> pending = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        Map<String, Failure> troubles = new LinkedHashMap<>();
        Map<Hire, Answer> answers = ask(hires);
        for (Hire hire : hires) {
            Optional<Answer> answer = Optional.ofNullable(answers.get(hire));
            Optional<Failure> trouble = answer.flatMap(Answer::trouble);
            if (trouble.isPresent()) {
                troubles.putIfAbsent(trouble.get().reason(), trouble.get());
            } else {
                List<Awaited> awaited = answer.map(Answer::awaited).orElse(List.of());
                awaited.forEach(a -> pending.add(new Pending(hire, a.task(), a.reason())));
                settle(hire, awaited.size(), workers).ifPresent(missing::add);
            }
        }
        return new Look(pending, missing, List.copyOf(troubles.values()));
    }

    private record Answer(Hire hire, List<Awaited> awaited, Optional<Failure> trouble) {}

    /** Those of which all have been started long ago are not asked for. */
    private Map<Hire, Answer> ask(List<Hire> hires) throws IOException, InterruptedException {
        Map<Hire, Answer> answers = new HashMap<>();
        List<Hire> asked = new ArrayList<>();
        for (Hire hire : hires) {
            if (!isOlderThan(STARTS_WITHIN, spool.hires().traces(hire))) {
                asked.add(hire);
            }
        }
        if (asked.isEmpty()) {
            return answers;
        }
        try {
            requireOwn();
            Everywhere.each(
                    asked,
                    AT_ONCE,
                    hire -> () -> answer(hire),
                    answer -> answers.put(answer.hire(), answer));
        } catch (BatchException e) {
            asked.forEach(
                    hire ->
                            answers.put(
                                    hire, new Answer(hire, List.of(), Optional.of(e.failure()))));
        }
        return answers;
    }

    private Answer answer(Hire hire) throws InterruptedException {
        try {
            return new Answer(hire, system(hire).pending(hire), Optional.empty());
        } catch (BatchException e) {
            return new Answer(hire, List.of(), Optional.of(e.failure()));
        }
    }

    /** Who of a request is neither pending nor known to have come up; forgets it if nobody is. */
    Optional<Missing> settle(Hire hire, int pending, List<WorkerRecord> workers)
            throws IOException {
        Traces traces = spool.hires().traces(hire);
        Set<String> came = new HashSet<>(traces.came());
        for (WorkerRecord worker : workers) {
            if (worker.hire().equals(Optional.of(hire.mark()))) {
                came.add(worker.name());
            }
        }
        int missing = hire.count() - pending - traces.cancelled() - came.size();
        if (pending > 0) {
            if (traces.started().isPresent()) {
                spool.hires().notStarted(hire);
            }
        } else if (missing <= 0 || isOlderThan(KEPT, traces)) {
            spool.hires().remove(hire);
            return Optional.empty();
        } else if (traces.started().isEmpty()) {
            spool.hires().started(hire);
        }
        boolean isLost = pending == 0 && isOlderThan(STARTS_WITHIN, traces);
        return missing > 0 ? Optional.of(new Missing(hire, missing, isLost)) : Optional.empty();
    }

    private boolean isOlderThan(Duration age, Traces traces) {
        return traces.started()
                .filter(at -> at.isBefore(spool.tree().now().minus(age)))
                .isPresent();
    }

    /** Else another user's settings would say what is run. */
    private void requireOwn() throws IOException, BatchException {
        try {
            spool.requireOwn();
        } catch (UnusableSpoolException e) {
            throw new BatchException(String.valueOf(e.getMessage()));
        }
    }

    BatchSystem system(Hire hire) throws BatchException {
        if (!spool.settings().knowsVia(hire.via())) {
            throw new BatchException(
                    "There is no section [via %s] in .fjd/fjd.conf any more, so nobody can ask what is pending there. Write it again; else 'fjd gc' forgets the request when it is a day old."
                            .formatted(hire.via()));
        }
        return BatchSystem.of(spool, hire.via(), commands);
    }
}
