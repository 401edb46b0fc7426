package org.fjd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.job.Quoting;
import org.fjd.job.Rejection;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.submit.Draft;
import org.fjd.submit.Ended;
import org.fjd.submit.Follower;
import org.fjd.submit.JobOptions;
import org.fjd.submit.JobText;
import org.fjd.submit.Lines;
import org.fjd.submit.Submission;
import org.fjd.submit.Submitter;
import org.fjd.submit.Waiting;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "fjd submit [OPTIONS] -- COMMAND...",
            "       fjd submit [OPTIONS] FILE.conf...",
            "       fjd submit [OPTIONS] --each-line FILE [-- COMMAND... {} ...]"
        },
        description = {
            "Queues jobs, and prints their names.",
            "A COMMAND of several words is run with just these words. A single one is a line, which"
                    + " may be one for the shell: 'sort data | uniq >counts'."
        },
        exitCodeList = {
            ExitCode.OK + ":All are queued; with --wait or --follow: all are done.",
            ExitCode.FAILED + ":With --wait or --follow: not all are done.",
            "N:With --wait or --follow of one job that failed: its own exit code."
        })
final class SubmitCommand implements Callable<Integer> {

    private static final String END_OF_OPTIONS = "--";

    private final Console console;
    private final InputStream in;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private JobOptionsMixin options;

    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "Job files; or, after --, a command.")
    private List<String> words = List.of();

    @Option(
            names = "--each-line",
            paramLabel = "FILE",
            description =
                    "A job for each line that is not blank: the line is its command, or what stands"
                            + " for {} in COMMAND. - is standard input.")
    private Optional<Path> lines = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The job's name (default: its program's, with a number).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--wait",
            description =
                    "Wait until all have ended: exit code 0 if they are done, else 1, or that of"
                            + " the job if it is one.")
    private boolean wait;

    @Option(
            names = "--follow",
            description = "Wait, and print what the job prints. Only for one job.")
    private boolean follow;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    SubmitCommand(Console console, InputStream in) {
        this.console = console;
        this.in = in;
    }

    @Override
    public Integer call() throws Exception {
        if (follow && json) {
            throw usage("--follow prints what the job prints, and --json JSON. Give one of them.");
        }
        Spool opened = spool.openOrMake();
        Path here = Path.of("").toAbsolutePath();
        Submitter submitter = new Submitter(opened, Machine.here(), here);
        List<Draft> drafts = drafts(submitter, here, opened);
        if (follow && drafts.size() != 1) {
            throw usage("--follow is for one job, and these are " + drafts.size() + ".");
        }
        List<Submission> submitted = new ArrayList<>(drafts.size());
        try {
            submit(submitter, drafts, submitted);
        } catch (IOException e) {
            console.complain(
                    submitted.isEmpty()
                            ? "%s. Nothing was queued. Mend that, and submit again."
                                    .formatted(Trouble.describe(e))
                            : "%s. Of %s %s queued. Mend that, and submit the others again."
                                    .formatted(
                                            Trouble.describe(e),
                                            Sayings.count(drafts.size(), "job"),
                                            submitted.size() == 1
                                                    ? "1 was"
                                                    : submitted.size() + " were"));
            return ExitCode.UNUSABLE;
        }
        if (!wait && !follow) {
            return ExitCode.OK;
        }
        WaitingConsole says = new WaitingConsole(console, opened);
        Waiting waiting = Waiting.forSubmitted(opened, Machine.here(), submitted, says);
        if (follow) {
            new Follower(opened, submitted.get(0), waiting, console::pass).follow();
        } else {
            waiting.await(Optional.empty());
        }
        says.failures(waiting.ended());
        return exitCode(waiting);
    }

    private void submit(Submitter submitter, List<Draft> drafts, List<Submission> submitted)
            throws IOException {
        try {
            submitter.submit(
                    drafts,
                    job -> {
                        submitted.add(job);
                        if (!json) {
                            tell(job);
                        }
                    });
        } finally {
            if (json) {
                printJson(submitted);
            }
        }
    }

    /** What is followed is the job's own output, alone; a name is a line that is harmless. */
    private void tell(Submission job) {
        if (follow) {
            console.complain("Submitted " + job.job().quoted() + ".");
        } else {
            String name = job.job().value();
            console.print(Text.oneLine(name).equals(name) ? name : job.job().quoted());
        }
    }

    private void printJson(List<Submission> submitted) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Submission job : submitted) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("job", job.job().value());
            row.put("file", job.file().toString());
            rows.add(row);
        }
        console.print(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(rows));
    }

    private static int exitCode(Waiting waiting) {
        List<Ended> ended = waiting.ended();
        if (waiting.gone().isEmpty() && ended.stream().allMatch(Ended::done)) {
            return ExitCode.OK;
        }
        boolean tells = ended.size() == 1 && waiting.gone().isEmpty();
        int code = tells ? ended.get(0).exit().orElse(ExitCode.FAILED) : ExitCode.FAILED;
        return code == ExitCode.OK ? ExitCode.FAILED : code;
    }

    private List<Draft> drafts(Submitter submitter, Path here, Spool opened) throws IOException {
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        int end = given.indexOf(END_OF_OPTIONS);
        int inCommand = end < 0 ? 0 : given.size() - end - 1;
        List<String> files = words.subList(0, words.size() - inCommand);
        List<String> command = words.subList(words.size() - inCommand, words.size());
        JobOptions forAll = options.options(here, opened.time().now());
        refuseEmpty(forAll);
        refuseMissing(forAll);
        refuseTorn(opened);
        if (lines.isPresent() && files.isEmpty()) {
            return warned(ofLines(submitter, command, forAll));
        }
        if (files.isEmpty() && !command.isEmpty()) {
            return warned(List.of(ofCommand(submitter, command, forAll)));
        }
        if (!files.isEmpty() && command.isEmpty() && lines.isEmpty()) {
            if (name.isPresent() || !forAll.equals(JobOptions.in(here))) {
                throw usage(
                        !files.get(0).endsWith(".conf")
                                ? Quoting.quoted(files.get(0))
                                        + " is no job file. A command goes after --."
                                : "A job file says itself what its job is to be: only --wait, --follow"
                                        + " and --json go with one.");
            }
            return ofFiles(submitter, files);
        }
        throw usage(
                files.isEmpty()
                        ? "Say what to submit: job files, or a command after --."
                        : "Job files, a command after --, or --each-line: only one of them.");
    }

    /** What was typed has no unknown key, so these are in the defaults, and the same for all. */
    private List<Draft> warned(List<Draft> drafts) {
        drafts.stream()
                .flatMap(draft -> draft.warnings().stream())
                .distinct()
                .forEach(warning -> console.complain("Its defaults: " + warning));
        return drafts;
    }

    /** As a variable of a shell may be that is not set. */
    private void refuseEmpty(JobOptions given) {
        Stream<String> empty =
                given.control().entrySet().stream()
                        .filter(entry -> entry.getValue().isBlank())
                        .map(Map.Entry::getKey);
        Optional<String> key = Stream.concat(empty, options.withoutPath().stream()).findFirst();
        if (key.isPresent()) {
            throw usage(
                    "--%s is empty. Leave it away, or say what it is to be.".formatted(key.get()));
        }
    }

    /** What is written into a job file counts from the spool, what is typed does not. */
    private void refuseMissing(JobOptions given) {
        Optional<Path> missing = given.defaults().filter(Files::notExists);
        if (missing.isPresent()) {
            throw usage(
                    "--defaults: there is no file %s. A path counts from the current directory."
                            .formatted(Quoting.quoted(missing.get().toString())));
        }
    }

    /** A job whose name would be taken for several, for which nobody would ever wait. */
    private void refuseTorn(Spool opened) throws IOException {
        List<String> several = options.severalAfter();
        if (several.isEmpty()) {
            return;
        }
        Set<JobName> jobs =
                new Catalogue(opened).jobs().stream().map(Job::name).collect(Collectors.toSet());
        for (String value : several) {
            String text = value.strip();
            if (JobName.ofWord(text).filter(jobs::contains).isPresent()) {
                throw usage(
                        "--after: %s stands for several jobs there, though one is called so. Give that one another name, without blanks and commas."
                                .formatted(Quoting.quoted(text)));
            }
        }
    }

    private Draft ofCommand(Submitter submitter, List<String> command, JobOptions forAll) {
        try {
            return submitter.draft(text(command, forAll), jobName());
        } catch (Rejection e) {
            throw usage(reason(e));
        }
    }

    private static String reason(Rejection e) {
        boolean time = e.reason().startsWith("The value of 'not-before' is wrong.");
        return e.reason() + (time ? " Or a duration from now, such as 30m." : "");
    }

    private static JobText text(List<String> command, JobOptions forAll) throws Rejection {
        return command.size() == 1
                ? JobText.ofLine(command.get(0), forAll)
                : JobText.ofWords(command, forAll);
    }

    private List<Draft> ofFiles(Submitter submitter, List<String> files) {
        List<Draft> drafts = new ArrayList<>();
        for (String file : files) {
            try {
                Draft draft = submitter.draft(Path.of(file));
                draft.warnings().forEach(w -> console.complain(Quoting.quoted(file) + ": " + w));
                drafts.add(draft);
            } catch (Rejection e) {
                throw usage(
                        Quoting.quoted(file)
                                + ": "
                                + e.reason()
                                + (file.endsWith(".conf") ? "" : " A command goes after --.")
                                + " Nothing was queued.");
            } catch (IOException e) {
                throw usage(Trouble.describe(e) + ". Nothing was queued.");
            } catch (InvalidPathException e) {
                throw usage(Quoting.quoted(file) + " is no path: " + e.getReason() + ".");
            }
        }
        return drafts;
    }

    private List<Draft> ofLines(Submitter submitter, List<String> command, JobOptions forAll)
            throws IOException {
        if (!command.isEmpty() && !Lines.hasPlace(command)) {
            throw usage("With --each-line, COMMAND has a {} where the line is to stand.");
        }
        if (command.size() == 1 && command.get(0).indexOf(' ') >= 0) {
            throw usage(
                    "With --each-line, COMMAND is words, not a line for the shell. Write: sh -c"
                            + " '... \"$1\" ...' sh {}");
        }
        Optional<JobName> base = jobName();
        List<Draft> drafts = new ArrayList<>();
        try (BufferedReader text = reader()) {
            Lines jobs = new Lines(text);
            try {
                jobs.forEach(
                        command,
                        forAll,
                        job ->
                                drafts.add(
                                        base.isPresent()
                                                ? submitter.draftOfMany(job, base.get())
                                                : submitter.draft(job, base)));
            } catch (Rejection e) {
                throw usage("Line %d: %s Nothing was queued.".formatted(jobs.number(), reason(e)));
            }
        } catch (CharacterCodingException e) {
            throw usage(from() + " is not UTF-8. Nothing was queued.");
        } catch (FileSystemException e) {
            throw usage(unreadable(Trouble.describe(e)));
        } catch (IOException e) {
            throw usage(unreadable(from() + ": " + Trouble.describe(e)));
        }
        if (drafts.isEmpty()) {
            console.complain("There is no job in " + from() + ": nothing was queued.");
        }
        return drafts;
    }

    private static String unreadable(String trouble) {
        return "The lines can't be read. %s. Nothing was queued. Name a file with a job on each line, or - for standard input."
                .formatted(trouble);
    }

    private String from() {
        String file = lines.orElseThrow().toString();
        return file.equals("-") ? "standard input" : Quoting.quoted(file);
    }

    private BufferedReader reader() throws IOException {
        Path file = lines.orElseThrow();
        return file.toString().equals("-")
                ? new BufferedReader(new InputStreamReader(in, UTF_8.newDecoder()))
                : Files.newBufferedReader(file, UTF_8);
    }

    private Optional<JobName> jobName() {
        return name.map(
                wish ->
                        JobName.ofFileName(wish + ".conf")
                                .orElseThrow(
                                        () ->
                                                usage(
                                                        "--name: no job can be called "
                                                                + Quoting.arguments(List.of(wish))
                                                                + ".")));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
