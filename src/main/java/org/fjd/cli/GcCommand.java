package org.fjd.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.spool.Spool;
import org.fjd.upkeep.Garbage;
import org.fjd.upkeep.GarbageCollector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        description = {
            "Removes what nobody needs any more: drafts that were left, logs of jobs that are no"
                    + " longer here and of workers that left, requests that nobody hears.",
            "It removes nothing younger than a day, and never a job file."
        })
final class GcCommand implements Callable<Integer> {

    private final Console console;

    @Mixin private SpoolOption spool;

    @Option(
            names = "--logs-older-than",
            paramLabel = "AGE",
            converter = Age.class,
            description =
                    "Remove logs of ended jobs too that were not written for so long, such as 30d.")
    private Optional<Duration> logsOlderThan = Optional.empty();

    @Option(names = "--dry-run", description = "Only tell what would be removed.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    GcCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.open();
        GarbageCollector collector = new GarbageCollector(opened, logsOlderThan);
        List<Garbage> removed = new ArrayList<>();
        for (Garbage piece : collector.find()) {
            if (dryRun || collector.remove(piece)) {
                removed.add(piece);
            }
        }
        long bytes = removed.stream().mapToLong(Garbage::bytes).sum();
        if (json) {
            printJson(removed, bytes);
        } else {
            removed.forEach(
                    piece ->
                            console.print(
                                    "%s: %s"
                                            .formatted(
                                                    Sayings.path(opened, piece.path()),
                                                    piece.kind().meaning())));
            console.say(
                    "%s %s, %s."
                            .formatted(
                                    dryRun ? "Would remove" : "Removed",
                                    removed.size() == 1 ? "1 entry" : removed.size() + " entries",
                                    Sayings.size(bytes)));
        }
        return ExitCode.OK;
    }

    private void printJson(List<Garbage> removed, long bytes) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Garbage piece : removed) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", piece.kind().word());
            row.put("path", piece.path().toString());
            row.put("bytes", piece.bytes());
            rows.add(row);
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("dry_run", dryRun);
        told.put("removed", rows);
        told.put("bytes", bytes);
        console.print(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(told));
    }
}
