package org.fjd.recruit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Runs the commands of batch systems. */
interface Commands {

    /**
     * How a command ended.
     *
     * @param exit its exit code; empty if it was ended because its time was over
     * @param out the lines that it printed
     * @param err the lines that it printed as errors
     */
    record Said(Optional<Integer> exit, List<String> out, List<String> err) {

        boolean isGood() {
            return exit.equals(Optional.of(0));
        }
    }

    /**
     * Runs a command to its end, or until its time is over.
     *
     * @param argv the program and its arguments
     * @throws IOException if it can't be started
     */
    Said run(List<String> argv) throws IOException, InterruptedException;
}
