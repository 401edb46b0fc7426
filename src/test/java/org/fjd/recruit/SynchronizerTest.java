package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Labels;
import org.fjd.recruit.Host.Sync;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynchronizerTest {

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private List<String> rsync(String address, String directory, boolean dryRun, Sync sync) {
        Host host =
                new Host(
                        "n",
                        address,
                        Optional.empty(),
                        Labels.NONE,
                        Optional.of("~/my spool"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(sync));
        return new Synchronizer(
                        spool,
                        new Ssh(Optional.of("ssh -F 'my file'")),
                        dryRun,
                        Duration.ofSeconds(60))
                .rsync(host, sync, directory);
    }

    private static Sync sync(boolean deletes) {
        return new Sync(List.of(), Optional.empty(), Optional.empty(), deletes);
    }

    @ParameterizedTest
    @CsvSource({
        "node1,     code,    /spool/code/, node1:./my spool/code/",
        "node1,     ../code, /code/,       node1:./my spool/../code/",
        "me@node1,  /x y,    /x y/,        me@node1:/x y/",
        "::1,       /x,      /x/,          [::1]:/x/",
        "me@::1,    /x,      /x/,          me@[::1]:/x/",
        "[::1],     /x,      /x/,          [::1]:/x/"
    })
    void itCopiesToTheSamePathOrToWhereTheSpoolIsThere(
            String address, String directory, String from, String to) {
        List<String> words = rsync(address, directory, false, sync(false));
        assertThat(words.subList(words.size() - 3, words.size())).containsExactly("--", from, to);
    }

    @Test
    void aDirectoryOfTheHomeDirectoryIsInTheHomeDirectoryThere() {
        List<String> words = rsync("node1", "~/lib", false, sync(false));
        assertThat(words.subList(words.size() - 2, words.size()))
                .containsExactly(System.getProperty("user.home") + "/lib/", "node1:./lib/");
    }

    @Test
    void itDeletesAndChangesOnlyWhatItIsToldTo() {
        assertThat(rsync("node1", "code", false, sync(false)))
                .doesNotContain("--delete", "--dry-run");
        assertThat(rsync("node1", "code", true, sync(true))).contains("--delete", "--dry-run");
    }

    @Test
    void sshIsCalledAsItIsElsewhere() {
        assertThat(rsync("node1", "code", false, sync(false)))
                .anyMatch(
                        word ->
                                word.startsWith(
                                        "--rsh='sh' '-c' 'ssh -F ''my file'' \"$@\"' 'ssh' '-o'"
                                                + " 'BatchMode=yes' '-o'"
                                                + " 'StrictHostKeyChecking=yes' "));
    }
}
