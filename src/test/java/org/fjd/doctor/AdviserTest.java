package org.fjd.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.doctor.Diagnosis.Distance;
import org.fjd.doctor.Diagnosis.Proposal;
import org.fjd.spool.Settings;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviserTest {

    private @TempDir Path directory;

    private Settings settings(String text) throws Exception {
        Spool spool = Spools.at(directory, new TestTime(), text);
        return spool.settings();
    }

    private static Optional<Spread> spread(long millis) {
        return Optional.of(new Spread(5, Duration.ZERO, Duration.ofMillis(millis)));
    }

    private static Map<Operation, Spread> slowest(long millis) {
        return Map.of(
                Operation.LOOK,
                spread(0).orElseThrow(),
                Operation.MOVE,
                spread(millis).orElseThrow());
    }

    private static Distance host(long news, long back, long text, boolean hints) {
        return new Distance(
                "node1", spread(news), spread(back), spread(text), hints, Optional.empty());
    }

    private static String keys(List<Proposal> proposals) {
        return proposals.stream()
                .map(p -> p.key() + "=" + p.value())
                .reduce("", (a, b) -> a + " " + b)
                .strip();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, ''",
        "5999, 1, ''",
        "6000, 1, lease=180s",
        "0, 6000, ''",
        "0, 6001, lease=180s",
        "20000, 0, lease=420s",
        "7000, 2000, lease=180s"
    })
    void theLeaseIsManyTimesWhatMayHoldUpNews(long news, long operation, String proposed) {
        assertThat(
                        keys(
                                new Adviser(Settings.DEFAULT, true)
                                        .propose(
                                                true,
                                                slowest(operation),
                                                List.of(host(0, news, 0, false)))))
                .isEqualTo(proposed);
    }

    @Test
    void aShortLeaseIsRaisedToTheSecondAndALongOneNeverLowered() throws Exception {
        List<Distance> hosts = List.of(host(600, 0, 0, true));
        assertThat(new Adviser(settings("lease = 10s\n"), false).propose(true, slowest(1), hosts))
                .singleElement()
                .matches(p -> p.value().equals("13s") && p.now().equals(Optional.of("10s")));
        assertThat(new Adviser(settings("lease = 1h\n"), false).propose(true, slowest(1), hosts))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"999, ''", "1000, ''", "1001, settle=3s", "20000, lease=420s settle=40s"})
    void aFileMustNotChangeForLongerThanItsNewsTakes(long text, String proposed) {
        assertThat(
                        keys(
                                new Adviser(Settings.DEFAULT, true)
                                        .propose(true, Map.of(), List.of(host(0, 0, text, false)))))
                .isEqualTo(proposed);
    }

    @ParameterizedTest
    @CsvSource({
        "false, true,  true,  ''",
        "false, true,  false, watch=false",
        "false, false, true,  watch=false",
        "true,  true,  false, ''",
        "true,  false, false, ''"
    })
    void hintsAreReliedOnOnlyWhereTheyComeFromEverybody(
            boolean remote, boolean here, boolean there, String proposed) {
        assertThat(
                        keys(
                                new Adviser(Settings.DEFAULT, remote)
                                        .propose(here, Map.of(), List.of(host(0, 0, 0, there)))))
                .isEqualTo(proposed);
    }

    @Test
    void whatTheUserSaysOfHintsCountsBeforeTheType() throws Exception {
        List<Distance> deaf = List.of(host(0, 0, 0, false));
        assertThat(new Adviser(settings(""), false).propose(true, Map.of(), deaf))
                .as("watch = no")
                .isEmpty();
        Settings watching =
                new Settings(
                        Settings.DEFAULT.settle(),
                        Settings.DEFAULT.lease(),
                        false,
                        java.util.Set.of(),
                        Optional.of(true),
                        Map.of(),
                        Map.of(),
                        org.fjd.ini.Ini.EMPTY,
                        List.of());
        assertThat(new Adviser(watching, true).propose(true, Map.of(), deaf))
                .singleElement()
                .matches(p -> p.now().equals(Optional.of("true")) && p.why().contains("node1"));
    }
}
