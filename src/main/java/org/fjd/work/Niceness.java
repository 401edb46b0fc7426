package org.fjd.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has programs run with a raised niceness, by the standard program {@code nice}. */
final class Niceness {

    private static final String NICE = "nice";

    private Niceness() {}

    /**
     * The words that start a program so. What is wrong with the program is found out here, since
     * {@code nice} could be started whatever it is.
     *
     * @param argv the program as it would be given to the system, and its arguments
     */
    static List<String> raised(Order order, List<String> argv) throws CouldNotStart {
        Optional<String> fault = StartFault.foreseen(order, argv.get(0));
        if (fault.isPresent()) {
            throw new CouldNotStart(fault.get());
        }
        Path nice = found(order, NICE);
        // By its path, as the job may have given itself another PATH.
        Path program = found(order, argv.get(0));
        List<String> words = new ArrayList<>();
        words.addAll(List.of(nice.toString(), "-n", Integer.toString(order.nice())));
        words.add(program.toString());
        words.addAll(argv.subList(1, argv.size()));
        return words;
    }

    private static Path found(Order order, String program) throws CouldNotStart {
        return StartFault.file(order, program)
                .orElseThrow(
                        () ->
                                new CouldNotStart(
                                        "%s: not found on the worker's PATH. Install it there, or take '%s' from the job file."
                                                .formatted(program, NICE)));
    }
}
