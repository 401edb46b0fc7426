package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.job.Corpus;
import org.fjd.job.Corpus.Fate;
import org.fjd.job.Corpus.Specimen;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Has every job file of the {@link Corpus} dispatched and worked on, each in a spool of its own.
 */
class CorpusRunTest {

    static Stream<Specimen> specimens() throws IOException {
        return Corpus.specimens();
    }

    @ParameterizedTest
    @MethodSource("specimens")
    @Timeout(20)
    void endsOnceAndWhereTheManifestSaysAndKeepsItsBytes(Specimen specimen) throws Exception {
        Serving serving = new Serving();
        Spool spool = serving.spool();
        Spools.drop(spool, specimen.name(), specimen.content());
        serving.run();

        String directory = specimen.fate() == Fate.RUNS ? "done" : "failed";
        Path ended = spool.root().resolve(directory).resolve(specimen.name() + ".conf");
        assertThat(Spools.files(spool))
                .filteredOn(file -> file.endsWith(".conf"))
                .containsExactly(spool.root().relativize(ended).toString());
        byte[] content = Files.readAllBytes(ended);
        assertThat(Arrays.copyOf(content, specimen.content().length)).isEqualTo(specimen.content());
        switch (specimen.fate()) {
            case RUNS -> {
                checkOrder(specimen, serving.started());
                checkResult(specimen, content, State.DONE);
            }
            case FAILS -> {
                assertThat(serving.started()).isEmpty();
                Outcome outcome = checkResult(specimen, content, State.FAILED);
                assertThat(outcome.details())
                        .filteredOn(detail -> detail.key().equals("reason"))
                        .singleElement()
                        .satisfies(why -> assertThat(why.value()).contains(specimen.expected()));
            }
            case REJECTED -> {
                assertThat(serving.started()).isEmpty();
                assertThat(content).hasSameSizeAs(specimen.content());
                assertThat(Spools.text(spool, "failed/" + specimen.name() + ".reason"))
                        .contains(specimen.expected())
                        .endsWith(".\n")
                        .hasLineCount(1);
            }
        }
    }

    private static void checkOrder(Specimen specimen, List<Order> started) {
        assertThat(started).hasSize(1);
        Order order = started.get(0);
        String jobFile = order.jobFile().toString();
        assertThat(order.command().argv(jobFile)).isEqualTo(specimen.argv(jobFile));
        assertThat(order.environment())
                .containsEntry("FJD_ATTEMPT", Integer.toString(specimen.attempt()));
    }

    private static Outcome checkResult(Specimen specimen, byte[] content, State state) {
        byte[] appended = Arrays.copyOfRange(content, specimen.content().length, content.length);
        assertThat(new String(appended, StandardCharsets.UTF_8))
                .startsWith("\n[" + specimen.section() + "]\nstate = " + state.word() + "\n")
                .endsWith("\nwhole = yes\n");
        Outcome outcome = History.of(content).result().orElseThrow();
        assertThat(outcome.state()).isEqualTo(state);
        return outcome;
    }
}
