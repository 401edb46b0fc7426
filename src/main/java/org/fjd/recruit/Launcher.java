package org.fjd.recruit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Hire;

/** A way to start workers: on this machine, on another host, or via a batch system. */
public interface Launcher {

    /**
     * What came of it.
     *
     * @param place where, or via what
     * @param workers how many came up; of a request, for how many it is
     * @param request what a batch system was asked, which starts them in its time
     * @param failures why it was not for all, if so
     */
    record Launched(String place, int workers, Optional<Hire> request, List<Failure> failures) {

        /** Keeps a copy of the failures. */
        public Launched {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Why workers did not come. It may hold anything.
     *
     * @param reason a sentence
     * @param words what was said of it there, line by line
     */
    record Failure(String reason, List<String> words) {

        /** Keeps a copy of the words. */
        public Failure {
            words = List.copyOf(words);
        }
    }

    /**
     * Starts workers, which outlive this process and its terminal.
     *
     * @param count how many; if empty, as many as the place is for
     * @throws IOException if the spool can't be used
     */
    Launched launch(Optional<Integer> count) throws IOException, InterruptedException;
}
