package org.fjd.work;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.fjd.spool.Time;
import org.fjd.spool.Trouble;

/** Says what is wrong, once; and again only if it still is after a while. For one thread. */
final class Complaints {

    private static final Duration REPEATED_AFTER = Duration.ofMinutes(5);

    private final Time time;
    private final Consumer<String> log;
    private String last = "";
    private long said;

    Complaints(Time time, Consumer<String> log) {
        this.time = time;
        this.log = log;
    }

    void about(IOException e) {
        String what = Trouble.describe(e);
        long now = time.nanos();
        if (!what.equals(last) || now - said > REPEATED_AFTER.toNanos()) {
            log.accept(what + "; tried again until it goes");
            last = what;
            said = now;
        }
    }
}
