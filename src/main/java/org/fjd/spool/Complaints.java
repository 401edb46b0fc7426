package org.fjd.spool;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says of each thing that is wrong that it is, once; and again only if it still is after a while.
 * For one thread.
 */
public final class Complaints {

    private static final Duration REPEATED_AFTER = Duration.ofMinutes(5);
    private static final int MANY = 100;

    private final Time time;
    private final Consumer<String> log;
    private final Map<String, Long> said = new HashMap<>();

    /**
     * @param log told what there is to say, a line each
     */
    public Complaints(Time time, Consumer<String> log) {
        this.time = time;
        this.log = log;
    }

    /** Something went wrong that is tried again. */
    public void about(IOException e) {
        String what = Trouble.describe(e);
        long now = time.nanos();
        Long before = said.get(what);
        if (before == null || now - before > REPEATED_AFTER.toNanos()) {
            log.accept(what + "; tried again until it goes");
            if (said.size() >= MANY) {
                said.clear();
            }
            said.put(what, now);
        }
    }
}
