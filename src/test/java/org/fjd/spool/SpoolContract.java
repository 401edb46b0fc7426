package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.fjd.job.History;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a job's file, whatever the file system. */
abstract class SpoolContract {

    private static final Run RUN = new Run("w", 1);

    protected final TestTime time = new TestTime();
    protected Spool spool;

    /** An empty directory of the file system that is tried. */
    abstract Path directory() throws IOException;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.at(directory(), time);
    }

    private QueuedJob queued(String name) throws IOException {
        return spool.jobQueue().look(Spools.drop(spool, name)).orElseThrow();
    }

    private Path inPod(String name) throws IOException {
        Pod pod = spool.pods().open(RUN);
        assertThat(spool.jobQueue().assign(queued(name), RUN)).isTrue();
        return pod.jobs().get(0);
    }

    private static Outcome outcome(State state, Run run) {
        return new Outcome(state, run, List.of(new Entry("exit", "0")));
    }

    private Path root(String file) {
        return spool.root().resolve(file);
    }

    @Test
    void aDraftIsNobodyElsesUntilItIsSubmitted() throws IOException {
        JobName name = Spools.name("a");
        byte[] own = {1};
        assertThat(spool.jobQueue().draft(name, own)).isTrue();
        assertThat(spool.jobQueue().draft(name, new byte[] {2})).isFalse();

        assertThat(spool.jobQueue().submit(name)).hasValue(root("jobqueue/a.conf"));
        assertThat(Files.readAllBytes(root("jobqueue/a.conf"))).isEqualTo(own);
        assertThat(spool.jobQueue().names()).containsExactly(name);

        assertThat(spool.jobQueue().draft(name, new byte[] {3})).isTrue();
        assertThat(spool.jobQueue().submit(name)).isEmpty();
        assertThat(Files.readAllBytes(root("jobqueue/a.conf"))).isEqualTo(own);
        spool.jobQueue().discard(name, own);
        assertThat(Spools.names(spool, ".fjd/tmp")).as("somebody else's by now").hasSize(1);
        spool.jobQueue().discard(name, new byte[] {3});
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
        spool.jobQueue().discard(name, own);
    }

    /** As by a user's {@code mv done/* elsewhere} while its worker stalls. */
    @Test
    void aReservationThatIsTakenAwayIsMadeAnew() throws IOException {
        Path source = Files.writeString(root("jobpods/a.conf"), "mine");
        List<Path> reserved = new ArrayList<>();
        Moves.Names takenAway =
                onceReserved(
                        name -> {
                            reserved.add(name);
                            if (reserved.size() == 1) {
                                Files.delete(name);
                            }
                        });

        assertThat(new Moves(false).publish(source, root("done"), Spools.name("a"), takenAway))
                .hasValue(root("done/a.conf"));
        assertThat(reserved).hasSize(2);
        assertThat(Files.readString(root("done/a.conf"))).isEqualTo("mine");
    }

    @Test
    void aNamesakeThatCameWhereAReservationWasTakenAwayIsNotReplaced() throws IOException {
        Path source = Files.writeString(root("jobpods/a.conf"), "mine");
        Moves.Names overtaken =
                onceReserved(
                        name -> {
                            if (name.endsWith("a.conf")) {
                                Files.writeString(name, "another's");
                            }
                        });

        assertThat(new Moves(false).publish(source, root("done"), Spools.name("a"), overtaken))
                .hasValue(root("done/a~2.conf"));
        assertThat(Files.readString(root("done/a.conf"))).isEqualTo("another's");
        assertThat(Files.readString(root("done/a~2.conf"))).isEqualTo("mine");
    }

    /** A reservation that its user has taken along and dropped again. */
    @Test
    void anEmptyFileThatWasRejectedWhereANameWasReservedIsNotReplaced() throws IOException {
        Path source = Files.writeString(root("jobpods/a.conf"), "mine");
        Moves.Names rejected =
                new Reasons.Names() {
                    @Override
                    public void reserved(Path name) throws IOException {
                        if (name.endsWith("a.conf")) {
                            Files.writeString(root("failed/a.reason"), "It is empty.");
                        }
                    }
                };

        assertThat(new Moves(false).publish(source, root("failed"), Spools.name("a"), rejected))
                .hasValue(root("failed/a~2.conf"));
        assertThat(root("failed/a.conf")).isEmptyFile();
        assertThat(root("failed/a.reason")).hasContent("It is empty.");
    }

    private interface Deed {
        void on(Path name) throws IOException;
    }

    private static Moves.Names onceReserved(Deed deed) {
        return new Moves.Names() {
            @Override
            public void reserved(Path name) throws IOException {
                deed.on(name);
            }
        };
    }

    @Test
    void aNameThatMustBeThisOneIsTakenThen() throws IOException {
        Path source = Files.writeString(root("jobpods/a.conf"), "mine");
        Files.writeString(root("done/a.conf"), "another's");

        assertThatThrownBy(() -> new Moves(false).publishAs(source, root("done"), "a.conf"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(root("done/a.conf"))).isEqualTo("another's");
        assertThat(source).exists();
    }

    @Test
    void aReasonIsForgottenOnlyWhereItIsStillTheOneThatWasSeen() throws IOException {
        Path source = Files.writeString(root("jobpods/a.conf"), "mine");
        Archive archive = spool.archive();
        assertThat(archive.reject(source, Spools.name("a"), "It is odd."))
                .hasValue(root("failed/a.conf"));
        assertThat(archive.reasonWritten(root("failed/a.conf"))).isPresent();
        archive.forgetReason(root("failed/a.conf"), FileTime.fromMillis(1));
        assertThat(root("failed/a.reason")).exists();
        archive.forgetReason(
                root("failed/a.conf"), archive.reasonWritten(root("failed/a.conf")).orElseThrow());
        assertThat(root("failed/a.reason")).doesNotExist();
    }

    @Test
    void aTakenPodGetsTheJob() throws IOException {
        Path job = inPod("a");

        assertThat(job).isEqualTo(root("jobpods/w.1/a.conf"));
        assertThat(Spools.names(spool, "jobqueue")).isEmpty();
        assertThat(Files.readString(job)).isEqualTo(Spools.JOB);
    }

    @Test
    void aJobThatIsGoneIsALostRace() throws IOException {
        QueuedJob job = queued("a");
        spool.pods().open(RUN);
        Files.delete(job.path());

        assertThat(spool.jobQueue().assign(job, RUN)).isFalse();
        assertThat(spool.jobQueue().look(job.path())).isEmpty();
    }

    @Test
    void aPodThatIsGoneIsALostRaceAndTheJobStaysQueued() throws IOException {
        assertThat(spool.jobQueue().assign(queued("a"), RUN)).isFalse();
        assertThat(Spools.names(spool, "jobqueue")).containsExactly("a.conf");
    }

    @Test
    void onlyOneOfTwoTakersGetsAJob() throws IOException {
        QueuedJob job = queued("a");
        spool.pods().open(RUN);
        spool.pods().open(RUN.next());

        assertThat(spool.jobQueue().assign(job, RUN)).isTrue();
        assertThat(spool.jobQueue().assign(job, RUN.next())).isFalse();
        assertThat(spool.pods().jobs(RUN)).hasSize(1);
        assertThat(spool.pods().jobs(RUN.next())).isEmpty();
    }

    @Test
    void renewingTakesAlongAJobThatSlippedIn() throws IOException {
        Pod pod = spool.pods().open(RUN);
        spool.jobQueue().assign(queued("a"), RUN);

        Pod renewed = pod.renew(RUN.next()).orElseThrow();

        assertThat(renewed.run()).isEqualTo(RUN.next());
        assertThat(renewed.jobs()).containsExactly(root("jobpods/w.2/a.conf"));
        assertThat(spool.pods().runs()).containsExactly(RUN.next());
        assertThat(pod.renew(RUN.next()).orElseThrow().path())
                .isEqualTo(renewed.path()); // the reply was lost
    }

    @Test
    void aFenceMakesTheWorkerAndTheDispatcherLose() throws IOException {
        Pod pod = spool.pods().open(RUN);
        spool.jobQueue().assign(queued("a"), RUN);
        Path job = pod.jobs().get(0);

        assertThat(spool.morgue().fence(RUN, "r")).isPresent();

        assertThat(Spools.end(spool.archive(), job, Spools.name("a"), outcome(State.DONE, RUN)))
                .isEmpty();
        assertThat(spool.archive().note(job, outcome(State.RETURNED, RUN))).isFalse();
        assertThat(spool.jobQueue().putBack(job, Spools.name("a"), RUN)).isFalse();
        assertThat(pod.renew(RUN.next())).isEmpty();
        assertThat(spool.jobQueue().assign(queued("b"), RUN)).isFalse();
        assertThat(spool.morgue().fence(RUN, "s")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/morgue")).containsExactly("w.1@r");
        assertThat(Spools.text(spool, ".fjd/morgue/w.1@r/a.conf")).isEqualTo(Spools.JOB);
    }

    @Test
    void aFenceMayBeRepeatedByItsHolderUntilThePodIsBuried() throws IOException {
        spool.pods().open(RUN);
        Morgue.Entry entry = spool.morgue().fence(RUN, "r").orElseThrow();

        assertThat(spool.morgue().fence(RUN, "r")).contains(entry);
        assertThat(spool.morgue().bury(entry)).isTrue();
        assertThat(spool.morgue().fence(RUN, "r")).isEmpty();
    }

    @Test
    void toTakeAnEntryOverFromAnotherReaperIsToFenceThatOne() throws IOException {
        inPod("a");
        Morgue.Entry first = spool.morgue().fence(RUN, "r").orElseThrow();
        Path job = first.jobs().get(0);

        Morgue.Entry second = spool.morgue().takeOver(first, "s").orElseThrow();

        assertThat(spool.morgue().takeOver(first, "t")).isEmpty();
        assertThat(spool.morgue().takeOver(second, "s")).contains(second);
        assertThat(spool.jobQueue().putBack(job, Spools.name("a"), RUN)).isFalse();
        spool.morgue().bury(first);
        assertThat(spool.morgue().entries()).containsExactly(second);
        assertThat(second.jobs()).hasSize(1);
    }

    @Test
    void anEndIsAppendedAndPublished() throws IOException {
        Path job = inPod("a");

        Optional<Path> done =
                Spools.end(spool.archive(), job, Spools.name("a"), outcome(State.DONE, RUN));

        assertThat(done).contains(root("done/a.conf"));
        assertThat(Files.readString(done.get()))
                .startsWith(Spools.JOB)
                .endsWith("\n[result]\nstate = done\nrun = w.1\nexit = 0\nwhole = yes\n");
        assertThat(Spools.files(spool)).containsExactly("done/a.conf");
    }

    @Test
    void whatIsNotDoneIsFailed() throws IOException {
        Path job = inPod("a");
        Spools.end(spool.archive(), job, Spools.name("a"), outcome(State.LOST, RUN));

        assertThat(Spools.files(spool)).containsExactly("failed/a.conf");
    }

    @Test
    void anEndIsNotAppendedTwice() throws IOException {
        Path job = inPod("a");
        Outcome outcome = outcome(State.FAILED, RUN);
        assertThat(spool.archive().note(job, outcome)).isTrue();
        String once = Files.readString(job);

        assertThat(spool.archive().note(job, outcome)).isTrue();
        assertThat(Files.readString(job)).isEqualTo(once);
        Spools.end(spool.archive(), job, Spools.name("a"), outcome);
        assertThat(Spools.text(spool, "failed/a.conf")).isEqualTo(once);
    }

    @Test
    void aTornSectionCountsAsAbsentAndAnotherOneIsAppended() throws IOException {
        Path job = inPod("a");
        Files.writeString(job, Spools.JOB + "\n[attempt.1]\nstate = returned\nrun = w.1\nexi");

        spool.archive().note(job, outcome(State.RETURNED, RUN));

        History history = spool.archive().history(job);
        assertThat(history.of(RUN)).contains(outcome(State.RETURNED, RUN));
        assertThat(Files.readString(job)).contains("\nexi\n[attempt.2]\n");
    }

    @Test
    void aPublishedFileNeverReplacesAnother() throws IOException {
        Files.writeString(root("done/a.conf"), "first");
        Files.writeString(root("done/a~2.conf"), "second");

        Path job = inPod("a");
        Optional<Path> done = spool.archive().publish(job, Spools.name("a"), State.DONE);

        assertThat(done).contains(root("done/a~3.conf"));
        assertThat(Spools.text(spool, "done/a.conf")).isEqualTo("first");
        assertThat(Spools.text(spool, "done/a~2.conf")).isEqualTo("second");
        assertThat(Spools.text(spool, "done/a~3.conf")).isEqualTo(Spools.JOB);
    }

    @Test
    void aPublicationThatLostItsRaceLeavesNoReservation() throws IOException {
        Path gone = root("jobpods/w.1/a.conf");

        assertThat(spool.archive().publish(gone, Spools.name("a"), State.DONE)).isEmpty();
        assertThat(Spools.names(spool, "done")).isEmpty();
    }

    @Test
    void aDirectoryThatSomebodyRemovedIsMadeAgainForAPublication() throws IOException {
        Path job = inPod("a");
        Files.delete(root("done"));

        assertThat(spool.archive().publish(job, Spools.name("a"), State.DONE)).isPresent();
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void whatThePublicationCouldNotMoveStaysWhereItIs() throws IOException {
        Path job = inPod("a");
        Files.delete(root("done"));
        Files.writeString(root("done"), "in the way");

        assertThatThrownBy(() -> spool.archive().publish(job, Spools.name("a"), State.DONE))
                .isInstanceOf(IOException.class);
        assertThat(Files.readString(job)).isEqualTo(Spools.JOB);
    }

    @Test
    void aRejectedFileKeepsItsBytesAndHasTheReasonBeside() throws IOException {
        Path job = inPod("a");
        byte[] odd = {0, (byte) 0xff, '\r', '\n', 27};
        Files.write(job, odd);

        Optional<Path> rejected = spool.archive().reject(job, Spools.name("a"), "It is odd.");

        assertThat(rejected).contains(root("failed/a.conf"));
        assertThat(Files.readAllBytes(root("failed/a.conf"))).isEqualTo(odd);
        assertThat(Spools.text(spool, "failed/a.reason")).isEqualTo("It is odd.\n");
    }

    @Test
    void theReasonOfASecondFileOfANameIsBesideThatOne() throws IOException {
        Files.writeString(root("failed/a.conf"), "first");

        spool.archive().reject(inPod("a"), Spools.name("a"), "no");

        assertThat(Spools.names(spool, "failed"))
                .containsExactly("a.conf", "a~2.conf", "a~2.reason");
    }

    @Test
    void anEmptyFileIsRejectedLikeAnyOther() throws IOException {
        Path job = inPod("a");
        Files.write(job, new byte[0]);

        assertThat(spool.archive().reject(job, Spools.name("a"), "empty")).isPresent();
        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf", "a.reason");
        assertThat(job).doesNotExist();
    }

    @Test
    void aDirectoryIsRejectedWithAllThatIsInIt() throws IOException {
        Path pod = spool.pods().open(RUN).path();
        Path job = Files.createDirectory(pod.resolve("a.conf"));
        Files.writeString(job.resolve("inside"), "kept");

        assertThat(spool.archive().reject(job, Spools.name("a"), "no")).isPresent();
        assertThat(Spools.text(spool, "failed/a.conf/inside")).isEqualTo("kept");
        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf", "a.reason");
    }

    @Test
    void aLinkThatLeadsNowhereIsRejectedAsALink() throws IOException {
        Path pod = spool.pods().open(RUN).path();
        Path job = pod.resolve("a.conf");
        Files.createSymbolicLink(job, spool.root().resolve("nowhere"));

        assertThat(spool.archive().reject(job, Spools.name("a"), "no")).isPresent();
        assertThat(Files.readSymbolicLink(root("failed/a.conf"))).isEqualTo(root("nowhere"));
        assertThat(Files.exists(job, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void nothingIsAppendedThroughALink() throws IOException {
        Path pod = spool.pods().open(RUN).path();
        Path elsewhere = Files.writeString(root("elsewhere"), "mine");
        Files.createSymbolicLink(pod.resolve("a.conf"), elsewhere);

        assertThat(spool.archive().note(pod.resolve("a.conf"), outcome(State.LOST, RUN))).isFalse();
        assertThat(Files.readString(elsewhere)).isEqualTo("mine");
    }

    @Test
    void aJobThatIsPutBackIsNamedForItsRunAndIsTheSameJob() throws IOException {
        Path job = inPod("a");

        assertThat(spool.jobQueue().putBack(job, Spools.name("a"), RUN)).isTrue();

        Path retried = root("retryqueue/a@w.1.conf");
        assertThat(spool.jobQueue().entries()).containsExactly(retried);
        QueuedJob again = spool.jobQueue().look(retried).orElseThrow();
        assertThat(again.name()).isEqualTo(Spools.name("a"));
        assertThat(again.retried()).isTrue();
        spool.pods().open(RUN.next());
        assertThat(spool.jobQueue().assign(again, RUN.next())).isTrue();
        assertThat(Spools.names(spool, "jobpods/w.2")).containsExactly("a.conf");
    }

    @Test
    void whatAJobLeftInItsPodIsKeptAmongTheStrays() throws IOException {
        Pod pod = spool.pods().open(RUN);
        Files.writeString(pod.path().resolve("core"), "1");
        Files.createDirectory(pod.path().resolve("dir"));
        spool.morgue().clear(pod.path(), RUN);
        Files.writeString(pod.path().resolve("core"), "2");
        spool.morgue().clear(pod.path(), RUN);

        assertThat(Spools.names(pod.path())).isEmpty();
        assertThat(Spools.names(spool, ".fjd/strays/w.1")).containsExactly("core", "core~2", "dir");
        assertThat(Spools.text(spool, ".fjd/strays/w.1/core")).isEqualTo("1");
    }

    @Test
    void aMoveWhoseTargetIsThereAfterAnErrorHasHappened() throws IOException {
        Path source = root("jobqueue/gone.conf");
        Path target = Files.writeString(root("jobqueue/landed.conf"), "x");

        assertThat(new Moves(false).move(source, target)).isTrue();
        assertThat(new Moves(false).move(source, root("jobqueue/other.conf"))).isFalse();
    }
}
