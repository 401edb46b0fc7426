package org.fjd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.view.Catalogue;
import org.fjd.view.FailureGroup;
import org.fjd.view.Failures;
import org.fjd.view.Job;
import org.fjd.view.RetryCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "failures",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the failed jobs, grouped by what went wrong: state, exit code and the last error"
                    + " in the log, in which, of several jobs, N stands for numbers, PATH for paths,"
                    + " JOB for their names, TIME and HEX.",
            "The largest group comes first, with the command that retries it."
        },
        exitCodeList = ExitCode.NO_JOB)
final class FailuresCommand implements Callable<Integer> {

    private static final String AGAIN = "  again:  ";
    private static final String BELOW = " ".repeat(AGAIN.length());

    private final Console console;

    @Mixin private SpoolOption spool;

    @Parameters(
            paramLabel = "NAME-PATTERN",
            arity = "0..*",
            description = "Only jobs of these names, or whose names match these patterns.")
    private List<String> patterns = List.of();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    FailuresCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openForReading();
        Catalogue.Found found =
                Failures.FAILED
                        .named(Wanted.of(opened, patterns))
                        .from(new Catalogue(opened), opened.time().now());
        if (!found.missing().isEmpty()) {
            console.complain(Sayings.noSuchJob(found.missing(), opened));
            if (found.jobs().isEmpty() && !json) {
                return ExitCode.UNKNOWN;
            }
        }
        Failures failures =
                patterns.isEmpty()
                        ? Failures.of(opened, found.jobs(), found.jobs())
                        : Failures.of(opened, found.jobs(), allFailed(opened));
        if (json) {
            console.printJson(json(failures, found.missing()));
        } else if (failures.groups().isEmpty()) {
            console.say(
                    patterns.isEmpty()
                            ? "No job has failed at " + opened.root() + "."
                            : "No job has failed of those that are meant.");
        } else {
            console.print(text(failures));
        }
        return found.missing().isEmpty() ? ExitCode.OK : ExitCode.UNKNOWN;
    }

    private static List<Job> allFailed(Spool spool) throws IOException {
        return Failures.FAILED.from(new Catalogue(spool), spool.time().now()).jobs();
    }

    private List<String> text(Failures failures) {
        List<String> lines = new ArrayList<>();
        for (Failures.BadHost bad : failures.badHosts()) {
            lines.add(
                    "Everything fails on %s: %d jobs, while others succeed elsewhere."
                            .formatted(Text.oneLine(bad.host()), bad.failed()));
        }
        for (FailureGroup group : failures.groups()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(title(group));
            group.lines()
                    .forEach(
                            l ->
                                    lines.add(
                                            "    "
                                                    + Table.shortened(
                                                                    Text.oneLine(l) + " ",
                                                                    Text.WIDTH - 4)
                                                            .stripTrailing()));
            lines.add("  see:    fjd show " + Text.argument(group.jobs().get(0).name()));
            lines.addAll(again(group));
        }
        return lines;
    }

    /** On one line if it fits; the command is always whole on one. */
    private static List<String> again(FailureGroup group) {
        RetryCommand retry = group.retry();
        String first = mend(group).map(mend -> mend + ", then:").orElse("");
        String note =
                retry.jobs() > group.jobs().size()
                        ? "   # %d jobs, of other groups too".formatted(retry.jobs())
                        : "";
        String line = AGAIN + first + (first.isEmpty() ? "" : " ") + retry.line() + note;
        if (Width.of(line) <= Text.WIDTH) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>();
        if (!first.isEmpty()) {
            lines.addAll(Text.wrapped(first, AGAIN, BELOW, Text.WIDTH));
        }
        String command = (first.isEmpty() ? AGAIN : BELOW) + retry.line();
        if (Width.of(command + note) <= Text.WIDTH) {
            lines.add(command + note);
        } else {
            lines.add(command);
            lines.addAll(note.isEmpty() ? List.of() : List.of(BELOW + note.strip()));
        }
        return lines;
    }

    private static Optional<String> mend(FailureGroup group) {
        return Again.mend(group.retry().before(), group.jobs().size() == 1);
    }

    private String title(FailureGroup group) {
        StringBuilder title = new StringBuilder();
        title.append(Sayings.count(group.jobs().size(), "job")).append(": ");
        title.append(StateColour.of(group.state().word(), console.isColoured()));
        group.exit().ifPresent(exit -> title.append(", exit ").append(Text.oneLine(exit)));
        if (group.jobs().size() > 1) {
            group.host().ifPresent(h -> title.append(", all on ").append(Text.oneLine(h)));
        }
        return title.toString();
    }

    private static Map<String, Object> json(Failures failures, List<String> missing) {
        List<Object> hosts = new ArrayList<>();
        for (Failures.BadHost bad : failures.badHosts()) {
            Map<String, Object> host = new LinkedHashMap<>();
            host.put("host", bad.host());
            host.put("failed", bad.failed());
            hosts.add(host);
        }
        List<Object> groups = new ArrayList<>();
        for (FailureGroup group : failures.groups()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("count", group.jobs().size());
            object.put("state", group.state().word());
            group.exit().ifPresent(exit -> object.put("exit", Text.json(exit)));
            group.host().ifPresent(host -> object.put("host", host));
            object.put("lines", group.lines());
            RetryCommand retry = group.retry();
            mend(group).ifPresent(mend -> object.put("mend", mend));
            object.put("retry", retry.line());
            object.put("retries", retry.jobs());
            object.put("jobs", group.jobs().stream().map(job -> job.name().value()).toList());
            groups.add(object);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bad_hosts", hosts);
        all.put("groups", groups);
        all.put(Unknown.WORD, missing);
        return all;
    }
}
