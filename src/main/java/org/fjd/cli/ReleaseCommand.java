package org.fjd.cli;

import picocli.CommandLine.Command;

@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Lets held jobs run.",
        exitCodeList = ExitCode.NO_JOB)
final class ReleaseCommand extends HoldingCommand {

    ReleaseCommand(Console console) {
        super(console, false);
    }
}
