package org.fjd.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A machine on which a worker, that lives at first, leaves and ends just as it is asked about. */
public final class EndingMachine implements Machine {

    private final Spool spool;
    private final String worker;
    private int answers;

    /**
     * @param answers how often the worker is found alive before
     */
    public EndingMachine(Spool spool, String worker, int answers) {
        this.spool = spool;
        this.worker = worker;
        this.answers = answers;
    }

    /** The worker's process. */
    public ProcessId process() {
        return new ProcessId(host(), identity(), 4711, "1");
    }

    @Override
    public String host() {
        return "here";
    }

    @Override
    public String identity() {
        return "this+machine";
    }

    @Override
    public String user() {
        return "user";
    }

    @Override
    public long pid() {
        return 1;
    }

    @Override
    public Optional<String> startOf(long pid) {
        if (answers-- > 0) {
            return Optional.of(process().start());
        }
        try {
            spool.roll().strike(worker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }
}
