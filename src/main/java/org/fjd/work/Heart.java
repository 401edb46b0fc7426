package org.fjd.work;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.fjd.job.Run;
import org.fjd.spool.Requests.Heard;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;
import org.fjd.spool.WorkerRecord.Activity;

/**
 * Beats for a worker: rewrites its record on the roll, and hears what is asked of it. It has a
 * thread of its own, since a beat must neither wait for a job nor hold one up. Thread-safe.
 */
final class Heart {

    private static final Duration STEP = Duration.ofSeconds(1);

    /** What a heart tells its worker; called from the heart's thread. */
    interface Listener {
        void asked(Leave leave);

        /** The job of one of its runs is to be cancelled; asked again until that is cleared. */
        default void cancelled(Run run) {}

        void struckOff();
    }

    private final Spool spool;
    private final Supplier<Activity> activity;
    private final Supplier<Optional<Duration>> timeLeft;
    private final Listener listener;
    private final Duration pause;
    private WorkerRecord record;
    private boolean enlisted;
    private volatile long lastBeat;

    /** Guards the next three; not the heart itself, whose monitor is held while a beat hangs. */
    private final Object silence = new Object();

    private long lastHeard;
    private long lastAsked;
    private long unheard;

    Heart(
            Spool spool,
            WorkerRecord record,
            Supplier<Activity> activity,
            Supplier<Optional<Duration>> timeLeft,
            Listener listener) {
        this.spool = spool;
        this.record = record;
        this.activity = activity;
        this.timeLeft = timeLeft;
        this.listener = listener;
        this.pause = spool.settings().betweenBeats();
    }

    /** Puts the worker on the roll: at its start, or again after it was struck off. */
    synchronized void enlist() throws IOException {
        record = next();
        if (!spool.roll().beat(record)) {
            spool.roll().enlist(record);
        }
        lastBeat = spool.time().nanos();
        enlisted = true;
    }

    /** Takes the worker off the roll for good. */
    synchronized void leave() throws IOException {
        enlisted = false;
        spool.roll().strike(record.name());
        spool.requests().clear(record.name());
    }

    /**
     * One beat, if it is due or there is something new to say; and, while a job runs, an ear for
     * requests.
     */
    synchronized void tick() throws IOException {
        if (!enlisted) {
            return;
        }
        boolean due = spool.time().nanos() - lastBeat >= pause.toNanos();
        if ((due || !activity.get().equals(record.activity())) && !beat()) {
            listener.struckOff();
        }
        if (activity.get() instanceof WorkerRecord.Busy) {
            listen();
        }
    }

    /** One beat. Returns whether the worker still is on the roll. */
    synchronized boolean beat() throws IOException {
        record = next();
        enlisted = spool.roll().beat(record);
        if (enlisted) {
            lastBeat = spool.time().nanos();
        }
        return enlisted;
    }

    private WorkerRecord next() {
        return record.with(record.beat() + 1, activity.get()).with(timeLeft.get());
    }

    /** Hears what is asked of the worker. */
    void listen() throws IOException {
        Heard heard = spool.requests().hear(record.name());
        heard.leave().ifPresent(listener::asked);
        heard.cancelled().forEach(listener::cancelled);
    }

    /**
     * Whether no beat has reached the spool for so long that the worker must end its job, lest it
     * outlives the lease. Time in which the worker itself was stopped does not count, because then
     * the next beat tells it more. Touches no file.
     */
    boolean isCutOff() {
        synchronized (silence) {
            long now = spool.time().nanos();
            if (lastHeard != lastBeat) {
                lastHeard = lastBeat;
                unheard = 0;
            } else {
                unheard += Math.min(now - lastAsked, STEP.toNanos());
            }
            lastAsked = now;
            return unheard > spool.settings().lease().toNanos() / 4 * 3;
        }
    }

    /** Beats until interrupted. */
    void run() {
        try {
            while (true) {
                spool.time().pause(STEP);
                try {
                    tick();
                } catch (IOException e) {
                    // the worker notices by isCutOff, if it lasts
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
