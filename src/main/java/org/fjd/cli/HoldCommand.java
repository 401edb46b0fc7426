package org.fjd.cli;

import picocli.CommandLine.Command;

@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "Keeps queued jobs from being run until they are released.",
        exitCodeList = ExitCode.NO_JOB)
final class HoldCommand extends HoldingCommand {

    HoldCommand(Console console) {
        super(console, true);
    }
}
