package org.fjd.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fjd.job.Defaults;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;
import org.fjd.spool.Machine;
import org.fjd.spool.PackEntry;
import org.fjd.spool.PackWriter;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitterTest {

    private final TestTime time = new TestTime();
    private Spool spool;
    private Path home;
    private Submitter submitter;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
        home = Files.createDirectories(spool.root().resolveSibling("home"));
        submitter = submitter(spool, home);
    }

    private static Submitter submitter(Spool spool, Path home) {
        return new Submitter(spool, Machine.here(), home);
    }

    private JobText text(String... words) {
        return JobText.ofWords(List.of(words), JobOptions.in(home));
    }

    private Submission submit(String... words) throws Exception {
        return submitter.submit(submitter.draft(text(words), Optional.empty()));
    }

    private Submission submit(Path file) throws Exception {
        return submitter.submit(submitter.draft(file));
    }

    private Submission submitNamed(String name) throws Exception {
        return submitter.submit(submitter.draft(text("x"), Optional.of(new JobName(name))));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(home.resolve(name), content);
    }

    @Test
    void aJobLiesWholeInTheQueueAndNeedNotSettle() throws Exception {
        Submission job = submit("./sim", "a b");

        assertThat(job.file()).isEqualTo(spool.root().resolve("jobqueue/sim-1.conf"));
        byte[] content = Files.readAllBytes(job.file());
        assertThat(new String(content, UTF_8))
                .startsWith(
                        "[control]\nexecutable = /home/sim 'a b'\nargument = none\ndirectory = /home\n\n[submitted]\nby = ")
                .contains("\nat = 2030-01-01T00:00:00Z\nfrom = /home\nid = " + job.id() + "\n")
                .endsWith("whole = yes\n");
        assertThat(History.submittedWhole(content)).isTrue();
        assertThat(History.of(content).submission()).hasValue(job.id());
        assertThat(JobFile.parse(content, Defaults.NONE).control().executable().argv("j"))
                .containsExactly("/home/sim", "a b");
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void othersCanNotWriteIt() throws Exception {
        assertThat(Files.getPosixFilePermissions(submit("x").file()))
                .doesNotContain(PosixFilePermission.OTHERS_WRITE);
    }

    @Test
    void jobsOfOneProgramAreNumbered() throws Exception {
        assertThat(List.of(submit("sim").job(), submit("/bin/sim").job(), submit("b").job()))
                .containsExactly(new JobName("sim-1"), new JobName("sim-2"), new JobName("b-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobqueue/sim-7.conf",
                "retryqueue/sim-7@w.1.conf",
                "jobpods/w.1/sim-7.conf",
                ".fjd/morgue/w.1@r/sim-7.conf",
                "done/sim-7.conf",
                ".fjd/packed/x/done/sim-7.conf",
                "failed/sim-7~2.conf"
            })
    void aNumberIsHigherThanThatOfAnyNamesakeWhereverItLies(String path) throws Exception {
        Path other = spool.root().resolve(path);
        Files.createDirectories(other.getParent());
        Files.writeString(other, Spools.JOB);

        assertThat(submit("sim").job()).isEqualTo(new JobName("sim-8"));
    }

    @Test
    void aNumberIsHigherThanThatOfAPackedNamesake() throws Exception {
        Path ended = spool.root().resolve("done/sim-7.conf");
        Files.writeString(ended, Spools.JOB);
        try (PackWriter writer = spool.packs().write("p")) {
            writer.add(Place.DONE, ended);
            writer.publish().forEach(packed -> assertThat(removed(packed)).isTrue());
        }
        assertThat(Spools.names(spool, "done")).isEmpty();

        assertThat(submit("sim").job()).isEqualTo(new JobName("sim-8"));
        assertThat(submitNamed("sim-7").job()).isEqualTo(new JobName("sim-7"));
    }

    private boolean removed(PackEntry packed) {
        try {
            return spool.packs().remove(packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void numbersOfOtherNamesDoNotCount() throws Exception {
        for (String name : List.of("sim-x-9", "sim", "simo-9", "sim-", "sim-1234567890123456789")) {
            Spools.drop(spool, name);
        }
        assertThat(submit("sim").job()).isEqualTo(new JobName("sim-1"));
    }

    @Test
    void aNameThatWasAskedForIsGivenWhereItIsFree() throws Exception {
        Files.writeString(spool.root().resolve("done/mine.conf"), Spools.JOB);

        assertThat(submitNamed("mine").job()).isEqualTo(new JobName("mine"));
        assertThat(submitNamed("mine").job()).isEqualTo(new JobName("mine-2"));
        assertThat(submitNamed("mine").job()).isEqualTo(new JobName("mine-3"));
    }

    @Test
    void aLongNameKeepsRoomForItsNumber() throws Exception {
        JobName long1 = submitNamed("ü".repeat(90)).job();
        JobName long2 = submitNamed("ü".repeat(90)).job();

        assertThat(long1.value()).isEqualTo("ü".repeat(90));
        assertThat(long2.value()).isEqualTo("ü".repeat(75) + "-2");
        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> submitNamed("ü".repeat(91)));
    }

    @ParameterizedTest
    @CsvSource({"../.x,x-1", "a b,a_b-1", "...,job-1", "-,job-1", "größe,größe-1", "a@b~2,a_b_2-1"})
    void theNameOfAProgramIsMadeSafe(String program, String name) throws Exception {
        assertThat(submit(program).job().value()).isEqualTo(name);
    }

    @Test
    void aFileIsCopiedByteForByteBeforeTheSectionThatIsAppended() throws Exception {
        String content = "\uFEFF# mine\r\n[control]\r\nexecutable: a ü\r\n[x]\r\ny = half a line";
        Path file = file("my job.conf", content);

        Submission job = submit(file);

        assertThat(job.job().value()).isEqualTo("my job");
        assertThat(Files.readString(job.file())).startsWith(content + "\n[submitted]\nby = ");
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    void aFileThatWasSubmittedBeforeHasANumberedSectionAndANewIdentity() throws Exception {
        Path first = submit(file("a.conf", Spools.JOB)).file();
        Submission again =
                submit(
                        Files.move(
                                first,
                                home.resolve("a.conf"),
                                StandardCopyOption.REPLACE_EXISTING));

        byte[] content = Files.readAllBytes(again.file());
        assertThat(new String(content, UTF_8)).contains("\n[submitted]\n", "\n[submitted.2]\n");
        assertThat(History.submittedWhole(content)).isTrue();
        assertThat(History.of(content).submission()).hasValue(again.id());
    }

    @Test
    void aLinkToAJobFileIsFollowed() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("b.conf"), file("a.conf", Spools.JOB));

        assertThat(submit(link).job()).isEqualTo(new JobName("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.conf | '' | It is empty.",
                "a.conf | no ini | It is not INI.",
                "a.conf | [control] | Its [control] section has no executable.",
                "a.txt  | [control] | It is no job file",
                ".conf  | [control] | It is no job file"
            })
    void aFileThatNoWorkerWouldRunIsRefused(String name, String content, String reason)
            throws Exception {
        Path file = file(name, content);

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> submitter.draft(file))
                .withMessageStartingWith(reason);
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void aFileIsRefusedThatWouldBeTooLongWithItsSection() throws Exception {
        String job = Spools.JOB + "#";
        Path fits = file("a.conf", job + "x".repeat(JobFile.MAX_BYTES - job.length() - 1000));
        Path tooLong = file("b.conf", job + "x".repeat(JobFile.MAX_BYTES - job.length()));

        assertThat(submit(fits).job()).isEqualTo(new JobName("a"));
        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> submitter.draft(tooLong));
    }

    @Test
    void aDirectoryIsNoJobFile() throws Exception {
        Path directory = Files.createDirectory(home.resolve("d.conf"));

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> submitter.draft(directory))
                .withMessageStartingWith("It is a directory");
    }

    @Test
    void aMisspeltKeyIsWarnedOf() throws Exception {
        assertThat(submitter.draft(file("a.conf", Spools.JOB + "retrys = 3\n")).warnings())
                .containsExactly("The key retrys is not known. Did you mean 'retries'?");
    }

    @Test
    void defaultsOfTheSpoolAreJudgedWithTheJob() throws Exception {
        Spool other =
                Spools.at(
                        Files.createDirectories(home.resolve("other")),
                        time,
                        "[control]\nexecutable = x\n");
        Draft draft = submitter(other, home).draft(file("a.conf", "[params]\na = 1\n"));

        assertThat(submitter(other, home).submit(draft).file()).exists();
    }

    @Test
    void aDraftOfSomebodyWhoDiedLeavesNothingInTheQueueAndItsNameIsPassedOver() throws Exception {
        spool.jobQueue().draft(new JobName("sim-1"), "[contr".getBytes(UTF_8));

        assertThat(Spools.names(spool, "jobqueue")).isEmpty();
        assertThat(submit("sim").job()).isEqualTo(new JobName("sim-2"));
        assertThat(Spools.names(spool, ".fjd/tmp")).containsExactly("sim-1.conf");
    }

    @Test
    void whoeverStopsInBetweenHasQueuedWholeJobsAndLeavesNoDraft() throws Exception {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            drafts.add(submitter.draft(text("sim"), Optional.empty()));
        }
        List<Submission> told = new ArrayList<>();
        assertThatThrownBy(
                        () ->
                                submitter.submit(
                                        drafts,
                                        job -> {
                                            told.add(job);
                                            if (told.size() == 2) {
                                                throw new IllegalStateException("stop");
                                            }
                                        }))
                .hasMessage("stop");

        assertThat(Spools.names(spool, "jobqueue")).containsExactly("sim-1.conf", "sim-2.conf");
        for (Submission job : told) {
            assertThat(History.submittedWhole(Files.readAllBytes(job.file()))).isTrue();
        }
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void aFileThatIsDroppedMeanwhileIsNotReplaced() throws Exception {
        List<Draft> drafts =
                List.of(
                        submitter.draft(text("sim"), Optional.empty()),
                        submitter.draft(text("sim"), Optional.empty()));
        List<JobName> told = new ArrayList<>();
        submitter.submit(
                drafts,
                job -> {
                    told.add(job.job());
                    if (told.size() == 1) {
                        dropped("sim-2");
                    }
                });

        assertThat(told).containsExactly(new JobName("sim-1"), new JobName("sim-3"));
        assertThat(Spools.text(spool, "jobqueue/sim-2.conf")).isEqualTo(Spools.JOB);
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    private void dropped(String name) {
        try {
            Spools.drop(spool, name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyThatSubmitAtOnceLoseNothing(@TempDir Path directory) throws Exception {
        Spool shared = Spools.at(directory, Time.system());
        int threads = 4;
        int each = 100;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Submission>>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                tasks.add(
                        () -> {
                            Submitter own = submitter(shared, directory);
                            List<Submission> all = new ArrayList<>();
                            for (int i = 0; i < each; i++) {
                                JobText text =
                                        JobText.ofWords(List.of("sim"), JobOptions.in(directory));
                                Optional<JobName> name =
                                        i % 2 == 0
                                                ? Optional.empty()
                                                : Optional.of(new JobName("same"));
                                all.add(own.submit(own.draft(text, name)));
                            }
                            return all;
                        });
            }
            Set<Path> files = new HashSet<>();
            for (Future<List<Submission>> future : executor.invokeAll(tasks)) {
                for (Submission job : future.get()) {
                    assertThat(files.add(job.file())).as("%s", job).isTrue();
                    assertThat(History.of(Files.readAllBytes(job.file())).submission())
                            .hasValue(job.id());
                }
            }
            assertThat(files).hasSize(threads * each);
            assertThat(Spools.names(shared, "jobqueue")).hasSize(threads * each);
            assertThat(Spools.names(shared, ".fjd/tmp")).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void identitiesAreNeverTheSame() throws Exception {
        Submitter other = submitter(spool, home);
        Set<String> ids = new HashSet<>();
        for (Submitter each : Arrays.asList(submitter, other, submitter)) {
            ids.add(each.submit(each.draft(text("x"), Optional.empty())).id());
        }
        assertThat(ids).hasSize(3);
    }

    @Test
    void manyOfOneNameAreNumberedFromTheFirst() throws Exception {
        JobName name = new JobName("many");

        assertThat(submitter.submit(submitter.draftOfMany(text("x"), name)).job().value())
                .isEqualTo("many-1");
    }
}
