package org.fjd.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
        Optional<String> first = Stream.of(args).findFirst();
        int code = commandLine(program, first, console, System.in, out, err).execute(args);
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
        return commandLine(program, Optional.empty(), console, in, out, err);
    }

    /**
     * A program.
     *
     * @param first the first word of its call: if it is a command, only that one is made, since to
     *     make all takes longer than most of them
     */
    private static CommandLine commandLine(
            String program,
            Optional<String> first,
            Console console,
            InputStream in,
            PrintWriter out,
            PrintWriter err) {
        IFactory made = SpoolOption.factory(console);
        CommandLine commands =
                switch (program) {
                    case "recruiter" -> new CommandLine(new RecruiterCommand(), made);
                    case "dispatcher" -> new CommandLine(new DispatcherCommand(console), made);
                    default -> new CommandLine(new FjdCommand(), made);
                };
        Map<String, Supplier<Object>> known =
                switch (program) {
                    case "recruiter" -> ofRecruiter(console);
                    case "dispatcher" -> Map.of();
                    default -> ofFjd(console, in, made);
                };
        Optional<Supplier<Object>> only = first.map(known::get);
        if (only.isPresent()) {
            commands.addSubcommand(only.get().get());
        } else {
            known.values().forEach(command -> commands.addSubcommand(command.get()));
        }
        Usage.complete(commands, console);
        commands.setOut(out);
        commands.setErr(err);
        commands.setExpandAtFiles(false); // a job's argument may begin with @
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler((e, args) -> usage(e, console));
        commands.setExecutionExceptionHandler((e, command, parsed) -> failure(e, console));
        return commands;
    }

    private static Map<String, Supplier<Object>> ofRecruiter(Console console) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("hire", () -> new HireCommand(console));
        commands.put("fire", () -> new FireCommand(console));
        commands.put("list", () -> new ListCommand(console));
        commands.put("log", () -> new WorkerLogCommand(console));
        commands.put("sync", () -> new SyncCommand(console));
        commands.put("autoscale", () -> new AutoscaleCommand(console));
        return commands;
    }

    private static Map<String, Supplier<Object>> ofFjd(
            Console console, InputStream in, IFactory made) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("status", () -> new StatusCommand(console));
        commands.put("jobs", () -> new JobsCommand(console));
        commands.put("show", () -> new ShowCommand(console));
        commands.put("why", () -> new WhyCommand(console));
        commands.put("log", () -> new LogCommand(console));
        commands.put("values", () -> new ValuesCommand(console));
        commands.put("failures", () -> new FailuresCommand(console));
        commands.put("report", () -> new ReportCommand(console));
        commands.put("worker", () -> new WorkerCommand(console));
        commands.put("submit", () -> new SubmitCommand(console, in));
        commands.put("wait", () -> new WaitCommand(console));
        commands.put("cancel", () -> new CancelCommand(console));
        commands.put("retry", () -> new RetryCommand(console));
        commands.put("hold", () -> new HoldCommand(console));
        commands.put("release", () -> new ReleaseCommand(console));
        commands.put("priority", () -> priority(console, made));
        commands.put("pause", () -> new PauseCommand(console));
        commands.put("resume", () -> new ResumeCommand(console));
        commands.put("archive", () -> new ArchiveCommand(console));
        commands.put("gc", () -> new GcCommand(console));
        commands.put("fsck", () -> new FsckCommand(console));
        commands.put("doctor", () -> new DoctorCommand(console));
        commands.put("completion", () -> new CompletionCommand(console));
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
