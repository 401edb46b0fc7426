package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was asked of batch systems, and what became of it. */
class HiresTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Hire HIRE = hire("12", NOON);
    private static final Hires.Traces NOTHING = new Hires.Traces(Set.of(), 0, Optional.empty());

    private Hires hires;

    @BeforeEach
    void open() throws IOException {
        hires = Spools.inMemory(new TestTime()).hires();
    }

    private static Hire hire(String id, Instant at) {
        return new Hire("sge", id, "sge-m-" + id, 3, "ann", at);
    }

    @Test
    void theOldestComesFirstAndOfSeveralOfOneSecondTheOneOfTheFirstName() throws IOException {
        assertThat(hires.list()).isEmpty();
        for (Hire hire :
                List.of(hire("3", NOON), hire("1", NOON.plusSeconds(1)), hire("2", NOON))) {
            hires.add(hire);
        }
        assertThat(hires.list()).extracting(Hire::id).containsExactly("2", "3", "1");
    }

    @Test
    void oneIsReadAsItWasWrittenButForPartsOfASecond() throws IOException {
        hires.add(hire("12", NOON.plusMillis(1)));
        assertThat(hires.list()).containsExactly(HIRE);
    }

    @Test
    void aNumberThatIsUsedAgainIsOfTheLaterRequest() throws IOException {
        hires.add(new Hire("sge", "12", "sge-long-mark-of-before", 500, "bob", NOON));
        hires.add(HIRE);
        assertThat(hires.list()).containsExactly(HIRE);
    }

    @ParameterizedTest
    @CsvSource({
        "via = sge,via = -sge",
        "via = sge,via = slurm",
        "id = 12,id = 13",
        "id = 12,id = ../12",
        "mark = sge-m-12,mark = a b",
        "count = 3,count = 0",
        "count = 3,count = some",
        "at = 2030,at = noon",
        "by = ann,for = ann",
        "[hire],[fire]",
        "[hire],hire",
    })
    void whatIsNoRequestIsLeftOut(String right, String wrong) throws IOException {
        hires.add(HIRE);
        String text = Files.readString(hires.file(HIRE));
        assertThat(text).contains(right);
        Files.writeString(hires.file(HIRE), text.replace(right, wrong));
        assertThat(hires.list()).isEmpty();
    }

    @Test
    void oneWorkerIsEnough() throws IOException {
        Hire one = new Hire("sge", "12", "sge-m-12", 1, "ann", NOON);
        hires.add(one);
        assertThat(hires.list()).containsExactly(one);
    }

    @Test
    void aDirectoryOfItsNameIsNone() throws IOException {
        Files.createDirectories(hires.file(HIRE));
        assertThat(hires.list()).isEmpty();
    }

    @Test
    void itsWorkersAreThoseThatCameAndThoseThatWereCancelledEachOnce() throws IOException {
        hires.expect(HIRE.mark());
        hires.came(HIRE.mark(), "node1-1");
        hires.came(HIRE.mark(), "node1-1");
        hires.came(HIRE.mark(), "node2-1");
        hires.cancelled(HIRE, List.of("12_1", "12_2"));
        hires.cancelled(HIRE, List.of("12_2"));

        assertThat(hires.traces(HIRE))
                .isEqualTo(new Hires.Traces(Set.of("node1-1", "node2-1"), 2, Optional.empty()));
    }

    @Test
    void aWorkerOfWhichNobodyAwaitsAnyLeavesNoTrace() throws IOException {
        hires.came(HIRE.mark(), "node1-1");
        assertThat(hires.traces(HIRE)).isEqualTo(NOTHING);
        assertThat(hires.traces()).doesNotExist();
    }

    @Test
    void nothingOfItIsPendingSinceThatWasSaidFirst() throws IOException {
        hires.started(HIRE);
        Path said =
                Spools.names(hires.traces().resolve(HIRE.mark())).stream()
                        .map(hires.traces().resolve(HIRE.mark())::resolve)
                        .findFirst()
                        .orElseThrow();
        Files.setLastModifiedTime(said, FileTime.from(NOON));
        hires.started(HIRE);
        assertThat(hires.traces(HIRE)).isEqualTo(new Hires.Traces(Set.of(), 0, Optional.of(NOON)));

        hires.notStarted(HIRE);
        assertThat(hires.traces(HIRE)).isEqualTo(NOTHING);
    }

    @Test
    void nothingIsLeftOfOneThatIsRemoved() throws IOException {
        hires.add(HIRE);
        hires.cancelled(HIRE, List.of("12_1"));
        hires.remove(HIRE);

        assertThat(hires.list()).isEmpty();
        assertThat(hires.traces()).isEmptyDirectory();
    }
}
