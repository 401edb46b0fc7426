package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.Time;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import org.fjd.view.Reason;
import org.fjd.view.Why;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhraseTest {

    private static final Duration WHILE = Duration.ofMillis(1500);
    private static final JobName NAME = new JobName("a\u001b[2J");
    private static final TreeSet<String> NONE = new TreeSet<>();
    private static final TreeSet<String> LABELS = new TreeSet<>(List.of("gpu", "big"));

    private static final List<Reason> OF_FORERUNNERS =
            List.of(
                    new Reason.Running(),
                    new Reason.Assigned(),
                    new Reason.Missing(),
                    new Reason.Unfit("It is \u001bempty."),
                    new Reason.Held(Optional.of("ann"), Optional.of("\u001b")),
                    new Reason.Held(Optional.empty(), Optional.empty()),
                    new Reason.InCircle(List.of(NAME)),
                    new Reason.ForerunnerFailed(NAME),
                    new Reason.LimitUnknown("l"),
                    new Reason.LimitReached("l", 0, List.of()),
                    new Reason.LimitReached("l", 2, List.of(NAME, NAME)),
                    new Reason.LabelsMissing(LABELS, NONE),
                    new Reason.LabelsMissing(LABELS, LABELS),
                    new Reason.TimeMissing(Duration.ofHours(2), WHILE),
                    new Reason.NoWorkers(0),
                    new Reason.NoWorkers(2),
                    new Reason.NotBefore(Instant.EPOCH, WHILE),
                    new Reason.Ready());

    private static final List<Reason> OF_JOBS =
            List.of(
                    new Reason.Ended(false),
                    new Reason.Ended(true),
                    new Reason.Changing(),
                    new Reason.WorkerGone("w\u001b"),
                    new Reason.WorkerDead("w", "h\u001b", 1),
                    new Reason.WorkerSilent("w", "h\u001b", WHILE),
                    new Reason.Paused("\u001b"),
                    new Reason.Paused(""),
                    new Reason.NoDispatcher(),
                    new Reason.DispatcherDead("h", 1),
                    new Reason.DispatcherSilent("h\u001b", 1, WHILE),
                    new Reason.RetryDelay(WHILE),
                    new Reason.Settling(WHILE, false),
                    new Reason.Settling(WHILE, true),
                    new Reason.InLine(NONE, 1, 0, 1),
                    new Reason.InLine(LABELS, 2, 3, 0));

    @TempDir private Path directory;
    private Job job;

    @BeforeEach
    void haveAJob() throws Exception {
        Spool spool = Spools.at(directory.toRealPath(), Time.system());
        Files.writeString(spool.root().resolve("failed/b\u001b.conf"), Spools.JOB);
        job = new Catalogue(spool).jobs().get(0);
    }

    private static Stream<Reason> afterEach() {
        return OF_FORERUNNERS.stream().map(root -> new Reason.After(List.of(NAME), root));
    }

    @Test
    void everyReasonIsSaidAndSafeOnATerminal() {
        Stream<Reason> plain = OF_FORERUNNERS.stream().filter(r -> !(r instanceof Reason.Missing));
        List<Reason> reasons =
                Stream.of(plain, OF_JOBS.stream(), afterEach()).flatMap(all -> all).toList();
        assertThat(Stream.concat(reasons.stream(), OF_FORERUNNERS.stream()).map(Reason::getClass))
                .containsAll(
                        Arrays.stream(Reason.class.getPermittedSubclasses())
                                .<Class<? extends Reason>>map(c -> c.asSubclass(Reason.class))
                                .toList());
        for (Reason reason : reasons) {
            Phrase phrase = Phrase.of(reason, job);
            String all = phrase.what() + phrase.remedy().orElse("");
            assertThat(all).doesNotContain("\u001b", "\n", "%", "null", "Optional").isNotBlank();
            assertThat(phrase.what()).doesNotEndWith(".");
        }
    }

    @Test
    void aLongChainIsCutShortAndManyReasonsAreCounted() {
        List<JobName> chain =
                IntStream.rangeClosed(1, 4).mapToObj(i -> new JobName("j" + i)).toList();
        assertThat(Phrase.of(new Reason.After(chain, new Reason.Ready()), job).what())
                .isEqualTo(
                        "it waits for j1, which waits for others (3), the last of them j4, which is"
                                + " queued");
        assertThat(Phrase.of(new Reason.After(chain.subList(0, 3), new Reason.Ready()), job).what())
                .isEqualTo(
                        "it waits for j1, which waits for j2, which waits for j3, which is queued");
        List<Reason> many =
                IntStream.range(0, 23).mapToObj(i -> (Reason) new Reason.NoDispatcher()).toList();
        List<String> lines = new WhyText(job.since()).of(new Why.Answer(job, many));
        assertThat(lines).hasSize(22).allMatch(line -> line.length() <= 80);
        assertThat(lines.get(21)).isEqualTo("  - 3 more reasons: --json has them");
    }
}
