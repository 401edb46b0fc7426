package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fjd.recruit.Agency;
import org.fjd.recruit.Agency.Cancelled;
import org.fjd.recruit.Agency.Wish;
import org.fjd.recruit.BatchException;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** Hiring via batch systems, as it is told to people. */
final class ViaHiring {

    private final Console console;

    ViaHiring(Console console) {
        this.console = console;
    }

    /** The launcher of the installation that this process belongs to. */
    static Path program() {
        return Path.of(System.getProperty("fjd.home", ".")).resolve("bin").resolve("fjd");
    }

    static Agency agency(Spool spool) {
        return new Agency(spool, Machine.here(), program());
    }

    /** Asks for workers; returns the exit code. */
    int hire(Spool spool, ViaOption via, int count, Wish wish)
            throws IOException, InterruptedException {
        Agency agency = agency(spool);
        try {
            via.require(agency);
            say(console, agency.hire(count, wish));
            return ExitCode.OK;
        } catch (BatchException e) {
            complain(console, e);
            return ExitCode.FAILED;
        }
    }

    static void say(Console console, Hire hire) {
        console.say(
                "Asked %s for %s (job %s)."
                        .formatted(hire.via(), Sayings.count(hire.count(), "worker"), hire.id()));
    }

    /** Cancels workers that are pending. */
    Cancelled cancel(Spool spool, int most, List<WorkerRecord> workers)
            throws IOException, InterruptedException {
        Cancelled cancelled = agency(spool).cancel(most, workers);
        cancelled.troubles().forEach(trouble -> complain(console, trouble));
        if (cancelled.workers() > 0) {
            console.say(
                    "Cancelled %s not yet started."
                            .formatted(Sayings.count(cancelled.workers(), "worker")));
        }
        return cancelled;
    }

    static void complain(Console console, BatchException trouble) {
        console.complain(trouble.reason());
        trouble.words().forEach(line -> console.complain("    " + Text.oneLine(line)));
    }
}
