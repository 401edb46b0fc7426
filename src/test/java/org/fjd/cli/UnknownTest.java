package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.it.Schemas;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** One rule for all commands: what {@code --json} prints of a word that means no job. */
class UnknownTest {

    private static final String CALLS =
            """
            jobs nix, jobs
            show nix, show
            why nix, why
            values nix, values
            failures nix, failures
            wait nix, wait
            cancel nix, steer
            retry nix, steer
            hold nix, steer
            release nix, steer
            priority nix 1, steer
            archive --restore nix, archive
            """;

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path root;

    @BeforeEach
    void haveASpool() throws Exception {
        root = directory.toRealPath();
        Spool spool = Spools.at(root, Time.system(), "");
        Spools.drop(spool, "there");
    }

    private int fjd(String... words) {
        PrintWriter spoken = new PrintWriter(out, true);
        PrintWriter complained = new PrintWriter(err, true);
        Console console = new Console(spoken, complained, OutputStream.nullOutputStream());
        List<String> all = new ArrayList<>(List.of("--spool", root.toString()));
        all.addAll(List.of(words));
        return Main.commandLine("fjd", console, InputStream.nullInputStream(), spoken, complained)
                .execute(all.toArray(String[]::new));
    }

    private List<?> unknownOf(String json) throws Exception {
        if (JSON.std.anyFrom(json) instanceof Map<?, ?> object) {
            return (List<?>) object.get("unknown");
        }
        return JSON.std.listFrom(json).stream()
                .map(row -> (Map<?, ?>) row)
                .filter(
                        row ->
                                "unknown".equals(row.get("state"))
                                        || "unknown".equals(row.get("was")))
                .map(row -> row.get("job"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(textBlock = CALLS)
    void aWordThatMeansNoJobIsInTheJson(String call, String schema) throws Exception {
        List<String> words = new ArrayList<>(List.of(call.split(" ")));
        words.add("--json");

        assertThat(fjd(words.toArray(String[]::new))).isEqualTo(ExitCode.UNKNOWN);
        assertThat(err.toString()).contains("There is no job nix ");
        Schemas.assertFits(out.toString(), schema);
        assertThat(unknownOf(out.toString())).isEqualTo(List.of("nix"));
    }

    @ParameterizedTest
    @CsvSource({"jobs, 2", "'values --state queued', 2", "hold, 2", "wait, 2"})
    void itComesBehindTheJobsThatAreThere(String command, int rows) throws Exception {
        // What was dropped a moment ago can't be held yet.
        Files.writeString(
                root.resolve("jobqueue/there.conf"),
                Spools.JOB + "\n[submitted]\nby = a\nwhole = yes\n");
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("nix", "there", "--json"));

        assertThat(fjd(words.toArray(String[]::new))).isEqualTo(ExitCode.UNKNOWN);
        List<Object> told = JSON.std.listFrom(out.toString());
        assertThat(told).hasSize(rows);
        assertThat(((Map<?, ?>) told.get(0)).get("job")).isEqualTo("there");
        assertThat(unknownOf(out.toString())).isEqualTo(List.of("nix"));
    }

    @Test
    void whereAllWordsMeanJobsNoneIsUnknown() throws Exception {
        assertThat(fjd("failures", "there", "--json")).isZero();
        assertThat(unknownOf(out.toString())).isEmpty();
    }

    @Test
    void whereNoneIsOfTheKindAskedForTheListIsEmpty() throws Exception {
        assertThat(fjd("jobs", "there", "--state", "done", "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(JSON.std.listFrom(out.toString())).isEmpty();
    }

    @Test
    void allCommandsThatTakeNamesAreTried() {
        Set<String> tried =
                CALLS.lines().map(line -> line.replaceFirst(" .*", "")).collect(Collectors.toSet());
        Set<String> naming =
                Commands.all()
                        .filter(command -> command.getParent() != null)
                        .filter(command -> Commands.name(command).startsWith("fjd "))
                        // What a job is to run after may be yet to come.
                        .filter(command -> !Commands.name(command).equals("fjd submit"))
                        .filter(command -> Commands.options(command).anyMatch("--json"::equals))
                        .filter(command -> labels(command).anyMatch(UnknownTest::isOfJobs))
                        .map(CommandLine::getCommandName)
                        .collect(Collectors.toSet());
        assertThat(tried).containsExactlyInAnyOrderElementsOf(naming);
    }

    private static Stream<String> labels(CommandLine command) {
        return command.getCommandSpec().args().stream().map(arg -> arg.paramLabel());
    }

    private static boolean isOfJobs(String label) {
        return label.contains("JOB") || label.contains("NAME-PATTERN");
    }
}
