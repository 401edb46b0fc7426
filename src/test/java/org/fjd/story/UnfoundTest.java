package org.fjd.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fjd.job.Change;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job in a pod that is adrift: nothing is found in it by name. */
class UnfoundTest {

    private static final JobName NAME = Spools.name("a");
    private static final Run RUN = Spools.run("w", 1);
    private static final Outcome DONE = new Outcome(State.DONE, RUN, List.of());

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());
    private final Path root = base.getPath("/spool");
    private final Path job = root.resolve("jobpods").resolve(RUN.toString()).resolve("a.conf");
    private boolean listed;
    private Spool spool;
    private Path seen;

    @BeforeEach
    void putAJobThere() throws IOException {
        Files.createDirectory(root);
        Path wrapped = new SteppedFileSystem(base, hiding()).wrap(root);
        spool = Spool.open(wrapped, new TestTime());
        Files.createDirectories(job.getParent());
        Files.writeString(job, Spools.JOB);
        seen = spool.pods().path(RUN).resolve("a.conf");
    }

    private Performer hiding() {
        return new Performer() {
            @Override
            public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                    throws IOException {
                if (path.equals(job)) {
                    throw new NoSuchFileException(path.toString());
                }
                if (kind == Kind.LIST && path.equals(job.getParent()) && !listed) {
                    throw new FileSystemException(path.toString(), null, "Stale file handle");
                }
                return effect.on(path, target);
            }
        };
    }

    /** Neither while the pod can't be opened, nor if it can be again right after that. */
    private void isNotTakenForGone(ThrowingCallable call) throws IOException {
        assertThatThrownBy(call).hasMessageContaining("Stale file handle");
        listed = true;
        assertThatThrownBy(call).hasMessageContaining("it was not found, though it is there");
        assertThat(job).content(UTF_8).isEqualTo(Spools.JOB);
        assertThat(Spools.names(root.resolve("done"))).isEmpty();
        assertThat(Spools.names(root.resolve("failed"))).isEmpty();
    }

    @Test
    void whenItsEndIsRecorded() throws IOException {
        isNotTakenForGone(() -> spool.archive().record(seen, DONE));
    }

    @Test
    void whenItIsPublished() throws IOException {
        isNotTakenForGone(() -> spool.archive().publish(seen, NAME, State.DONE));
    }

    @Test
    void whenItIsRejected() throws IOException {
        isNotTakenForGone(() -> spool.archive().reject(seen, NAME, "It is odd."));
    }

    @Test
    void whenItIsQueuedAgain() throws IOException {
        isNotTakenForGone(() -> spool.jobQueue().putBack(seen, NAME, RUN));
    }

    @Test
    void whenItIsChanged() throws IOException {
        Change held = new Change(Optional.empty(), Optional.of(true));

        isNotTakenForGone(() -> spool.archive().note(seen, held, List.of()));
    }

    @Test
    void whenItsPastIsRead() throws IOException {
        isNotTakenForGone(() -> spool.archive().history(seen));
    }

    @Test
    void butItIsGoneIfThePodLacksIt() throws IOException {
        Files.delete(job);
        listed = true;

        assertThat(spool.archive().record(seen, DONE)).isFalse();
        assertThat(spool.archive().publish(seen, NAME, State.DONE)).isEmpty();
        assertThat(spool.jobQueue().putBack(seen, NAME, RUN)).isFalse();
    }
}
