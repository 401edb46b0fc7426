package org.fjd.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import org.fjd.steer.Failure;
import org.fjd.steer.Retrier;
import org.fjd.story.Operation.Kind;
import org.junit.jupiter.api.Test;

/** Others who are faster than a command of a user's. */
class LostRaceTest {

    private static final String ENDED =
            Spools.JOB + "\n[result]\nstate = failed\nrun = v.1\nwhole = yes\n";

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());
    private final TestTime time = new TestTime();
    private final Path root = base.getPath("/spool");
    private final Spool spool;

    LostRaceTest() throws IOException {
        Files.createDirectories(root);
        spool = Spools.at(root, time);
    }

    private Spool interrupted(Interruption interruption) throws IOException {
        return Spool.open(new SteppedFileSystem(base, interruption).wrap(root), time);
    }

    /** Another one retried it, it failed again, and its worker has just reserved its name. */
    @Test
    void whoRetriesDoesNotQueueTheReservationOfAJobThatAnotherOneHasRetried() throws Exception {
        Path failed = Files.writeString(root.resolve("failed/a.conf"), ENDED);
        Interruption others =
                new Interruption(
                        Kind.LIST,
                        root + "/jobqueue",
                        false,
                        () -> {
                            Path pod = spool.pods().open(Spools.run("w", 5)).path();
                            Files.move(failed, pod.resolve("a.conf"));
                            Files.createFile(failed);
                        });

        Account account =
                new Retrier(interrupted(others), Machine.here(), () -> false)
                        .retry(Wanted.ALL, Failure.ANY);

        assertThat(failed).isEmptyFile();
        assertThat(Spools.names(spool, "retryqueue")).isEmpty();
        assertThat(account.jobs()).allMatch(job -> job.why().contains("not in failed/ any more"));
    }

    @Test
    void whatIsSubmittedIsSoThoughTheReplyIsLostAndADispatcherHasTakenIt() throws Exception {
        Path pod = spool.pods().open(Spools.run("w", 1)).path();
        Interruption dispatcher =
                new Interruption(
                        Kind.MOVE,
                        root + "/jobqueue/a.conf",
                        true,
                        () -> {
                            Files.move(root.resolve("jobqueue/a.conf"), pod.resolve("a.conf"));
                            throw new FileSystemException("Input/output error");
                        });
        Spool submitters = interrupted(dispatcher);
        submitters.jobQueue().draft(Spools.name("a"), Spools.JOB.getBytes(UTF_8));

        assertThat(submitters.jobQueue().submit(Spools.name("a"))).isPresent();
    }
}
