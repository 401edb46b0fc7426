package org.fjd.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "recruiter",
        mixinStandardHelpOptions = true,
        description =
                "Hires workers for a spool, on this host and others, lists them, and fires them.")
final class RecruiterCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: hire, fire, list, log, sync or autoscale.");
    }
}
