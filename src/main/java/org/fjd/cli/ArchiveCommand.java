package org.fjd.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.PackedFile;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.upkeep.Archiver;
import org.fjd.upkeep.Ending;
import org.fjd.upkeep.Restorer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        description = {
            "Packs jobs that ended long ago into a file in archive/ that zgrep and zcat read.",
            "Nothing is deleted before its pack was read back."
        },
        exitCodeList = {ExitCode.FAILED + ":Some files had to stay.", ExitCode.NO_JOB})
final class ArchiveCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = Age.class,
            description = "Pack jobs that ended longer ago, such as 7d or 12h.")
    private Optional<Duration> olderThan = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            preprocessor = NoEmptyWord.class,
            description =
                    "Only jobs that ended so: done, failed, timed-out, cancelled, lost, rejected"
                            + " (default: all).")
    private List<String> states = List.of();

    @Option(names = "--logs", description = "Pack the logs of these jobs as well.")
    private boolean logs;

    @Option(
            names = "--restore",
            paramLabel = "NAME-PATTERN",
            arity = "1..*",
            description = "Bring packed jobs back to where they lay.")
    private List<String> restore = List.of();

    @Option(names = "--dry-run", description = "Only tell which jobs would be packed.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    ArchiveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (olderThan.isPresent() == !restore.isEmpty()) {
            throw usage("Say either which jobs to pack, --older-than 7d, or --restore JOB.");
        }
        if (!restore.isEmpty() && (dryRun || logs)) {
            throw usage("--restore goes with neither --logs nor --dry-run.");
        }
        Set<Ending> endings = EnumSet.noneOf(Ending.class);
        for (String state : states) {
            endings.add(
                    Ending.ofWord(state)
                            .orElseThrow(
                                    () ->
                                            usage(
                                                    "No job ends as '%s'. The states are done, failed, timed-out, cancelled, lost and rejected."
                                                            .formatted(state))));
        }
        Spool opened = spool.open();
        if (!restore.isEmpty()) {
            Wanted wanted = Wanted.of(opened, restore);
            return restored(
                    opened, new Restorer(opened, Machine.here(), wanted, endings).restore());
        }
        Archiver archiver = new Archiver(opened, Machine.here());
        Archiver.Order order = new Archiver.Order(olderThan.orElseThrow(), endings, logs);
        return dryRun ? previewed(archiver.preview(order)) : packed(opened, archiver.pack(order));
    }

    private int previewed(List<JobName> jobs) throws IOException {
        if (json) {
            print(Map.of("jobs", jobs.stream().map(JobName::value).toList()));
        } else {
            jobs.forEach(job -> console.print(job.quoted()));
            console.say("%s would be packed.".formatted(Sayings.count(jobs.size(), "job")));
        }
        return ExitCode.OK;
    }

    private int packed(Spool opened, Archiver.Result result) throws IOException {
        if (json) {
            Map<String, Object> told = new LinkedHashMap<>();
            result.pack().ifPresent(pack -> told.put("pack", pack.toString()));
            told.put("jobs", result.jobs().stream().map(JobName::value).toList());
            told.put("logs", result.logs());
            told.put("kept", result.kept().stream().map(Path::toString).toList());
            told.put("bytes", result.bytes());
            told.put("packed_bytes", result.packedBytes());
            print(told);
        } else if (result.pack().isEmpty()) {
            console.say("There is nothing to pack: no job has ended that long ago.");
        } else {
            console.say(
                    "Packed %s%s into %s: %s, packed %s."
                            .formatted(
                                    Sayings.count(result.jobs().size(), "job"),
                                    result.logs() == 0
                                            ? ""
                                            : " and " + Sayings.count(result.logs(), "log"),
                                    Sayings.path(opened, result.pack().get()),
                                    Sayings.size(result.bytes()),
                                    Sayings.size(result.packedBytes())));
        }
        for (Path file : result.kept()) {
            console.complain(
                    "%s stays: it was changed or taken back meanwhile, or is larger than 64 MiB."
                            .formatted(Sayings.path(opened, file)));
        }
        return result.kept().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private int restored(Spool opened, Restorer.Result result) throws IOException {
        if (json) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put(
                    "restored",
                    Stream.concat(result.jobs().stream(), result.logs().stream())
                            .map(Path::toString)
                            .toList());
            told.put("refused", result.refused().stream().map(Path::toString).toList());
            told.put("earlier", result.earlier().stream().map(ArchiveCommand::json).toList());
            told.put(Unknown.WORD, result.missing());
            print(told);
        } else {
            result.jobs().forEach(job -> console.print(Sayings.path(opened, job)));
            result.logs().forEach(log -> console.print(Sayings.path(opened, log)));
            console.say(
                    "Restored %s%s."
                            .formatted(
                                    Sayings.count(result.jobs().size(), "job"),
                                    result.logs().isEmpty()
                                            ? ""
                                            : ", and alone "
                                                    + Sayings.count(result.logs().size(), "log")));
            for (PackedFile file : result.earlier()) {
                console.say(
                        "An earlier %s/%s stays packed, which ended at %s."
                                .formatted(
                                        file.place().word(),
                                        file.job().orElseThrow().quoted(),
                                        file.modified().truncatedTo(ChronoUnit.SECONDS)));
            }
            if (!result.earlier().isEmpty()) {
                console.say("For that, move the later one elsewhere, and restore again.");
            }
        }
        for (Path file : result.refused()) {
            console.complain(
                    "%s is in the way of the packed one, which stays packed. Move it elsewhere, and try again."
                            .formatted(Sayings.path(opened, file)));
        }
        if (!result.missing().isEmpty()) {
            console.complain(
                    Sayings.noSuchJob(result.missing(), "in the packs")
                            + " See: zgrep -ha '^== ' archive/*.gz");
            return ExitCode.UNKNOWN;
        }
        if (result.jobs().isEmpty() && result.refused().isEmpty() && !states.isEmpty()) {
            console.complain(Sayings.noSuchJob(restore, "in the packs that ended so"));
            return ExitCode.FAILED;
        }
        return result.refused().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, String> json(PackedFile file) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("job", file.job().orElseThrow().value());
        told.put("place", file.place().word());
        told.put("ended", file.modified().toString());
        return told;
    }

    private void print(Map<String, ?> told) throws IOException {
        console.print(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(told));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
