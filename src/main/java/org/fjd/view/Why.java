package org.fjd.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;
import org.fjd.view.Line.Waiting;
import org.fjd.view.OwnReasons.Said;

/**
 * Why jobs do not run, as the files of their spool tell at one look: no dispatcher is asked, and
 * nothing is changed. For one thread; to be made anew for another look.
 */
public final class Why {

    /**
     * Why a job does not run.
     *
     * @param job the job
     * @param reasons at least one; that which matters most comes first
     */
    public record Answer(Job job, List<Reason> reasons) {}

    private final Scene scene;
    private final Spool spool;
    private final OwnReasons ownReasons;
    private final Capacity capacity;
    private final Forerunning forerunning;
    private final Lookback lookback;

    /**
     * @param here the machine of whose processes it can be told at once whether they live
     */
    public Why(Spool spool, Machine here) throws IOException {
        this.scene = new Scene(spool, here);
        this.spool = spool;
        this.ownReasons = new OwnReasons(scene);
        this.capacity = new Capacity(scene);
        this.lookback = new Lookback(scene);
        this.forerunning = new Forerunning(scene, ownReasons, capacity);
    }

    /** Why each of some jobs does not run, which a {@link Catalogue} of the spool has found. */
    public List<Answer> of(List<Job> jobs) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Job job : jobs) {
            answers.add(new Answer(job, List.copyOf(reasons(job))));
        }
        return answers;
    }

    private List<Reason> reasons(Job job) throws IOException {
        return switch (job.place()) {
            case DONE, FAILED -> {
                boolean packed = spool.packs().contain(job.file());
                yield List.of(new Reason.Ended(packed, lookback.of(job)));
            }
            case POD -> inPod(job);
            case QUEUE -> queued(job);
        };
    }

    private List<Reason> inPod(Job job) throws IOException {
        List<Reason> reasons = new ArrayList<>();
        Optional<WorkerRecord> record = job.worker();
        Optional<Reason> trouble =
                scene.crew().trouble(job.currentRun().map(Run::worker).orElse(""));
        if (record.filter(r -> r.activity() instanceof WorkerRecord.Steering).isPresent()) {
            reasons.add(new Reason.Changing());
        } else if (job.state() == JobState.RUNNING) {
            reasons.add(new Reason.Running());
        } else if (trouble.isEmpty()) {
            reasons.add(new Reason.Assigned());
        }
        if (trouble.isPresent()) {
            reasons.add(trouble.get());
            dispatcher().ifPresent(reasons::add);
        }
        return reasons;
    }

    private List<Reason> queued(Job job) throws IOException {
        Optional<QueuedJob> look = spool.jobQueue().look(job.file());
        Optional<Said> said = look.isPresent() ? ownReasons.of(look.get()) : Optional.empty();
        if (said.isEmpty()) {
            return List.of(new Reason.Ready()); // it was assigned at this moment
        }
        List<Reason> reasons = new ArrayList<>(said.get().lasting());
        reasons.addAll(forerunning.of(job.name(), said.get().conditions()));
        boolean inLine = reasons.stream().noneMatch(Why::keepsOutOfLine);
        paused().ifPresent(reasons::add);
        dispatcher().ifPresent(reasons::add);
        List<Reason> missing = capacity.missing(said.get().conditions().claim());
        reasons.addAll(missing);
        reasons.addAll(said.get().passing());
        if (inLine && missing.isEmpty() && said.get().passing().isEmpty()) {
            capacity.turn(new Waiting(look.orElseThrow(), said.get().conditions()))
                    .ifPresent(reasons::add);
        }
        return reasons.isEmpty() ? List.of(new Reason.Ready()) : reasons;
    }

    private static boolean keepsOutOfLine(Reason reason) {
        return reason instanceof Reason.Held
                || reason instanceof Reason.NotBefore
                || reason instanceof Reason.After;
    }

    private Optional<Reason> paused() throws IOException {
        return spool.pause().note().map(Reason.Paused::new);
    }

    private Optional<Reason> dispatcher() throws IOException {
        return Dispatching.of(spool, scene.here(), scene.crew()).trouble();
    }
}
