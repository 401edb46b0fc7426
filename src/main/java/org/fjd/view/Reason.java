package org.fjd.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.fjd.job.JobName;

/** One thing that there is to know of why a job does not run; or that it does. */
public sealed interface Reason {

    /** The word for it in what programs read. */
    String word();

    /**
     * It has ended.
     *
     * @param packed whether its file was packed since
     * @param before of a job that has failed, what would make it fail again
     */
    record Ended(boolean packed, Before before) implements Reason {
        @Override
        public String word() {
            return "ended";
        }
    }

    /** A worker says that it runs it. */
    record Running() implements Reason {
        @Override
        public String word() {
            return "running";
        }
    }

    /** It was given to a worker that has not begun. */
    record Assigned() implements Reason {
        @Override
        public String word() {
            return "assigned";
        }
    }

    /** A command has taken it in order to change it, and gives it back. */
    record Changing() implements Reason {
        @Override
        public String word() {
            return "changing";
        }
    }

    /** The worker that has it is not on the roll. */
    record WorkerGone(String worker) implements Reason {
        @Override
        public String word() {
            return "worker-gone";
        }
    }

    /** The worker that has it is on the roll, but its process, of this machine, has ended. */
    record WorkerDead(String worker, String host, long pid) implements Reason {
        @Override
        public String word() {
            return "worker-dead";
        }
    }

    /** The worker that has it has not written its record for longer than it ever takes. */
    record WorkerSilent(String worker, String host, Duration silent) implements Reason {
        @Override
        public String word() {
            return "worker-silent";
        }
    }

    /**
     * It will be rejected.
     *
     * @param why a sentence or two that are safe on a terminal, with what to do
     */
    record Unfit(String why) implements Reason {
        @Override
        public String word() {
            return "unfit";
        }
    }

    /**
     * It is held.
     *
     * @param by who did that with a command, as that recorded it; empty if it was so from the start
     * @param at when
     */
    record Held(Optional<String> by, Optional<String> at) implements Reason {
        @Override
        public String word() {
            return "held";
        }
    }

    /**
     * It waits for itself, and will fail of that.
     *
     * @param circle each job waits for the next one, and the last for the first
     */
    record InCircle(List<JobName> circle) implements Reason {
        @Override
        public String word() {
            return "circle";
        }
    }

    /** It is to run after a job that has failed, and will fail of that. */
    record ForerunnerFailed(JobName forerunner) implements Reason {
        @Override
        public String word() {
            return "forerunner-failed";
        }
    }

    /**
     * It is to run after a job that has not ended.
     *
     * @param chain that one, the one for which that one waits, and so on
     * @param root what there is to know of the last one
     */
    record After(List<JobName> chain, Reason root) implements Reason {
        @Override
        public String word() {
            return "after";
        }
    }

    /** There is no such job; only of one that another one is to run after. */
    record Missing() implements Reason {
        @Override
        public String word() {
            return "missing";
        }
    }

    /** It names a limit that the settings do not have. */
    record LimitUnknown(String limit) implements Reason {
        @Override
        public String word() {
            return "limit-unknown";
        }
    }

    /**
     * A limit has no room.
     *
     * @param most how many jobs it allows
     * @param takers the jobs that take it now, by their names
     */
    record LimitReached(String limit, int most, List<JobName> takers) implements Reason {
        @Override
        public String word() {
            return "limit-reached";
        }
    }

    /**
     * There are workers, but none of them has all labels that it requires.
     *
     * @param required the labels that it requires
     * @param there the labels that there are
     */
    record LabelsMissing(SortedSet<String> required, SortedSet<String> there) implements Reason {
        @Override
        public String word() {
            return "labels-missing";
        }
    }

    /**
     * It is said to take longer than any worker that would do has left.
     *
     * @param expected how long it is said to take
     * @param most how much the one has left that has most
     */
    record TimeMissing(Duration expected, Duration most) implements Reason {
        @Override
        public String word() {
            return "time-missing";
        }
    }

    /**
     * There are no workers.
     *
     * @param lost how many there are on the roll that are dead, or silent for longer than the lease
     */
    record NoWorkers(int lost) implements Reason {
        @Override
        public String word() {
            return "no-workers";
        }
    }

    /**
     * The spool is paused.
     *
     * @param note who, when and why; on one line, and perhaps empty
     */
    record Paused(String note) implements Reason {
        @Override
        public String word() {
            return "paused";
        }
    }

    /** Nobody dispatches. */
    record NoDispatcher() implements Reason {
        @Override
        public String word() {
            return "no-dispatcher";
        }
    }

    /** Who dispatched is a process of this machine that has ended. */
    record DispatcherDead(String host, long pid) implements Reason {
        @Override
        public String word() {
            return "dispatcher-dead";
        }
    }

    /** Who dispatches has not written for longer than it ever takes. */
    record DispatcherSilent(String host, long pid, Duration silent) implements Reason {
        @Override
        public String word() {
            return "dispatcher-silent";
        }
    }

    /** Its time has not come. */
    record NotBefore(Instant until, Duration left) implements Reason {
        @Override
        public String word() {
            return "not-before";
        }
    }

    /** Its last run failed, and some time is to pass before the next one. */
    record RetryDelay(Duration left) implements Reason {
        @Override
        public String word() {
            return "retry-delay";
        }
    }

    /**
     * Its file was dropped by hand and may still be written.
     *
     * @param left how long it must stay as it is
     * @param empty whether there is nothing in it
     */
    record Settling(Duration left, boolean empty) implements Reason {
        @Override
        public String word() {
            return "settling";
        }
    }

    /**
     * There are workers for it, but it is not its turn.
     *
     * @param required the labels that they have
     * @param workers how many there are
     * @param idle how many pods wait for a job
     * @param before how many jobs that could have such a worker are before it
     * @param highest the highest of their priorities; 0 if there are none
     */
    record InLine(SortedSet<String> required, int workers, int idle, int before, int highest)
            implements Reason {
        @Override
        public String word() {
            return "in-line";
        }
    }

    /** Nothing keeps it: it should be started at any moment. */
    record Ready() implements Reason {
        @Override
        public String word() {
            return "ready";
        }
    }
}
