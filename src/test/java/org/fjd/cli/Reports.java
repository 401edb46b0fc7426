package org.fjd.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.fjd.cli.Report.Group;
import org.fjd.cli.Report.Row;
import org.fjd.cli.Report.Span;
import org.fjd.cli.Report.Staff;

/** Reports to try the page with. */
final class Reports {

    static final Instant BEGIN = Instant.parse("2026-11-21T06:00:00Z");
    static final String HOSTILE =
            "</script><img src=x onerror=alert(1)><!--<script>\u2028\u2029\u202E&amp;\"'{{script}}";

    private static final int A_SECOND = 1000;

    private Reports() {}

    static Report of(List<Row> rows) {
        return of("/work/spool", rows, List.of());
    }

    static Report of(String spool, List<Row> rows, List<Group> groups) {
        Staff idle = new Staff("node1-1-a", "node1", BEGIN, "idle");
        return new Report(
                "1.2.3",
                spool,
                "here",
                BEGIN.plusSeconds(86_400),
                rows,
                List.of(idle),
                groups,
                List.of());
    }

    /** A job that is done, and has one param and one value. */
    static Row done(String name, String param, String value) {
        return row(name, "done", 0, 5 * A_SECOND, Map.of("lr", param), Map.of("accuracy", value));
    }

    static Row failed(String name, int group, String reason) {
        return new Row(
                name,
                "failed",
                Optional.of("3"),
                Optional.of("node1"),
                Optional.of("node1-1-a"),
                Optional.of(BEGIN),
                Optional.of(BEGIN.plusSeconds(60)),
                Optional.of(BEGIN.plusSeconds(61)),
                Optional.of(1000L),
                Optional.of(reason),
                group,
                Map.of(),
                Map.of(),
                List.of());
    }

    static Row queued(String name) {
        return new Row(
                name,
                "queued",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(BEGIN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Map.of(),
                Map.of(),
                List.of());
    }

    static Group group(int count, String line) {
        return new Group(
                count,
                "failed",
                Optional.of("3"),
                Optional.of("node1"),
                List.of(line),
                "bad",
                Optional.empty(),
                "fjd retry --exit 3",
                count);
    }

    private static Row row(
            String name,
            String state,
            long start,
            long wall,
            Map<String, String> params,
            Map<String, String> values) {
        Instant started = BEGIN.plusMillis(start);
        return new Row(
                name,
                state,
                Optional.of(state.equals("done") ? "0" : "1"),
                Optional.of("node1"),
                Optional.of("node1-1-a"),
                Optional.of(BEGIN),
                Optional.of(started),
                Optional.of(started.plusMillis(wall)),
                Optional.of(wall),
                Optional.empty(),
                state.equals("done") ? 0 : 1,
                params,
                values,
                List.of());
    }

    /** Many jobs of some workers, one after another, of which one in fifty fails. */
    static Report many(int jobs, int workers) {
        Random random = new Random(4);
        List<Row> rows = new ArrayList<>();
        long[] free = new long[workers];
        int failed = 0;
        for (int i = 0; i < jobs; i++) {
            int w = i % workers;
            long wall = 200 + (long) (Math.exp(random.nextGaussian()) * 8000);
            String worker = "node%02d-%d-mbx%s".formatted(w / 8, 4000 + w, Integer.toString(w, 36));
            Instant started = BEGIN.plusMillis(free[w]);
            boolean fails = i % 50 == 17;
            failed += fails ? 1 : 0;
            List<Span> runs =
                    i % 40 == 3
                            ? List.of(
                                    new Span(
                                            worker,
                                            "failed",
                                            started,
                                            Optional.of(started.plusMillis(wall / 4))))
                            : List.of();
            long start = free[w] + (runs.isEmpty() ? 0 : wall / 4 + 20);
            free[w] = start + wall + 30;
            rows.add(
                    new Row(
                            "fit-" + (i + 1),
                            fails ? "failed" : "done",
                            Optional.of(fails ? "1" : "0"),
                            Optional.of("node%02d".formatted(w / 8)),
                            Optional.of(worker),
                            Optional.of(BEGIN.minusSeconds(60).plusMillis(i)),
                            Optional.of(BEGIN.plusMillis(start)),
                            Optional.of(BEGIN.plusMillis(start + wall)),
                            Optional.of(wall),
                            Optional.empty(),
                            fails ? 1 : 0,
                            Map.of("lr", "0." + (1 + i % 5), "seed", "" + i % 100, "model", "tree"),
                            fails
                                    ? Map.of()
                                    : Map.of(
                                            "accuracy",
                                            "%.4f".formatted(random.nextDouble()),
                                            "loss",
                                            "%.3e".formatted(random.nextDouble())),
                            runs));
        }
        return of("/work/many", rows, List.of(group(failed, "ValueError: singular matrix")));
    }
}
