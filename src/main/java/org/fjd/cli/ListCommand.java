package org.fjd.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.fjd.job.Durations;
import org.fjd.recruit.Recruiter;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;
import org.fjd.spool.WorkerRecord.Busy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Shows the workers of a spool and what each is doing.")
final class ListCommand implements Callable<Integer> {

    private static final String LABELS = "LABELS";

    private final Console console;

    @Mixin private SpoolOption spool;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.open();
        Recruiter recruiter = new Recruiter(opened, Machine.here());
        List<WorkerRecord> workers = recruiter.list();
        if (json) {
            printJson(opened, recruiter, workers);
        } else {
            printTable(opened, recruiter, workers);
        }
        return ExitCode.OK;
    }

    private void printTable(Spool opened, Recruiter recruiter, List<WorkerRecord> workers) {
        Instant now = opened.time().now();
        if (workers.isEmpty()) {
            console.say(
                    "There are no workers at " + opened.root() + ". Hire some: recruiter hire 4");
            return;
        }
        int wide = workers.stream().mapToInt(worker -> worker.name().length()).max().orElse(0);
        int labelled =
                workers.stream().mapToInt(w -> w.labels().toString().length()).max().orElse(0);
        // Without labels there is no column for them.
        int labelsWide = labelled == 0 ? 0 : Math.max(labelled, LABELS.length()) + 2;
        String row = "%-" + wide + "s  %-8s %7s  %8s  %s%s";
        console.print(
                row.formatted(
                        "WORKER", "HOST", "PID", "SINCE", padded(LABELS, labelsWide), "DOING"));
        for (WorkerRecord worker : workers) {
            console.print(
                    row.formatted(
                            worker.name(),
                            worker.process().host(),
                            worker.process().pid(),
                            Durations.format(Duration.between(worker.since(), now)),
                            padded(worker.labels().toString(), labelsWide),
                            recruiter.isDead(worker)
                                    ? "dead"
                                    : Sayings.activity(worker.activity(), now)));
        }
    }

    private static String padded(String text, int wide) {
        return wide == 0 ? "" : text + " ".repeat(wide - text.length());
    }

    private void printJson(Spool opened, Recruiter recruiter, List<WorkerRecord> workers)
            throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (WorkerRecord worker : workers) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("worker", worker.name());
            row.put("host", worker.process().host());
            row.put("pid", worker.process().pid());
            row.put("user", worker.user());
            row.put("since", worker.since().toString());
            row.put("state", recruiter.isDead(worker) ? "dead" : worker.activity().word());
            row.put("labels", List.copyOf(new TreeSet<>(worker.labels().names())));
            row.put("log", opened.logs().ofWorker(worker.name()).toString());
            if (worker.activity() instanceof Busy busy) {
                row.put("job", busy.job());
                row.put("job_since", busy.since().toString());
                row.put("job_pid", busy.child());
            }
            rows.add(row);
        }
        console.print(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(rows));
    }
}
