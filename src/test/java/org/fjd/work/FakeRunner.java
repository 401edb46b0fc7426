package org.fjd.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs that end when the test says so. */
final class FakeRunner implements Runner {

    /** One job that was started. */
    static final class Fake implements Running {

        private final Order order;
        private Optional<Exit> exit = Optional.empty();
        private boolean ended;
        private boolean clings;
        private boolean deaf;

        private Fake(Order order) {
            this.order = order;
        }

        Order order() {
            return order;
        }

        void exits(int code) {
            exit = Optional.of(new Exit(code));
        }

        /** Has something of its process tree outlive even a kill. */
        void clings() {
            clings = true;
        }

        /** From now on it does not end when it is only asked to. */
        void turnsDeaf() {
            deaf = true;
        }

        /** Whether its process tree was ended by the worker. */
        boolean wasEnded() {
            return ended;
        }

        @Override
        public long pid() {
            return 4711;
        }

        @Override
        public boolean await(Duration longest) {
            return exit.isPresent();
        }

        @Override
        public Exit exit() {
            return exit.orElseThrow(IllegalStateException::new);
        }

        @Override
        public boolean ask(Duration longest) {
            return exit.isPresent() || (!deaf && end(longest));
        }

        @Override
        public boolean end(Duration grace) {
            ended = true;
            exit = exit.or(() -> Optional.of(new Exit(143)));
            return !clings;
        }
    }

    private final List<Fake> started = new ArrayList<>();
    private @Nullable CouldNotStart fault;
    private @Nullable IOException trouble;

    /** Has every start fail by the job's fault. */
    void refuse(String reason) {
        fault = new CouldNotStart(reason);
    }

    /** Has the next start fail by the machine's fault. */
    void failOnce(IOException e) {
        trouble = e;
    }

    List<Fake> started() {
        return started;
    }

    Fake last() {
        return started.get(started.size() - 1);
    }

    @Override
    public Running start(Order order) throws CouldNotStart, IOException {
        if (trouble != null) {
            IOException e = trouble;
            trouble = null;
            throw e;
        }
        if (fault != null) {
            throw fault;
        }
        Fake fake = new Fake(order);
        started.add(fake);
        return fake;
    }
}
