package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.Spools;
import org.fjd.spool.Wanted;
import org.fjd.upkeep.Archiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    private Shelves shelves;

    @BeforeEach
    void make() throws IOException {
        shelves = new Shelves();
    }

    private Failures failures() throws IOException {
        return Failures.of(shelves.spool);
    }

    private List<String> retries(String... names) throws IOException {
        Selection asked = Failures.FAILED.named(Wanted.of(shelves.spool, List.of(names)));
        List<Job> jobs = asked.from(shelves.catalogue(), shelves.time.now()).jobs();
        List<Job> all = Failures.FAILED.from(shelves.catalogue(), shelves.time.now()).jobs();
        return Failures.of(shelves.spool, jobs, all).groups().stream()
                .map(group -> group.retry().line())
                .toList();
    }

    @Test
    void nothingHasFailed() throws IOException {
        shelves.done("d");
        shelves.failed("c", "cancelled");
        shelves.write("jobqueue/q.conf", Spools.JOB);

        assertThat(failures().groups()).isEmpty();
        assertThat(failures().badHosts()).isEmpty();
    }

    @Test
    void errorsThatDifferOnlyInNumbersAndPathsAreOneGroup() throws IOException {
        for (int i = 1; i <= 3; i++) {
            shelves.failedWithLog(
                    "fit" + i,
                    "step " + i + "\nError: /data/run" + i + "/x.csv: bad line 1" + i + "\n",
                    "exit = 3",
                    "host = node1");
        }
        shelves.failedWithLog("other", "Segmentation fault\n", "exit = 139", "host = node2");

        List<FailureGroup> groups = failures().groups();
        assertThat(groups).hasSize(2);
        FailureGroup first = groups.get(0);
        assertThat(first.jobs()).hasSize(3);
        assertThat(first.exit()).contains("3");
        assertThat(first.host()).contains("node1");
        assertThat(first.lines()).containsExactly("Error: PATH: bad line N");
        assertThat(groups.get(1).lines()).containsExactly("Segmentation fault");
    }

    @Test
    void theLastErrorCountsAndNotTheFramesBelowIt() throws IOException {
        shelves.failedWithLog(
                "a",
                "warning: first error\nException in thread main: no x\n\tat a.FailsError(A.java:1)\nbye\nbye\nbye\n",
                "exit = 1");
        assertThat(failures().groups().get(0).lines())
                .containsExactly(
                        "Exception in thread main: no x", "at a.FailsError(A.java:1)", "bye");
    }

    @Test
    void withoutAnErrorTheLastLineIsTold() throws IOException {
        shelves.failedWithLog("a", "one\ntwo\n\n\n", "exit = 1");
        assertThat(failures().groups().get(0).lines()).containsExactly("two");
    }

    @Test
    void aReasonSaysMoreThanTheLog() throws IOException {
        shelves.failed("a", "failed", "reason = could not start: ./a.sh is not there");
        shelves.failed("b", "timed-out", "exit = 143", "reason = it ran longer than 5s");
        shelves.write("failed/c.conf", "");
        shelves.write("failed/c.reason", "It is empty.\n");

        assertThat(failures().groups())
                .extracting(FailureGroup::lines)
                .containsExactlyInAnyOrder(
                        List.of("could not start: ./a.sh is not there"),
                        List.of("it ran longer than 5s"),
                        List.of("It is empty."));
    }

    @Test
    void aLogOutsideOfTheSpoolIsNotRead() throws IOException {
        shelves.write("../secret", "Error: secret\n");
        shelves.failed("a", "failed", "exit = 1", "log = ../secret");
        shelves.failed("b", "failed", "exit = 1", "log = logs/../../secret");

        assertThat(failures().groups()).hasSize(1);
        assertThat(failures().groups().get(0).lines()).isEmpty();
    }

    @Test
    void onlyTheEndOfALongLogIsRead() throws IOException {
        shelves.failedWithLog("a", "Error: early\n" + "x\n".repeat(10_000), "exit = 1");
        assertThat(failures().groups().get(0).lines()).containsExactly("x");
    }

    @Test
    void aHostOnWhichEverythingFailsIsNamed() throws IOException {
        for (int i = 1; i <= 5; i++) {
            shelves.failed("bad" + i, "failed", "exit = 1", "host = sick");
            shelves.failed("half" + i, "failed", "exit = 1", "host = well");
        }
        for (int i = 1; i <= 4; i++) {
            shelves.failed("few" + i, "failed", "exit = 1", "host = new");
        }
        assertThat(failures().badHosts()).as("nothing succeeds anywhere").isEmpty();

        shelves.done("d", "exit = 0", "host = well");
        assertThat(failures().badHosts()).containsExactly(new Failures.BadHost("sick", 5));

        shelves.done("e", "exit = 0", "host = sick");
        assertThat(failures().badHosts()).isEmpty();
    }

    @Test
    void theOnlyGroupIsRetriedWithAllThatFailed() throws IOException {
        shelves.failed("a", "failed", "exit = 1");
        assertThat(retries()).containsExactly("fjd retry --failed");
    }

    @Test
    void allThatFailedAreRetriedOnlyIfAllAreAskedFor() throws IOException {
        for (int i = 1; i <= 6; i++) {
            shelves.failed("aa-" + i, "failed", "exit = 1");
        }
        assertThat(retries("aa-*")).containsExactly("fjd retry --failed");

        shelves.failed("bb", "failed", "exit = 2");
        shelves.failed("aa-cancelled", "cancelled");
        assertThat(retries("aa-*")).containsExactly("fjd retry --exit 1");
        assertThat(retries("bb")).containsExactly("fjd retry bb");

        shelves.failed("cc", "failed", "exit = 1");
        assertThat(retries("aa-*")).containsExactly("fjd retry --exit 1 'aa-*'");
    }

    @Test
    void thoseThatFailedInAnotherWayWithTheSameExitCodeAreLeftOut() throws IOException {
        for (int i = 1; i <= 6; i++) {
            shelves.failed("x" + i, "failed", "exit = 143");
            shelves.failed("y" + i, "timed-out", "exit = 143");
            shelves.failed("z" + i, "timed-out", "exit = 1");
            shelves.failed("f" + i, "failed", "exit = odd");
        }
        assertThat(retries())
                .containsExactlyInAnyOrder(
                        "fjd retry --exit 143 --state failed",
                        "fjd retry --exit 143 --state timed-out",
                        "fjd retry --exit 1",
                        "fjd retry --state failed 'f*'");
    }

    @Test
    void whatIsPackedIsToBeRestoredFirst() throws IOException {
        shelves.failed("bad", "failed", "exit = 1");
        for (int i = 1; i <= 6; i++) {
            shelves.failed("many" + i, "failed", "exit = 2");
        }
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), true));
        assertThat(retries())
                .containsExactly(
                        "fjd archive --restore 'many*' --state failed && fjd retry --failed",
                        "fjd archive --restore bad && fjd retry --failed");

        shelves.failed("bad2", "failed", "exit = 1");
        shelves.failed("other", "failed", "exit = 7");
        assertThat(retries())
                .containsExactly(
                        "fjd archive --restore 'many*' --state failed && fjd retry --exit 2",
                        "fjd archive --restore bad && fjd retry bad2 bad",
                        "fjd retry other");
    }

    @Test
    void whatIsPackedIsNamedWhereAPatternWouldBringBackOthersToo() throws IOException {
        for (int i = 1; i <= 6; i++) {
            shelves.failed("fit" + i, "failed", "exit = 2");
        }
        shelves.failed("fitted", "failed", "exit = 3");
        shelves.failed("fit-lost", "lost");
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), true));

        assertThat(retries().get(0))
                .matches("fjd archive --restore (fit\\d ){6}&& fjd retry --failed");
        assertThat(retries()).contains("fjd archive --restore fitted && fjd retry --failed");
    }

    @Test
    void aPatternMeansItsOwnNamesWhateverIsInThem() throws IOException {
        for (int i = 1; i <= 6; i++) {
            shelves.failed("a[*\\" + Character.toString(0x1F600 + i), "failed", "exit = 2");
            shelves.failed("a" + i, "failed", "exit = 2", "reason = other");
        }
        assertThat(retries()).contains("fjd retry --exit 2 'a\\[\\*\\\\*'");
        assertThat(failures().groups()).extracting(g -> g.retry().jobs()).contains(6);
    }

    @Test
    void theErrorOfAPackedJobIsInItsPackedLog() throws IOException {
        shelves.failedWithLog("a", "x\n".repeat(10_000) + "Error: late\nbye\n", "exit = 1");
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), true));

        assertThat(shelves.at("logs/a.log")).doesNotExist();
        assertThat(failures().groups().get(0).lines()).containsExactly("Error: late", "bye");
    }

    @Test
    void aFewJobsAreNamedAndOddOnesQuoted() throws IOException {
        for (int i = 1; i <= 3; i++) {
            shelves.failed("x" + i, "failed", "exit = 3");
        }
        shelves.failed("it's a\u001bjob", "failed", "exit = 4");
        shelves.failed("-v", "failed", "exit = 5");

        assertThat(retries().get(0)).matches("fjd retry x\\d x\\d x\\d");
        assertThat(retries()).contains("fjd retry $'it\\'s a\\033job'", "fjd retry -- -v");
    }

    @Test
    void manyAreToldByTheirExitCode() throws IOException {
        for (int i = 1; i <= 6; i++) {
            shelves.failed("x" + i, "failed", "exit = 3");
            shelves.failed("t" + i, "timed-out");
        }
        assertThat(retries())
                .containsExactlyInAnyOrder("fjd retry --exit 3", "fjd retry --state timed-out");
    }

    @Test
    void manyOfAnExitCodeThatOthersHaveTooAreToldByTheirNames() throws IOException {
        for (int i = 1; i <= 6; i++) {
            shelves.failedWithLog("fit" + i, "Error: one\n", "exit = 1");
            shelves.failedWithLog("plot" + i, "Error: two\n", "exit = 1");
        }
        List<FailureGroup> groups = failures().groups();
        assertThat(retries())
                .containsExactlyInAnyOrder(
                        "fjd retry --exit 1 'fit*'", "fjd retry --exit 1 'plot*'");
        assertThat(groups.get(0).retry().jobs()).isEqualTo(6);
    }

    @Test
    void wherenothingTellsThemApartTheCommandSaysHowManyItRetries() throws IOException {
        for (int i = 1; i <= 6; i++) {
            shelves.failedWithLog("fit" + i, "Error: one\n", "exit = 1");
            shelves.failedWithLog("fit" + i + "b", "Error: two\n", "exit = 1");
        }
        shelves.failed("c", "lost");
        List<FailureGroup> groups = failures().groups();
        assertThat(groups.get(0).retry().line()).isEqualTo("fjd retry --exit 1");
        assertThat(groups.get(0).retry().jobs()).isEqualTo(12);
    }

    private List<List<String>> lines() throws IOException {
        return failures().groups().stream().map(FailureGroup::lines).toList();
    }

    @Test
    void theErrorOfASingleJobIsShownAsItWas() throws IOException {
        shelves.failedWithLog("open", "Error: cannot open file\u001b[0m \u0007/tmp/x7\n");
        assertThat(lines()).containsExactly(List.of("Error: cannot open file \uFFFD/tmp/x7"));
    }

    @Test
    void aNameThatIsAWordByAccidentStays() throws IOException {
        shelves.failedWithLog("open", "Error: cannot open file\n");
        shelves.failedWithLog("file", "Error: cannot open file\n");
        shelves.failedWithLog("other", "Error: cannot open file\n");
        assertThat(failures().groups()).hasSize(1);
        assertThat(lines()).containsExactly(List.of("Error: cannot open file"));
    }

    @Test
    void aNameIsReplacedWhereThatMakesLinesAlike() throws IOException {
        shelves.failedWithLog("alpha", "Error in alpha: no room\nsee alpha.txt\n");
        shelves.failedWithLog("beta", "Error in beta: no room\nsee beta.txt\n");
        shelves.failedWithLog("beta~2", "Error in beta: no room\nsee beta.txt\n");
        assertThat(failures().groups()).hasSize(1);
        assertThat(lines()).containsExactly(List.of("Error in JOB: no room", "see JOB.txt"));
    }

    @Test
    void aLineOfPlaceholdersOnlyIsShownAsTheFirstJobHasIt() throws IOException {
        shelves.failedWithLog("a", "17\n", "exit = 1");
        shelves.failedWithLog("b", "18\n", "exit = 1");
        shelves.write("failed/b.conf", shelves.read("failed/b.conf"), shelves.time.now());
        shelves.write(
                "failed/a.conf", shelves.read("failed/a.conf"), shelves.time.now().minusSeconds(9));
        assertThat(failures().groups()).hasSize(1);
        assertThat(lines()).containsExactly(List.of("18"));
    }

    @Test
    void whatWouldFailAgainByItselfIsRetriedAfterItsCause() throws IOException {
        shelves.failed("root", "failed", "exit = 2");
        shelves.failedAfter("mid", "root");
        shelves.failedAfter("leaf", "mid");
        assertThat(retries("leaf")).containsExactly("fjd retry root mid leaf");
        assertThat(retries("mid")).containsExactly("fjd retry root mid");
        assertThat(retries("root")).containsExactly("fjd retry root");
        shelves.failed("root", "cancelled");
        assertThat(retries("mid")).containsExactly("fjd retry root mid");
    }

    @Test
    void ofManyTheCausesAreRetriedBefore() throws IOException {
        shelves.failed("root", "cancelled");
        for (int i = 1; i <= 6; i++) {
            shelves.failedAfter("x" + i, "root");
        }
        assertThat(retries()).containsExactly("fjd retry root && fjd retry --failed");
        assertThat(failures().groups().get(0).retry().jobs()).isEqualTo(7);

        shelves.failed("root", "timed-out");
        shelves.failed("other", "lost");
        assertThat(retries("x*")).containsExactly("fjd retry root && fjd retry --state failed");
        for (int i = 1; i <= 6; i++) {
            shelves.failed("root" + i, "timed-out");
            shelves.failedAfter("x" + i, "root" + i);
        }
        assertThat(retries("x*")).containsExactly("fjd retry --failed");
    }

    @Test
    void whatWasPackedOfTheCausesIsRestoredFirst() throws IOException {
        shelves.failed("root", "failed");
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), true));
        shelves.failedAfter("leaf", "root");
        assertThat(retries("leaf"))
                .containsExactly("fjd archive --restore root && fjd retry root leaf");
    }

    @Test
    void aCircleAndWhatWasRejectedIsToBeMendedFirst() throws IOException {
        shelves.failedAfter("c1", "c2");
        shelves.failedAfter("c2", "c1");
        shelves.write("failed/r.conf", "nonsense");
        shelves.write("failed/r.reason", "It is not INI.\n");
        assertThat(retries("c1")).containsExactly("fjd retry c2 c1");
        assertThat(retries("r")).containsExactly("fjd retry r");
        assertThat(failures().groups())
                .extracting(group -> group.retry().before())
                .anyMatch(before -> before.circle() && before.rejected().isEmpty())
                .anyMatch(before -> before.rejected().equals(List.of(new JobName("r"))));
    }

    @ParameterizedTest
    @CsvSource({
        "N, true",
        "'N, PATH (TIME)', true",
        "'', true",
        "Ns, false",
        "No, false",
        "line N, false",
    })
    void aLineOfPlaceholdersTellsNothing(String line, boolean nothing) {
        assertThat(Alike.isEmptyOfWords(line)).isEqualTo(nothing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain text | plain text",
                "line 12 of 3.5e-7 | line N of N",
                "2026-11-21T01:54:06.650Z failed | TIME failed",
                "2026-11-21 01:54:06 failed at 12:30:01 | TIME failed at TIME",
                "at 0x7ffe12ab | at HEX",
                "commit 3fa9c1d2e4 | commit HEX",
                "id 123e4567-e89b-12d3-a456-426614174000 | id HEX",
                "open('/tmp/a b/x.txt') | open('PATH b/x.txt')",
                "./run.sh: line 3: ../x: not found | PATH: line N: PATH: not found",
                "deadbeef facade | deadbeef facade",
                "job7 and x7 -8 9-10 | JOB and xN N N-N",
                "myjob7, job70, job7.dat, (job7) | myjobN, jobN, JOB.dat, (JOB)",
            })
    void whatDiffersFromRunToRunIsMadeAlike(String line, String alike) throws IOException {
        shelves.done("job7");
        assertThat(Alike.line(line, shelves.job("job7"))).isEqualTo(alike);
    }

    @Test
    void controlsDoNotGetThrough() throws IOException {
        shelves.done("j");
        assertThat(Alike.line("\u001b[31mred\u001b[0m \u0007x\r", shelves.job("j")))
                .isEqualTo("red \uFFFDx");
    }
}
