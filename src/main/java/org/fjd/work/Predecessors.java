package org.fjd.work;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.job.Circle;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Ends;
import org.fjd.spool.JobReader;
import org.fjd.spool.Spool;

/**
 * The jobs that a job is to run after, looked at when it is to begin: the dispatcher assigns it as
 * soon as there is nothing more to wait for, be it that all has gone well or that it never will.
 * One look; for one thread.
 */
final class Predecessors {

    private final Spool spool;
    private final JobReader reader;
    private final Ends ends;
    private Optional<Map<JobName, Path>> waiting = Optional.empty();

    private Predecessors(Spool spool, JobReader reader) {
        this.spool = spool;
        this.reader = reader;
        this.ends = spool.archive().ends();
    }

    /** Why a job is not to be started; empty if all that it is to run after have succeeded. */
    static Optional<Withheld> objection(Spool spool, JobReader reader, JobName job, JobFile file)
            throws IOException {
        List<JobName> after = file.control().conditions().after();
        return after.isEmpty()
                ? Optional.empty()
                : new Predecessors(spool, reader).objection(job, after);
    }

    private Optional<Withheld> objection(JobName job, List<JobName> after) throws IOException {
        Optional<Withheld> objection = Optional.empty();
        for (JobName earlier : after) {
            Optional<State> end = ends.of(earlier);
            if (end.isEmpty() && Circle.waitsFor(earlier, job, this::unfinished)) {
                return Optional.of(
                        withheld(State.FAILED, earlier, "which waits for it in a circle"));
            }
            if (end.equals(Optional.of(State.FAILED))) {
                return Optional.of(withheld(State.FAILED, earlier, "which failed"));
            }
            if (end.isEmpty() && objection.isEmpty()) {
                objection = Optional.of(withheld(State.RETURNED, earlier, "which has not ended"));
            }
        }
        return objection;
    }

    private static Withheld withheld(State state, JobName earlier, String why) {
        return new Withheld(state, "it was to run after " + earlier.quoted() + ", " + why);
    }

    /** What a job that has not ended still waits for, as its file says. */
    private List<JobName> unfinished(JobName job) throws IOException {
        Path file = waiting().get(job);
        if (file == null) {
            return List.of();
        }
        List<JobName> unfinished = new ArrayList<>();
        try {
            JobFile content = JobFile.parse(reader.read(file), reader.defaults());
            for (JobName earlier : content.control().conditions().after()) {
                if (ends.of(earlier).isEmpty()) {
                    unfinished.add(earlier);
                }
            }
        } catch (NoSuchFileException | Rejection e) {
            return List.of(); // it went on at this moment, or will be rejected
        }
        return unfinished;
    }

    /** The files of the jobs that are queued, or assigned: by another worker that looks as well. */
    private Map<JobName, Path> waiting() throws IOException {
        if (waiting.isEmpty()) {
            Map<JobName, Path> files = new HashMap<>(spool.jobQueue().byName());
            for (Run run : spool.pods().runs()) {
                for (Path file : spool.pods().jobs(run)) {
                    JobName.ofFileName(file.getFileName().toString())
                            .ifPresent(job -> files.put(job, file));
                }
            }
            waiting = Optional.of(files);
        }
        return waiting.get();
    }
}
