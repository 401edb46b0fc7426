package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fjd.job.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerQueueTest {

    private static final Run RUN = Spools.run("w", 1);

    private Spool spool;
    private WorkerQueue queue;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
        queue = spool.workerQueue();
    }

    @Test
    void aPodIsTakenOnce() throws IOException {
        assertThat(queue.take(RUN)).isFalse();
        queue.announce(RUN);
        assertThat(queue.isAnnounced(RUN)).isTrue();
        assertThat(queue.idle()).containsExactly(RUN);
        assertThat(queue.taken()).isEmpty();

        assertThat(queue.take(RUN)).isTrue();
        assertThat(queue.isAnnounced(RUN)).isFalse();
        assertThat(queue.idle()).isEmpty();
        assertThat(queue.taken()).containsExactly(RUN);
        assertThat(queue.take(RUN)).isFalse();
    }

    @Test
    void anAnnouncementThatWasTakenIsUsedAgainOnce() throws IOException {
        queue.announce(RUN);
        queue.take(RUN);
        Run next = RUN.next();
        assertThat(queue.announce(next, RUN)).isTrue();
        assertThat(queue.idle()).containsExactly(next);
        assertThat(queue.taken()).isEmpty();
        assertThat(queue.announce(next.next(), RUN)).isFalse();
    }

    @Test
    void anAnnouncementIsWithdrawnWhetherItWasTakenOrNot() throws IOException {
        queue.announce(RUN);
        queue.withdraw(RUN);
        assertThat(queue.idle()).isEmpty();
        queue.announce(RUN);
        queue.take(RUN);
        queue.withdraw(RUN);
        assertThat(queue.taken()).isEmpty();
    }

    @Test
    void directoriesThatSomebodyRemovedAreMadeAgain() throws IOException {
        Files.delete(queue.directory());
        queue.announce(RUN);
        assertThat(queue.idle()).containsExactly(RUN);
        try (var own = Files.list(spool.root().resolve(".fjd"))) {
            for (Path entry : own.filter(Files::isDirectory).toList()) {
                if (Spools.names(entry).isEmpty()) {
                    Files.delete(entry);
                }
            }
        }
        assertThat(queue.take(RUN)).isTrue();
        assertThat(queue.taken()).containsExactly(RUN);
    }

    @Test
    void aMarkAmongTheAnnouncementsPausesAndIsNone() throws IOException {
        queue.announce(RUN);
        assertThat(queue.look()).isEqualTo(new WorkerQueue.Look(queue.idle(), false));
        Files.createFile(queue.directory().resolve(Pause.FILE));
        assertThat(queue.look().paused()).isTrue();
        assertThat(queue.look().idle()).containsExactly(RUN);
    }

    @Test
    void aNumberIsAnnouncedAgainAfterALostReply() throws IOException {
        queue.announce(RUN);
        queue.announce(RUN);
        assertThat(queue.idle()).containsExactly(RUN);
    }

    @Test
    void thePodOfARunHasItsJobsAndNothingElse() throws IOException {
        assertThat(spool.pods().jobs(RUN)).isEmpty();
        Path pod = spool.pods().path(RUN);
        spool.pods().open(RUN);
        spool.pods().open(RUN);
        Files.createDirectory(pod.resolveSibling("odd"));
        Path job = Files.writeString(pod.resolve("a.conf"), Spools.JOB);
        Files.writeString(pod.resolve("note"), "x");
        assertThat(spool.pods().runs()).containsExactly(RUN);
        assertThat(spool.pods().jobs(RUN)).containsExactly(job);
    }
}
