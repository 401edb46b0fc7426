package org.fjd.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fjd.ini.Ini;
import org.fjd.ini.Section;

class JobFilePropertiesTest {

    /**
     * A section that fjd wrote, or the beginning of one.
     *
     * @param tenths how much of it got to the disk; the last tenth is all but its last byte
     */
    record Appended(Outcome outcome, boolean isResult, int tenths) {

        String to(String content) {
            History history = history(content);
            byte[] bytes = isResult ? outcome.asResult(history) : outcome.asAttempt(history);
            String text = new String(bytes, ISO_8859_1);
            return tenths > 10 ? text : text.substring(0, (text.length() - 1) * tenths / 10);
        }

        boolean isWhole() {
            return tenths > 10;
        }

        /** Whether only the newline at its end is missing, with which the next one starts. */
        boolean isWholeOnceAnotherFollows() {
            return tenths == 10;
        }
    }

    @Provide
    Arbitrary<String> contents() {
        return JobTexts.contents();
    }

    @Provide
    Arbitrary<String> jobs() {
        return Arbitraries.oneOf(JobTexts.jobs(), JobTexts.contents());
    }

    @Provide
    Arbitrary<Outcome> outcomes() {
        return JobTexts.outcomes();
    }

    @Provide
    Arbitrary<List<Appended>> appended() {
        return Combinators.combine(
                        JobTexts.outcomes(),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 20))
                .as(Appended::new)
                .list()
                .ofMaxSize(8);
    }

    @Property
    void anyContentIsReadOrRejectedWithASentence(@ForAll("contents") String content) {
        try {
            JobFile.parse(bytes(content), Defaults.NONE);
        } catch (Rejection e) {
            assertThat(e.reason()).matches("\\P{C}+\\.");
        }
        assertThat(history(content).attempt()).isPositive();
        assertThat(History.submittedWhole(bytes(content)))
                .isIn(content.contains("\nwhole = yes"), false);
    }

    @Property
    void whatIsAppendedToAnyContentIsReadBack(
            @ForAll("contents") String content,
            @ForAll("outcomes") Outcome outcome,
            @ForAll boolean isResult) {
        History before = history(content);
        String whole = content + new Appended(outcome, isResult, 11).to(content);

        // The newline with which a section starts may make the one before it whole.
        Optional<Outcome> earlier = history(content + "\n").of(outcome.run());
        boolean disputed = earlier.filter(o -> isLost(o) || isLost(outcome)).isPresent();
        assertThat(history(whole).of(outcome.run()))
                .isEqualTo(disputed ? earlier : Optional.of(outcome));
        String name = isResult ? before.nextResultSection() : before.nextAttemptSection();
        if (!name.endsWith(".999999999999999999")) {
            assertThat(content.split("\n")).doesNotContain("[" + name + "]");
        }
    }

    @Property
    void whetherARunWasLostIsDecidedWhateverFollows(
            @ForAll("contents") String content,
            @ForAll("outcomes") Outcome outcome,
            @ForAll("contents") String rest) {
        Outcome lost = new Outcome(State.LOST, outcome.run(), outcome.details());
        String whole = content + new Appended(lost, false, 11).to(content);
        Optional<Outcome> said = history(whole).of(lost.run());

        Optional<Outcome> saidLater = history(whole + rest).of(lost.run());
        assertThat(saidLater.map(JobFilePropertiesTest::isLost))
                .hasValue(isLost(said.orElseThrow()));
        if (isLost(said.orElseThrow())) {
            assertThat(saidLater).isEqualTo(said);
        }
    }

    private static boolean isLost(Outcome outcome) {
        return outcome.state() == State.LOST;
    }

    /** A run that was given back does not count, nor one that never began. */
    private static boolean counts(Outcome outcome) {
        return switch (outcome.state()) {
            case RETURNED -> false;
            case CANCELLED -> outcome.details().stream().anyMatch(d -> d.key().equals("started"));
            default -> true;
        };
    }

    @Property
    void historyIsWhatTheWholeSectionsSay(@ForAll("appended") List<Appended> all) {
        String content = "[control]\nexecutable: true\n";
        List<Appended> whole = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Appended one = all.get(i);
            content += one.to(content);
            boolean followed =
                    all.subList(i + 1, all.size()).stream().anyMatch(next -> next.tenths() > 0);
            if (one.isWhole() || (one.isWholeOnceAnotherFollows() && followed)) {
                whole.add(one);
            }
        }
        List<Appended> counting =
                IntStream.range(0, whole.size())
                        .filter(i -> i == placeThatCounts(whole, whole.get(i).outcome().run()))
                        .mapToObj(whole::get)
                        .toList();
        int results = 0;
        for (int i = 0; i < counting.size(); i++) {
            results = counting.get(i).isResult() ? i + 1 : results;
        }

        History history = history(content);
        for (Appended one : counting) {
            assertThat(history.of(one.outcome().run())).hasValue(one.outcome());
        }
        assertThat(history.attempt())
                .isEqualTo(1 + among(counting, JobFilePropertiesTest::counts).size());
        assertThat(history.lostInARow())
                .isEqualTo(
                        among(
                                        counting.subList(results, counting.size()),
                                        o -> o.state() == State.LOST)
                                .size());
        assertThat(history.result())
                .isEqualTo(
                        results == 0
                                ? Optional.empty()
                                : Optional.of(counting.get(results - 1).outcome()));
    }

    @Property
    void whatFjdAppendsChangesNothingOfWhatTheUserAsksFor(
            @ForAll("jobs") String content, @ForAll("appended") List<Appended> all)
            throws Exception {
        Optional<Control> control = control(content);
        Assume.that(control.isPresent());
        List<Section> sections = sections(content);
        String longer = content;
        for (Appended one : all) {
            longer += one.to(longer);
        }

        assertThat(control(longer)).isEqualTo(control);
        assertThat(sections(longer)).isEqualTo(sections);
    }

    /**
     * That of the first section of the run if it calls it lost, else of the last which does not.
     */
    private static int placeThatCounts(List<Appended> whole, Run run) {
        int[] places =
                IntStream.range(0, whole.size())
                        .filter(i -> whole.get(i).outcome().run().equals(run))
                        .toArray();
        return isLost(whole.get(places[0]).outcome())
                ? places[0]
                : Arrays.stream(places)
                        .filter(i -> !isLost(whole.get(i).outcome()))
                        .reduce((earlier, later) -> later)
                        .orElseThrow();
    }

    private static List<Appended> among(List<Appended> all, Predicate<Outcome> which) {
        return all.stream().filter(one -> which.test(one.outcome())).toList();
    }

    private static Optional<Control> control(String content) {
        try {
            return Optional.of(JobFile.parse(bytes(content), Defaults.NONE).control());
        } catch (Rejection e) {
            return Optional.empty();
        }
    }

    /** The sections that are not fjd's. */
    private static List<Section> sections(String content) throws Exception {
        String text = new String(History.blankOut(bytes(content)), UTF_8);
        return Ini.parse(text.replace("\uFEFF", "")).sections();
    }

    private static History history(String content) {
        return History.of(bytes(content));
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(ISO_8859_1);
    }
}
