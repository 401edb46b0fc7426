package org.fjd.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fjd.cli.Report.Group;
import org.fjd.cli.Report.Row;
import org.fjd.cli.Report.Span;
import org.fjd.cli.Report.Staff;

/**
 * The JSON document in a report: an array for each field of the jobs rather than an object for each
 * job, which makes it a fifth as long. Instants are milliseconds after {@code epoch}, -1 for none.
 */
final class ReportData {

    /** So many params and so many values are shown; those that most jobs have. */
    static final int MOST_COLUMNS = 100;

    private static final int LONGEST_TEXT = 1000;

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new HtmlEscapes()).build();

    private final Report report;
    private final long epoch;
    private final JsonGenerator json;

    private ReportData(Report report, JsonGenerator json) {
        this.report = report;
        this.json = json;
        this.epoch =
                report.rows().stream()
                        .flatMap(ReportData::instants)
                        .min(Comparator.naturalOrder())
                        .orElse(report.made())
                        .toEpochMilli();
    }

    private static Stream<Instant> instants(Row row) {
        return Stream.of(
                        row.submitted().stream(),
                        row.started().stream(),
                        row.ended().stream(),
                        row.runs().stream().map(Span::started))
                .flatMap(instants -> instants);
    }

    /** Writes it; the writer stays open. */
    static void write(Report report, Writer writer) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(writer)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            new ReportData(report, json).write();
        }
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("version", report.version());
        json.writeStringField("spool", report.spool());
        json.writeStringField("host", report.host());
        json.writeNumberField("made", report.made().toEpochMilli());
        json.writeNumberField("epoch", epoch);
        json.writeObjectFieldStart("jobs");
        writeJobs(report.rows());
        json.writeEndObject();
        json.writeObjectFieldStart("runs");
        writeRuns(report.rows());
        json.writeEndObject();
        json.writeArrayFieldStart("workers");
        for (Staff worker : report.workers()) {
            json.writeStartObject();
            json.writeStringField("worker", worker.worker());
            json.writeStringField("host", worker.host());
            json.writeNumberField("since", worker.since().toEpochMilli());
            json.writeStringField("state", worker.state());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("groups");
        for (Group group : report.groups()) {
            write(group);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("bad_hosts");
        for (Report.BadHost bad : report.badHosts()) {
            json.writeStartObject();
            json.writeStringField("host", bad.host());
            json.writeNumberField("failed", bad.failed());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeJobs(List<Row> rows) throws IOException {
        json.writeNumberField("count", rows.size());
        column("name", rows, Row::name);
        column("state", rows, Row::state);
        optional("exit", rows, Row::exit);
        optional("host", rows, Row::host);
        optional("worker", rows, Row::worker);
        optional("reason", rows, Row::reason);
        instants("submitted", rows, Row::submitted);
        instants("started", rows, Row::started);
        instants("ended", rows, Row::ended);
        numbers("wall", rows, row -> row.wall().orElse(-1L));
        numbers("group", rows, row -> (long) row.group());
        writeNamed("params", rows, Row::params);
        writeNamed("values", rows, Row::values);
    }

    /** A column for each name; those that are left out are counted. */
    private void writeNamed(String field, List<Row> rows, Function<Row, Map<String, String>> texts)
            throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Integer> order = new HashMap<>();
        for (Row row : rows) {
            for (String name : texts.apply(row).keySet()) {
                counts.merge(name, 1, Integer::sum);
                order.putIfAbsent(name, order.size());
            }
        }
        List<String> names =
                counts.keySet().stream()
                        .sorted(
                                Comparator.comparing((String name) -> -counts.getOrDefault(name, 0))
                                        .thenComparing(name -> order.getOrDefault(name, 0)))
                        .limit(MOST_COLUMNS)
                        .sorted(Comparator.comparing(name -> order.getOrDefault(name, 0)))
                        .toList();
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeStartObject();
            json.writeStringField("name", name);
            column("column", rows, row -> texts.apply(row).getOrDefault(name, ReportColumn.NONE));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField(field + "_left_out", counts.size() - names.size());
    }

    private void writeRuns(List<Row> rows) throws IOException {
        List<Span> runs = rows.stream().flatMap(row -> row.runs().stream()).toList();
        json.writeNumberField("count", runs.size());
        json.writeArrayFieldStart("job");
        for (int i = 0; i < rows.size(); i++) {
            for (int run = 0; run < rows.get(i).runs().size(); run++) {
                json.writeNumber(i);
            }
        }
        json.writeEndArray();
        column("worker", runs, Span::worker);
        column("state", runs, Span::state);
        instants("started", runs, run -> Optional.of(run.started()));
        instants("ended", runs, Span::ended);
    }

    private void write(Group group) throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", group.count());
        json.writeStringField("state", group.state());
        json.writeStringField("exit", group.exit().orElse(ReportColumn.NONE));
        json.writeStringField("host", group.host().orElse(ReportColumn.NONE));
        json.writeArrayFieldStart("lines");
        for (String line : group.lines()) {
            json.writeString(line);
        }
        json.writeEndArray();
        json.writeStringField("example", group.example());
        json.writeStringField("mend", group.mend().orElse(""));
        json.writeStringField("retry", group.retry());
        json.writeNumberField("retries", group.retries());
        json.writeEndObject();
    }

    private <T> void optional(String field, List<T> rows, Function<T, Optional<String>> text)
            throws IOException {
        column(field, rows, row -> text.apply(row).orElse(ReportColumn.NONE));
    }

    private <T> void column(String field, List<T> rows, Function<T, String> text)
            throws IOException {
        json.writeFieldName(field);
        ReportColumn.write(json, rows.stream().map(text).map(ReportData::bounded).toList());
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    private <T> void instants(String field, List<T> rows, Function<T, Optional<Instant>> instant)
            throws IOException {
        numbers(
                field,
                rows,
                row -> instant.apply(row).map(at -> at.toEpochMilli() - epoch).orElse(-1L));
    }

    private <T> void numbers(String field, List<T> rows, Function<T, Long> number)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (T row : rows) {
            json.writeNumber(number.apply(row));
        }
        json.writeEndArray();
    }
}
