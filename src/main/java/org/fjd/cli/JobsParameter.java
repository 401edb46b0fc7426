package org.fjd.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** The jobs that a command is for. */
final class JobsParameter {

    @Parameters(
            paramLabel = "JOB",
            arity = "0..*",
            description =
                    "A job's name, the path of its file, or a pattern such as 'fit-*' in quotes.")
    List<String> typed = List.of();
}
