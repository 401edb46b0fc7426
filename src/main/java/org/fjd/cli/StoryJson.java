package org.fjd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import org.fjd.view.JobLog;
import org.fjd.view.JobState;
import org.fjd.view.ValueTable;

/** The whole story of a job, for programs. */
final class StoryJson {

    private final Spool spool;
    private final JobLog logs;

    StoryJson(Spool spool) {
        this.spool = spool;
        this.logs = new JobLog(spool);
    }

    Map<String, Object> of(Job job) throws IOException {
        History history = job.history();
        Map<String, Object> story = new LinkedHashMap<>();
        story.put("job", job.name().value());
        story.put("state", job.state().word());
        story.put("since", job.since().toString());
        story.put("file", spool.root().relativize(job.file()).toString());
        List<Entry> control =
                job.sections().sections().stream()
                        .filter(section -> section.name().equals("control"))
                        .flatMap(section -> section.entries().stream())
                        .toList();
        story.put("control", texts(control));
        Map<String, Object> defaults = new LinkedHashMap<>();
        job.inherited().forEach(inherited -> defaults.put(inherited.key(), inherited.value()));
        story.put("defaults", defaults);
        ValueTable.Row row = ValueTable.of(List.of(job)).rows().get(0);
        story.put("params", json(row.params()));
        history.submitted().ifPresent(s -> story.put("submitted", texts(s.entries())));
        story.put("changes", history.changes().stream().map(c -> texts(c.entries())).toList());
        List<Object> runs = new ArrayList<>();
        for (JobLog.OfRun run : logs.runs(job)) {
            runs.add(run(job, run, history.of(run.run())));
        }
        story.put("runs", runs);
        history.result()
                .filter(result -> !result.isOfWorker())
                .ifPresent(cancelled -> story.put("cancelled", texts(cancelled.details())));
        job.progress().ifPresent(progress -> story.put("progress", progress));
        job.rejection().ifPresent(reason -> story.put("reason", reason));
        story.put("values", json(row.values()));
        return story;
    }

    private Map<String, Object> run(Job job, JobLog.OfRun run, Optional<Outcome> outcome) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("run", run.run().toString());
        told.put("worker", run.run().worker());
        told.put("attempt", run.attempt());
        told.put("state", outcome.map(o -> o.state().word()).orElse(job.state().word()));
        if (outcome.isPresent()) {
            for (Entry detail : outcome.get().details()) {
                boolean number = detail.key().equals("exit") || detail.key().equals("wall");
                told.putIfAbsent(detail.key(), number ? Text.json(detail.value()) : detail.value());
            }
        } else {
            job.worker().ifPresent(worker -> told.put("host", worker.process().host()));
            if (job.state() == JobState.RUNNING) {
                told.put("started", job.since().toString());
            }
        }
        run.log().ifPresent(log -> told.put("log", spool.root().relativize(log).toString()));
        return told;
    }

    private static Map<String, Object> texts(List<Entry> entries) {
        Map<String, Object> texts = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> !entry.key().equals("whole"))
                .forEach(entry -> texts.putIfAbsent(entry.key(), entry.value()));
        return texts;
    }

    static Map<String, Object> json(Map<String, String> texts) {
        Map<String, Object> json = new LinkedHashMap<>();
        texts.forEach((name, text) -> json.put(name, Text.json(text)));
        return json;
    }
}
