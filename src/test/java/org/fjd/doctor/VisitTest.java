package org.fjd.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fjd.doctor.Diagnosis.Distance;
import org.fjd.doctor.Finding.Check;
import org.fjd.doctor.Finding.Verdict;
import org.fjd.spool.Scratch;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class VisitTest {

    private static final String DIRECTORY = "host.1";

    private final TestTime time = new TestTime();
    private final List<Finding> found = new ArrayList<>();
    private Duration patience = Duration.ofSeconds(60);
    private Ground scratch;

    @BeforeEach
    void scratch() throws IOException {
        scratch = new Ground(Spools.inMemory(time).scratch());
    }

    @AfterEach
    void clear() throws IOException {
        scratch.close();
    }

    private Optional<Distance> visit(FakeFar far) throws Exception {
        return visit(far, scratch);
    }

    private Optional<Distance> visit(FakeFar far, Scratch seenHere) throws Exception {
        try {
            return new Visit(seenHere, DIRECTORY, far, patience, time, () -> false, found::add)
                    .pay();
        } finally {
            far.end();
        }
    }

    private Finding finding(Check check) {
        return found.stream().filter(f -> f.check() == check).findFirst().orElseThrow();
    }

    @Test
    void whoSharesASoundSpoolIsMeasured() throws Exception {
        Distance distance = visit(new FakeFar(scratch, DIRECTORY)).orElseThrow();
        assertThat(found).allMatch(finding -> finding.verdict() == Verdict.GOOD);
        assertThat(found)
                .extracting(Finding::check)
                .containsExactly(
                        Check.HOST,
                        Check.MOVES,
                        Check.CREATION,
                        Check.APPENDS,
                        Check.HINTS,
                        Check.DELAY);
        assertThat(distance.host()).isEqualTo("node1");
        assertThat(distance.news().orElseThrow().times()).isEqualTo(5);
        assertThat(distance.text().orElseThrow().times()).isEqualTo(5);
        assertThat(distance.hints()).isTrue();
        assertThat(distance.worst()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whatComesLateIsMeasured() throws Exception {
        Ground late =
                new Ground(scratch) {
                    @Override
                    public List<String> list(String directory) throws IOException {
                        return directory.endsWith("/pongs") && !isOver(Duration.ofSeconds(7))
                                ? List.of()
                                : super.list(directory);
                    }
                };
        Distance distance = visit(new FakeFar(scratch, DIRECTORY), late).orElseThrow();
        assertThat(distance.newsBack().orElseThrow().worst())
                .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
        assertThat(distance.worst()).isEqualTo(distance.newsBack().orElseThrow().worst());
        assertThat(finding(Check.DELAY).verdict()).isEqualTo(Verdict.POOR);
        assertThat(finding(Check.DELAY).what()).contains("and 7.0 s");
    }

    private final long begin = time.nanos();

    private boolean isOver(Duration since) {
        return time.nanos() - begin > since.toNanos();
    }

    @Test
    void whatIsNeverSeenHereIsAFault() throws Exception {
        Ground blind =
                new Ground(scratch) {
                    @Override
                    public List<String> list(String directory) {
                        return List.of();
                    }
                };
        assertThat(visit(new FakeFar(scratch, DIRECTORY), blind)).isEmpty();
        assertThat(found).hasSize(1);
        assertThat(finding(Check.HOST).verdict()).isEqualTo(Verdict.UNFIT);
        assertThat(finding(Check.HOST).what()).contains("node1: ", "not seen here within 60 s");
    }

    @Test
    void whoCanNotBeReachedIsToldOfInItsWords() throws Exception {
        FakeFar down =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    public List<String> run(String place, String script, Consumer<String> heard) {
                        return List.of("Connection refused", "by hand?");
                    }
                };
        assertThat(visit(down)).isEmpty();
        assertThat(finding(Check.HOST).what()).isEqualTo("node1: Connection refused; by hand?");
    }

    @Test
    void whoFallsSilentIsNotWaitedForForEver() throws Exception {
        patience = Duration.ofMillis(-1900); // beside the grace
        FakeFar deaf =
                new FakeFar(scratch, "elsewhere") {
                    @Override
                    public List<String> run(String place, String script, Consumer<String> heard)
                            throws InterruptedException {
                        heard.accept("motd");
                        return super.run(place, script, heard);
                    }
                };
        assertThat(visit(deaf)).isEmpty();
        assertThat(finding(Check.HOST).what()).contains("does not see here what is new");
    }

    @Test
    void filesThatBothMovedAreFound() throws Exception {
        FakeFar boasting =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    boolean move(String name) throws IOException {
                        super.move(name);
                        return true;
                    }
                };
        Ground claiming =
                new Ground(scratch) {
                    @Override
                    public boolean take(String from, String to) throws IOException {
                        super.take(from, to);
                        return true;
                    }
                };
        visit(boasting, claiming);
        assertThat(finding(Check.MOVES).verdict()).isEqualTo(Verdict.UNFIT);
        assertThat(finding(Check.MOVES).what()).contains("40 were moved by both, and 0 were lost");
    }

    @Test
    void filesThatAreLostAreFound() throws Exception {
        FakeFar losing =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    boolean move(String name) throws IOException {
                        return name.equals("7")
                                ? scratch.remove(at("both/7")) || scratch.remove(at("here/7"))
                                : super.move(name);
                    }
                };
        Ground idle =
                new Ground(scratch) {
                    @Override
                    public boolean take(String from, String to) {
                        return false;
                    }
                };
        visit(losing, idle);
        assertThat(finding(Check.MOVES).verdict()).isEqualTo(Verdict.UNFIT);
        assertThat(finding(Check.MOVES).what()).contains("0 were moved by both, and 1 were lost");
    }

    @Test
    void namesThatBothCreatedAreFound() throws Exception {
        FakeFar replacing =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    boolean create(String name) {
                        return true;
                    }
                };
        visit(replacing);
        assertThat(finding(Check.CREATION).verdict()).isEqualTo(Verdict.UNFIT);
        assertThat(finding(Check.CREATION).what()).contains("40 were created by both");
    }

    @Test
    void anErrorInsteadOfALostRaceIsPoor() throws Exception {
        Ground grumbling =
                new Ground(scratch) {
                    @Override
                    public boolean create(String name, byte[] content) throws IOException {
                        if (name.endsWith("/names/7") || !super.create(name, content)) {
                            throw new IOException("Operation not permitted");
                        }
                        return true;
                    }
                };
        FakeFar first =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    boolean create(String name) throws IOException {
                        return name.equals("7") || super.create(name);
                    }
                };
        Optional<Distance> distance = visit(first, grumbling);
        assertThat(distance).isPresent();
        assertThat(finding(Check.CREATION).verdict()).isEqualTo(Verdict.POOR);
        assertThat(finding(Check.CREATION).what()).contains("this host met an error");
    }

    @Test
    void anErrorHereEndsTheVisitOfThatHostOnly() throws Exception {
        Ground broken =
                new Ground(scratch) {
                    @Override
                    public List<String> list(String directory) throws IOException {
                        throw new IOException("Input/output error");
                    }
                };
        assertThat(visit(new FakeFar(scratch, DIRECTORY), broken)).isEmpty();
        assertThat(finding(Check.HOST).what())
                .contains("node1: an operation here failed: Input/output error");
    }

    @Test
    void namesThatNobodyCreatedAreFound() throws Exception {
        FakeFar failing =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    boolean create(String name) {
                        return false;
                    }
                };
        Ground failingToo =
                new Ground(scratch) {
                    @Override
                    public boolean create(String name, byte[] content) throws IOException {
                        return !name.contains("/names/") && super.create(name, content);
                    }
                };
        visit(failing, failingToo);
        assertThat(finding(Check.CREATION).what()).contains("0 were created by both, and 40");
    }

    @Test
    void anAppendThatIsNeverWholeIsFoundAndTheRestIsMeasured() throws Exception {
        FakeFar tearing =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    void append(String section) throws IOException {
                        super.append(section.substring(0, 100));
                    }
                };
        Distance distance = visit(tearing).orElseThrow();
        assertThat(finding(Check.APPENDS).verdict()).isEqualTo(Verdict.UNFIT);
        assertThat(distance.text()).isEmpty();
        assertThat(distance.news()).isPresent();
    }

    @Test
    void anAppendThatIsReadInPartFirstIsGood() throws Exception {
        Ground early =
                new Ground(scratch) {
                    private int reads;

                    @Override
                    public Optional<byte[]> read(String name) throws IOException {
                        boolean isPart = name.endsWith("/text") && reads++ == 1;
                        return isPart ? Optional.of(new byte[] {'s'}) : super.read(name);
                    }
                };
        visit(new FakeFar(scratch, DIRECTORY), early);
        assertThat(finding(Check.APPENDS).verdict()).isEqualTo(Verdict.GOOD);
        assertThat(finding(Check.APPENDS).what()).contains("after 1 looks that found part of it");
    }

    @Test
    void anotherUserThereIsPoor() throws Exception {
        Ground mapped =
                new Ground(scratch) {
                    @Override
                    public Optional<String> otherOwner(String name) {
                        return Optional.of("nobody");
                    }
                };
        visit(new FakeFar(scratch, DIRECTORY), mapped);
        assertThat(finding(Check.RIGHTS).verdict()).isEqualTo(Verdict.POOR);
        assertThat(finding(Check.RIGHTS).what()).contains("node1 makes belongs to nobody");
    }

    @ParameterizedTest
    @CsvSource({
        "1893456000.000000000, 0, 0",
        "1893459600.500000000, 3600500, 0",
        "1893452400.000000000, -3600000, 0",
        "1893456000.N, 500, 500",
        "1893456000, 500, 500",
        "soon, ,",
        "-1, ,",
        "'', ,"
    })
    void theClockThereIsKnownToWithinTheTimeItTookToAsk(String says, Long ahead, Long inexact)
            throws Exception {
        FakeFar far =
                new FakeFar(scratch, DIRECTORY) {
                    @Override
                    String clock() {
                        return says;
                    }
                };
        Distance distance = visit(far).orElseThrow();
        if (ahead == null) {
            assertThat(distance.clock()).isEmpty();
        } else {
            assertThat(distance.clock().orElseThrow().ahead()).isEqualTo(Duration.ofMillis(ahead));
            assertThat(distance.clock().orElseThrow().inexact())
                    .isEqualTo(Duration.ofMillis(inexact));
        }
    }
}
