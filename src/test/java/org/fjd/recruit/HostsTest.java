package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Labels;
import org.fjd.recruit.Host.Sync;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.UnusableSpoolException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

    private Spool spool;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
        file = spool.root().resolve("hosts.conf");
    }

    private Hosts read(String text) throws IOException {
        Files.writeString(file, text);
        return Hosts.read(spool);
    }

    private Host only(String text) throws IOException {
        Hosts hosts = read(text);
        assertThat(hosts.warnings()).isEmpty();
        assertThat(hosts.all()).hasSize(1);
        return hosts.all().get(0);
    }

    @Test
    void aSectionMaySayNothingButAName() throws Exception {
        assertThat(only("[node1]\n")).isEqualTo(Host.named("node1"));
    }

    @Test
    void everythingCanBeSaid() throws Exception {
        assertThat(
                        only(
                                """
                                [gpu.1]
                                HOST: me@node1.example.org
                                workers = 4
                                labels = gpu, big
                                directory = /mnt/my spool
                                java = ~/jdk
                                fjd = /opt/fjd/bin
                                before = . /etc/profile; module load "java/17"
                                sync = code, my data
                                    ~/lib
                                sync-before = mkdir -p code
                                sync-after = make -C code
                                sync-delete = YES
                                """))
                .isEqualTo(
                        new Host(
                                "gpu.1",
                                "me@node1.example.org",
                                Optional.of(4),
                                new Labels(Set.of("gpu", "big")),
                                Optional.of("/mnt/my spool"),
                                Optional.of("~/jdk"),
                                Optional.of("/opt/fjd/bin"),
                                Optional.of(". /etc/profile; module load \"java/17\""),
                                Optional.of(
                                        new Sync(
                                                List.of("code", "my data", "~/lib"),
                                                Optional.of("mkdir -p code"),
                                                Optional.of("make -C code"),
                                                true))));
    }

    @Test
    void withoutAFileThereAreNone() throws Exception {
        assertThat(Hosts.read(spool).all()).isEmpty();
        assertThat(read("# nothing yet\n").all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lables = gpu,     The key lables is not known. Did you mean 'labels'?",
        "Sync_delete = no, The key Sync_delete is not known. Did you mean 'sync-delete'?",
        "colour = red,     The key colour is not known and does nothing."
    })
    void aKeyThatIsNotKnownIsTold(String line, String warning) throws Exception {
        Hosts hosts = read("[node1]\n" + line + "\n");
        assertThat(hosts.warnings()).containsExactly(file + ", [node1]: " + warning);
        assertThat(hosts.all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workers = 1",
                "workers = 1000",
                "host = ::1",
                "host = [::1]",
                "host = 10.0.0.1",
                "directory = /",
                "directory = ~/",
                "java = ~/jdk 17/$(x)",
                "labels = a:b-c.d_e",
                "sync-delete = off"
            })
    void valuesAtTheBorderAreTaken(String line) throws Exception {
        only("[node1]\n" + line + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workers = 0",
                "workers = 1001",
                "workers = -1",
                "workers = many",
                "workers = 4.0",
                "workers = 99999999999",
                "host = -oProxyCommand=x",
                "host = two words",
                "host = a;b",
                "host = $(x)",
                "directory = relative",
                "directory = ~",
                "directory = ~other/x",
                "java = jdk",
                "fjd = bin",
                "labels = a/b",
                "sync = ,",
                "sync-delete = perhaps"
            })
    void aWrongValueIsToldWithFileSectionAndKey(String line) {
        assertThatThrownBy(() -> read("[node1]\n" + line + "\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageStartingWith(file + ", [node1]: " + line.substring(0, line.indexOf('=')))
                .hasMessageContaining(" is wrong. Write ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "workers", "labels", "directory", "before", "sync"})
    void aKeyWithoutAValueIsRefused(String key) {
        assertThatThrownBy(() -> read("[node1]\n" + key + " =\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessage(
                        "%s, [node1]: %s has no value. Write one, or leave the line out."
                                .formatted(file, key));
    }

    @Test
    void aKeyOrASectionThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> read("[node1]\nworkers = 1\nWorkers = 2\n"))
                .hasMessage(file + ", [node1]: the key workers is there twice. Keep one.");
        assertThatThrownBy(() -> read("[node1]\n[node2]\n[node1]\n"))
                .hasMessage(file + ": the section [node1] is there twice. Make one of the two.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "-x", "two words", "a,b", ".hidden", "n\u00f6de", "a@b"})
    void aSectionMustHaveTheNameOfAHost(String name) {
        assertThatThrownBy(() -> read("[" + name + "]\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageStartingWith(file + ": [")
                .hasMessageContaining("can't be a host's name");
    }

    @Test
    void aNameHasAtMost64Letters() throws Exception {
        only("[" + "n".repeat(64) + "]\n");
        assertThatThrownBy(() -> read("[" + "n".repeat(65) + "]\n"))
                .isInstanceOf(UnusableSpoolException.class);
    }

    @Test
    void labelsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> read("[n]\nlabels = " + "x".repeat(Labels.MAX_BYTES + 1) + "\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining("[n]: labels are longer than 400 bytes");
    }

    @Test
    void whatIsNoIniFileIsTold() throws Exception {
        assertThatThrownBy(() -> read("node1\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageStartingWith(file + " can't be read: ");
        Files.write(file, new byte[] {'[', (byte) 0xff, ']'});
        assertThatThrownBy(() -> Hosts.read(spool))
                .hasMessage(file + " can't be read: it is not UTF-8.");
    }

    @Test
    void aFileOfMoreThanAMebibyteIsRefused() throws Exception {
        String text = "[n]\n#" + "x".repeat((1 << 20) - 6) + "\n";
        assertThat(read(text).all()).hasSize(1);
        assertThatThrownBy(() -> read(text + "\n")).hasMessageContaining("larger than 1 MiB");
    }

    @Test
    void aLinkOrADirectoryIsRefused() throws Exception {
        Path elsewhere = Files.writeString(spool.root().resolve("elsewhere"), "[n]\n");
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> Hosts.read(spool)).hasMessageContaining("is not a plain file");
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> Hosts.read(spool)).hasMessageContaining("is not a plain file");
    }

    @Test
    void aFileThatEverybodyMayWriteIsRefused(@org.junit.jupiter.api.io.TempDir Path directory)
            throws Exception {
        Spool onDisk = Spools.at(directory, new TestTime());
        Path conf = Files.writeString(directory.resolve("hosts.conf"), "[n]\n");
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(Hosts.read(onDisk).all()).hasSize(1);
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--rw-"));
        assertThatThrownBy(() -> Hosts.read(onDisk))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageEndingWith("chmod o-w " + conf);
    }

    @Test
    void hostsAreFoundByNameOnceEach() throws Exception {
        Hosts hosts = read("[b]\n[a]\n[c]\n");
        assertThat(hosts.named(List.of("c", "b", "c")))
                .extracting(Host::name)
                .containsExactly("c", "b");
        assertThat(hosts.named(List.of("all")))
                .extracting(Host::name)
                .containsExactly("b", "a", "c");
        assertThat(hosts.named(List.of("a", "all"))).hasSize(3);
    }

    @Test
    void ofANameThatIsNotThereItIsSaidWhichAre() throws Exception {
        Hosts hosts = read("[node1]\n[node2]\n[other]\n");
        assertThatThrownBy(() -> hosts.named(List.of("node2", "otter")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "There is no host otter in %s. Did you mean 'other'? It has: node1, node2, other"
                                .formatted(file));
        assertThatThrownBy(() -> read("").named(List.of("all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No hosts are named in " + file);
    }

    @Test
    void aNameThatIsNotThereMayBeOneThatSshKnows() throws Exception {
        Hosts hosts = read("[node1]\nhost = me@far\n[node2]\n");
        assertThat(hosts.namedOrKnownToSsh(List.of("all", "node1", "me@node9", "node1")))
                .extracting(host -> host.name() + " " + host.address())
                .containsExactly("node1 me@far", "node2 node2", "me@node9 me@node9");
        for (String name : List.of("-oProxyCommand=x", "a b", "", "a;b", "$(x)")) {
            assertThatThrownBy(() -> hosts.namedOrKnownToSsh(List.of(name)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("can't be a host");
        }
        assertThatThrownBy(() -> read("").namedOrKnownToSsh(List.of("all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No hosts are named");
    }
}
