package org.fjd.spool;

import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A machine of a test's making.
 *
 * @param starts the marks of the starts of those processes that live
 */
public record FakeMachine(
        String host, String identity, String user, long pid, LongFunction<Optional<String>> starts)
        implements Machine {

    @Override
    public Optional<String> startOf(long process) {
        return starts.apply(process);
    }
}
