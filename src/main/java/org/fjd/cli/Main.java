package org.fjd.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fjd.spool.Trouble;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;

/** The entry of all programs in {@code bin/}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        String program = System.getProperty("fjd.program", "fjd");
        StandardOutput output = new StandardOutput();
        PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Console console = new Console(out, err, output);
        int code = commandLine(program, console, System.in, out, err).execute(args);
        out.flush();
        Optional<String> trouble = output.trouble();
        trouble.ifPresent(
                why ->
                        console.complain(
                                "Not all of the output could be written: %s.".formatted(why)));
        System.exit(trouble.isPresent() ? ExitCode.UNUSABLE : code);
    }

    /** All programs, not to be run but to be described. */
    static List<CommandLine> programs() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Console console = new Console(nowhere, nowhere, OutputStream.nullOutputStream());
        return Stream.of("fjd", "recruiter", "dispatcher")
                .map(
                        program ->
                                commandLine(
                                        program,
                                        console,
                                        InputStream.nullInputStream(),
                                        nowhere,
                                        nowhere))
                .toList();
    }

    static CommandLine commandLine(
            String program, Console console, InputStream in, PrintWriter out, PrintWriter err) {
        IFactory made = SpoolOption.factory(console);
        CommandLine commands =
                switch (program) {
                    case "recruiter" ->
                            new CommandLine(new RecruiterCommand(), made)
                                    .addSubcommand(new HireCommand(console))
                                    .addSubcommand(new FireCommand(console))
                                    .addSubcommand(new ListCommand(console))
                                    .addSubcommand(new WorkerLogCommand(console))
                                    .addSubcommand(new SyncCommand(console))
                                    .addSubcommand(new AutoscaleCommand(console));
                    case "dispatcher" -> new CommandLine(new DispatcherCommand(console), made);
                    default ->
                            new CommandLine(new FjdCommand(), made)
                                    .addSubcommand(new StatusCommand(console))
                                    .addSubcommand(new JobsCommand(console))
                                    .addSubcommand(new ShowCommand(console))
                                    .addSubcommand(new WhyCommand(console))
                                    .addSubcommand(new LogCommand(console))
                                    .addSubcommand(new ValuesCommand(console))
                                    .addSubcommand(new FailuresCommand(console))
                                    .addSubcommand(new ReportCommand(console))
                                    .addSubcommand(new WorkerCommand(console))
                                    .addSubcommand(new SubmitCommand(console, in))
                                    .addSubcommand(new WaitCommand(console))
                                    .addSubcommand(new CancelCommand(console))
                                    .addSubcommand(new RetryCommand(console))
                                    .addSubcommand(new HoldCommand(console))
                                    .addSubcommand(new ReleaseCommand(console))
                                    .addSubcommand(priority(console, made))
                                    .addSubcommand(new PauseCommand(console))
                                    .addSubcommand(new ResumeCommand(console))
                                    .addSubcommand(new ArchiveCommand(console))
                                    .addSubcommand(new GcCommand(console))
                                    .addSubcommand(new FsckCommand(console))
                                    .addSubcommand(new DoctorCommand(console))
                                    .addSubcommand(new CompletionCommand(console));
                };
        Usage.complete(commands, console);
        commands.setOut(out);
        commands.setErr(err);
        commands.setExpandAtFiles(false); // a job's argument may begin with @
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler((e, args) -> usage(e, console));
        commands.setExecutionExceptionHandler((e, command, parsed) -> failure(e, console));
        return commands;
    }

    /** Takes a number below zero for one, though it looks like an option. */
    private static CommandLine priority(Console console, IFactory made) {
        return new CommandLine(new PriorityCommand(console), made)
                .setUnmatchedOptionsArePositionalParams(true);
    }

    private static int usage(ParameterException e, Console console) {
        Usage.explain(e).forEach(console::complain);
        return ExitCode.USAGE;
    }

    /**
     * A trouble of the spool is a sentence; anything else is a fault of fjd and shows its trace.
     */
    private static int failure(Exception e, Console console) throws Exception {
        if (e instanceof StandardOutput.Closed) {
            return ExitCode.OK; // if it was not for its reader, that is told at the end
        }
        if (e instanceof IOException trouble) {
            console.complain(Trouble.describe(trouble));
            return ExitCode.UNUSABLE;
        }
        throw e;
    }
}
