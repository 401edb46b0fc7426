package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.fjd.job.Durations;
import org.fjd.recruit.Recruiter;
import org.fjd.recruit.WaitingList;
import org.fjd.recruit.WaitingList.Look;
import org.fjd.recruit.WaitingList.Missing;
import org.fjd.recruit.WaitingList.Pending;
import org.fjd.spool.Hire;
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

    private static final String NEVER_CAME = "started, never came up";

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
        if (!json && !workers.isEmpty()) {
            printTable(opened, recruiter, workers); // what follows may take its time
        }
        Look look = new WaitingList(opened).look(workers);
        if (json) {
            printJson(opened, recruiter, workers, look);
        } else {
            print(opened, workers, look);
        }
        look.troubles().forEach(trouble -> Hiring.complain(console, trouble));
        return ExitCode.OK;
    }

    private void print(Spool opened, List<WorkerRecord> workers, Look look) {
        if (!look.workers().isEmpty() || !look.missing().isEmpty()) {
            console.print(awaited(look, opened.time().now()).lines(console.width()));
        } else if (workers.isEmpty()) {
            console.say(
                    look.troubles().isEmpty()
                            ? "There are no workers at %s. Hire some: recruiter hire 4"
                                    .formatted(opened.root())
                            : "No workers have come up at %s. Whether some are pending is not known:"
                                    .formatted(opened.root()));
        }
    }

    private void printTable(Spool opened, Recruiter recruiter, List<WorkerRecord> workers)
            throws IOException {
        Instant now = opened.time().now();
        boolean labelled = workers.stream().anyMatch(w -> !w.labels().names().isEmpty());
        List<String> headers = new ArrayList<>(List.of("WORKER", "HOST", "PID", "SINCE"));
        boolean named = workers.stream().anyMatch(ListCommand::hasOtherName);
        if (named) {
            headers.add("ON");
        }
        if (labelled) {
            headers.add("LABELS");
        }
        headers.add("DOING");
        Table table = new Table(headers, Set.of(2, 3));
        for (WorkerRecord worker : workers) {
            List<String> row = new ArrayList<>();
            row.add(worker.name());
            row.add(worker.process().host());
            row.add(Long.toString(worker.process().pid()));
            row.add(Durations.format(Duration.between(worker.since(), now)));
            if (named) {
                row.add(hasOtherName(worker) ? worker.hostName() : "");
            }
            if (labelled) {
                row.add(worker.labels().toString());
            }
            row.add(recruiter.isDead(worker) ? "dead" : Sayings.activity(worker.activity(), now));
            table.add(row);
        }
        console.print(table.lines(console.width()));
    }

    /** Whether it was hired under another name than its host gives itself. */
    private static boolean hasOtherName(WorkerRecord worker) {
        return !worker.hostName().equals(worker.process().host());
    }

    /** Those of a request that wait for the same reason are in one line. */
    private static Table awaited(Look look, Instant now) {
        Map<Hire, Map<String, Integer>> counts = new LinkedHashMap<>();
        for (Pending worker : look.workers()) {
            String state =
                    worker.reason().isEmpty()
                            ? "pending"
                            : "pending: " + Text.oneLine(worker.reason());
            counts.computeIfAbsent(worker.hire(), hire -> new LinkedHashMap<>())
                    .merge(state, 1, Integer::sum);
        }
        for (Missing missing : look.missing()) {
            counts.computeIfAbsent(missing.hire(), hire -> new LinkedHashMap<>())
                    .put(missing.isLost() ? NEVER_CAME : "starting", missing.workers());
        }
        Table table = new Table(List.of("REQUEST", "SINCE", "WORKERS"), Set.of(1));
        counts.forEach(
                (hire, states) ->
                        states.forEach(
                                (state, count) ->
                                        table.add(
                                                List.of(
                                                        hire.via() + " " + hire.id(),
                                                        Durations.format(
                                                                Duration.between(hire.at(), now)),
                                                        count + " " + state))));
        return table;
    }

    private void printJson(Spool opened, Recruiter recruiter, List<WorkerRecord> workers, Look look)
            throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (WorkerRecord worker : workers) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("worker", worker.name());
            row.put("host", worker.process().host());
            worker.on().ifPresent(host -> row.put("on", host));
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
            worker.hire().ifPresent(mark -> row.put("hire", mark));
            worker.timeLeft().ifPresent(left -> row.put("seconds_left", left.toSeconds()));
            rows.add(row);
        }
        for (Pending worker : look.workers()) {
            Map<String, Object> row = row(worker.hire(), "pending");
            row.put("task", worker.task());
            row.put("reason", worker.reason());
            rows.add(row);
        }
        for (Missing missing : look.missing()) {
            for (int i = 0; i < missing.workers(); i++) {
                rows.add(row(missing.hire(), missing.isLost() ? "missing" : "awaited"));
            }
        }
        console.printJson(rows);
    }

    private static Map<String, Object> row(Hire hire, String state) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("state", state);
        row.put("via", hire.via());
        row.put("request", hire.id());
        row.put("since", hire.at().toString());
        row.put("hire", hire.mark());
        return row;
    }
}
