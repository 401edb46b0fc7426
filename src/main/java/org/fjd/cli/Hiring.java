package org.fjd.cli;

import java.nio.file.Path;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.Launcher.Launched;
import org.fjd.spool.Hire;

/** Hiring as it is told to people. */
final class Hiring {

    private Hiring() {}

    /** Where the programs of the installation are that this process belongs to. */
    static Path bin() {
        return Path.of(System.getProperty("fjd.home", ".")).resolve("bin");
    }

    /** The launcher script of all of fjd's programs. */
    static Path program() {
        return bin().resolve("fjd");
    }

    static void tell(Console console, Launched launched) {
        launched.request().ifPresent(hire -> asked(console, hire));
        if (launched.request().isEmpty() && launched.workers() > 0) {
            console.say(
                    "Hired %s on %s."
                            .formatted(
                                    Sayings.count(launched.workers(), "worker"), launched.place()));
        }
        launched.failures().forEach(failure -> complain(console, failure));
    }

    static void asked(Console console, Hire hire) {
        console.say(
                "Asked %s for %s (job %s)."
                        .formatted(hire.via(), Sayings.count(hire.count(), "worker"), hire.id()));
    }

    static void complain(Console console, Failure failure) {
        console.complain(Text.oneLine(failure.reason()));
        failure.words().forEach(line -> console.complain("    " + Text.oneLine(line)));
    }
}
