package org.fjd.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fjd.job.Labels;
import org.fjd.recruit.LocalLauncher;
import org.fjd.recruit.Recruiter;
import org.fjd.recruit.Recruiter.Failure;
import org.fjd.recruit.Recruiter.Hired;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "hire",
        mixinStandardHelpOptions = true,
        description = {
            "Starts workers on this machine and waits until each has announced itself.",
            "They outlive the terminal; 'recruiter fire' sends them home."
        },
        exitCodeList = {
            ExitCode.OK + ":All workers came up.",
            ExitCode.FAILED + ":Some did not; the ends of their logs are shown."
        },
        footer = {"  recruiter hire 4", "  recruiter --spool /home/me/fits hire"})
final class HireCommand implements Callable<Integer> {

    private static final int MOST = 1000;

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private LabelOption label;

    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            description = "How many workers (default: the number of processors).")
    private int count = Runtime.getRuntime().availableProcessors();

    HireCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (count < 1 || count > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "N is " + count + ", but must be from 1 to " + MOST + ".");
        }
        Labels labels = label.labels();
        Spool opened = spool.openOrMake();
        Path program = Path.of(System.getProperty("fjd.home", ".")).resolve("bin").resolve("fjd");
        Hired hired =
                new Recruiter(opened, Machine.here())
                        .hire(count, new LocalLauncher(program, labels));
        if (!hired.workers().isEmpty()) {
            console.say(
                    "Hired %s on localhost."
                            .formatted(Sayings.count(hired.workers().size(), "worker")));
        }
        for (Failure failure : hired.failures()) {
            console.complain("A worker did not come up. The end of " + failure.log() + ":");
            failure.tail().forEach(line -> console.complain("    " + line));
        }
        return hired.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
}
