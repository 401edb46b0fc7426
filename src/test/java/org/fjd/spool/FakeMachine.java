package org.fjd.spool;

import java.nio.file.Path;
import java.util.List;
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

    /** None: what lives on the machine of the test is no concern of its own. */
    @Override
    public ProcessTree processesOf(String run, Path spool, Time time) {
        return new ProcessTree(List.of(), time, List::of);
    }
}
