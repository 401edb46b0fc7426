package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.Time;
import org.fjd.view.Before;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import org.fjd.view.Reason;
import org.fjd.view.Why;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                    ended(false, List.of(), false),
                    ended(true, List.of(NAME), false),
                    ended(false, List.of(NAME), true),
                    ended(false, List.of(), true),
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
                    new Reason.InLine(NONE, 1, 0, 1, 0),
                    new Reason.InLine(LABELS, 2, 3, 0, 0));

    @TempDir private Path directory;
    private Spool spool;
    private Job job;
    private Job plain;

    @BeforeEach
    void haveAJob() throws Exception {
        spool = Spools.at(directory.toRealPath(), Time.system());
        Files.writeString(spool.root().resolve("failed/b\u001b.conf"), Spools.JOB);
        job = new Catalogue(spool).jobs().get(0);
        Files.writeString(
                spool.root().resolve("failed/a.conf"),
                Spools.JOB + "\n[result]\nstate = failed\nrun = w.1\nwhole = yes\n");
        plain =
                new Catalogue(spool)
                        .jobs().stream()
                                .filter(found -> found.name().value().equals("a"))
                                .findFirst()
                                .orElseThrow();
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-3      | hire more, or put it first: fjd priority a -2",
                "0       | hire more, or put it first: fjd priority a 1",
                "999999  | hire more, or put it first: fjd priority a 1000000",
                "1000000 | hire more, or give those before it a lower priority, since no higher one is left",
            })
    void thePriorityThatPutsAJobFirstIsAboveThoseBeforeIt(int highest, String remedy) {
        assertThat(Phrase.of(new Reason.InLine(NONE, 1, 0, 1, highest), plain).remedy())
                .hasValue(remedy);
    }

    @Test
    void whatFailedBeforeIsTriedAgainFirstAndACircleIsMended() {
        List<JobName> cause = List.of(new JobName("b"), new JobName("it's"));
        assertThat(Phrase.of(ended(false, cause, false), plain).remedy())
                .hasValue(
                        "it would fail again by itself; try what it waits for too: fjd retry b"
                                + " 'it'\\''s' a");
        assertThat(Phrase.of(ended(false, cause, true), plain).remedy())
                .hasValue(
                        "it waits for itself in a circle: mend 'after' in its file, or in that of"
                                + " b, 'it'\\''s', then: fjd retry b 'it'\\''s' a");
        assertThat(Phrase.of(ended(false, List.of(), true), plain).remedy())
                .hasValue(
                        "it waits for itself in a circle: mend 'after' in its file, then: fjd"
                                + " retry a");
    }

    private static Reason ended(boolean packed, List<JobName> cause, boolean circle) {
        return new Reason.Ended(packed, new Before(cause, List.of(), circle));
    }

    @Test
    void whatWasRejectedIsMendedBefore() {
        JobName a = new JobName("a");
        JobName b = new JobName("b");
        assertThat(rejected(List.of(), List.of(a))).hasValue("mend its file, then: fjd retry a");
        assertThat(rejected(List.of(b), List.of(b)))
                .hasValue("mend the file of b, then: fjd retry b a");
        assertThat(Again.mend(new Before(List.of(), List.of(a, b), false), false))
                .hasValue("mend their files");
        assertThat(Again.mend(new Before(List.of(a, b), List.of(a, b), false), false))
                .hasValue("mend the files of a, b");
        assertThat(Again.mend(new Before(List.of(), List.of(), true), false))
                .hasValue("mend 'after' in their files");
        assertThat(Again.mend(new Before(List.of(a), List.of(), false), false)).isEmpty();
    }

    private Optional<String> rejected(List<JobName> cause, List<JobName> rejected) {
        return Phrase.of(new Reason.Ended(false, new Before(cause, rejected, false)), plain)
                .remedy();
    }

    /** Of those that {@code fjd why --json} has, in the words of its schema. */
    private Map<?, ?> told(Reason reason) {
        WhyJson json = new WhyJson(spool);
        return (Map<?, ?>)
                ((List<?>) json.of(new Why.Answer(job, List.of(reason))).get("reasons")).get(0);
    }

    @Test
    void theKindsOfReasonsAreThoseOfTheSchema() throws Exception {
        Object schema =
                JSON.std.anyFrom(Files.readString(Path.of("src/site/json/why.schema.json")));
        for (String word :
                List.of(
                        "$defs",
                        "job",
                        "properties",
                        "reasons",
                        "items",
                        "properties",
                        "kind",
                        "enum")) {
            schema = Objects.requireNonNull(((Map<?, ?>) schema).get(word), word);
        }
        Stream<Reason> all = Stream.of(OF_FORERUNNERS, OF_JOBS).flatMap(List::stream);
        Set<Object> kinds =
                Stream.concat(all, afterEach())
                        .filter(reason -> !(reason instanceof Reason.Missing))
                        .map(reason -> (Object) told(reason).get("kind"))
                        .collect(Collectors.toSet());
        assertThat(kinds).isEqualTo(Set.copyOf((List<?>) schema));
    }

    @Test
    void whatIsKnownOfAReasonIsToldToPrograms() {
        assertThat(word(new Reason.Changing())).isEqualTo("changing");
        assertThat(word(new Reason.WorkerGone("w"))).isEqualTo("worker-gone");
        assertThat(word(new Reason.WorkerSilent("w", "h", WHILE)))
                .isEqualTo("worker-silent host=h seconds=1.5");
        assertThat(word(new Reason.DispatcherSilent("h", 7, WHILE)))
                .isEqualTo("dispatcher-silent host=h pid=7 seconds=1.5");
        assertThat(word(new Reason.LimitUnknown("l"))).isEqualTo("limit-unknown limit=l");
        assertThat(word(new Reason.TimeMissing(Duration.ofHours(2), WHILE)))
                .isEqualTo("time-missing seconds=7200.0 left=1.5");
        assertThat(word(new Reason.RetryDelay(WHILE))).isEqualTo("retry-delay seconds=1.5");
        assertThat(word(new Reason.InLine(NONE, 3, 1, 2, 5)))
                .isEqualTo("in-line labels=[] workers=3 idle=1 before=2 highest=5");
        assertThat(word(ended(false, List.of(new JobName("b")), true)))
                .isEqualTo("ended packed=false jobs=[b] circle=true");
        assertThat(word(ended(true, List.of(), false))).isEqualTo("ended packed=true");
    }

    private String word(Reason reason) {
        Map<?, ?> told = told(reason);
        return told.get("kind")
                + told.entrySet().stream()
                        .filter(e -> !Set.of("kind", "what", "remedy").contains(e.getKey()))
                        .map(e -> " " + e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining());
    }
}
