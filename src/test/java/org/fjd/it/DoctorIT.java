package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code fjd doctor}, alone and by a real sshd with other hosts. */
class DoctorIT {

    @RegisterExtension
    @Order(1)
    final Sandbox sandbox = new Sandbox();

    @RegisterExtension
    @Order(2)
    final Sshd sshd = new Sshd(sandbox);

    @BeforeEach
    void aQueue() throws Exception {
        Files.createDirectory(sandbox.at("jobqueue"));
    }

    private Map<String, Object> json(Result result) throws Exception {
        Schemas.assertFits(result.out(), "doctor");
        return JSON.std.mapFrom(result.out());
    }

    @Test
    void aLocalSpoolIsFitAndNoJobIsTouched() throws Exception {
        sandbox.submit("job", Sandbox.job("true"));
        Result examined = sandbox.run("fjd", "doctor");
        assertThat(examined.exit()).as(examined.text()).isZero();
        assertThat(examined.err()).isEmpty();
        assertThat(examined.out()).contains("\n[FJD] Fit");
        assertThat(examined.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(sandbox.names("jobqueue")).containsExactly("job.conf");
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
        assertThat(sandbox.at(".fjd/fjd.conf")).doesNotExist();

        Map<String, Object> told = json(sandbox.run("fjd", "doctor", "--json"));
        assertThat(told.get("fit")).isEqualTo(true);
        assertThat(((Map<?, ?>) told.get("file_system")).get("mount")).isNotNull();
        assertThat((List<?>) told.get("hosts")).isEmpty();
    }

    @Test
    void anotherHostIsMeasuredWithoutFjdThere() throws Exception {
        Path odd = sandbox.scratch("it's a \"dir\" $(touch hacked) `touch hacked` \\ ! ; $HOME");
        Files.createSymbolicLink(odd, sandbox.at(""));
        Files.writeString(
                sandbox.at("hosts.conf"), "[odd]\nhost = node1\ndirectory = %s\n".formatted(odd));
        sshd.serveWithPath("/bin:/usr/bin");
        Result examined = sandbox.run("fjd", "doctor", "--with", "odd,node2", "--json");
        assertThat(examined.exit()).as(examined.text()).isZero();
        Map<String, Object> told = json(examined);
        List<?> hosts = (List<?>) told.get("hosts");
        assertThat(hosts)
                .extracting(host -> String.valueOf(((Map<?, ?>) host).get("host")))
                .containsExactly("odd", "node2");
        for (Object host : hosts) {
            assertThat(((Map<?, ?>) host).get("hints")).as("one machine").isEqualTo(true);
            Map<?, ?> there = (Map<?, ?>) ((Map<?, ?>) host).get("there");
            assertThat((Integer) there.get("times")).isPositive();
            assertThat(((Number) there.get("worst_seconds")).doubleValue()).isLessThan(20);
            assertThat(((Number) ((Map<?, ?>) host).get("clock_ahead_seconds")).doubleValue())
                    .isBetween(-5., 5.);
        }
        assertThat(examined.out())
                .contains("that this host and odd moved at the same time, each was moved once")
                .contains(
                        "that this host and node2 created at the same time, each was created once")
                .contains("What node2 appended to a file was read whole here");
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
        assertThat(sandbox.scratch("hacked")).doesNotExist();
        assertThat(Path.of(System.getProperty("user.home")).resolve("hacked")).doesNotExist();
    }

    @Test
    void aHostThatDoesNotShareTheSpoolOrCanNotBeReachedIsAFault() throws Exception {
        Path other = Files.createDirectories(sandbox.scratch("other/.fjd/tmp"));
        Path directory = other.getParent().getParent();
        Files.writeString(
                sandbox.at("hosts.conf"),
                "[alien]\nhost = node1\ndirectory = %s\n[fails]\nhost = node1\nbefore = (exit 9)\n"
                        .formatted(directory));
        Result examined =
                sandbox.run(
                        "fjd",
                        "doctor",
                        "--with",
                        "down,alien,slow,fails,node1",
                        "--timeout",
                        "9s",
                        "--json");
        assertThat(examined.exit()).as(examined.text()).isEqualTo(1);
        Map<String, Object> told = json(examined);
        assertThat(told.get("fit")).isEqualTo(false);
        assertThat((List<?>) told.get("hosts")).as("node1 is measured all the same").hasSize(1);
        assertThat(examined.out())
                .containsPattern("down: ssh: connect to host \\S+ port \\d+: Connection refused")
                .contains("alien: " + directory + " is not the spool there. Is it mounted?")
                .contains("hosts.conf, [alien]: directory = PATH")
                .containsPattern("slow: .*[Cc]onnection timed out")
                .contains("fails: 'before' exited with 9");
        assertThat(other).isEmptyDirectory();
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
    }

    @Test
    void ctrlCLeavesNothingBehind() throws Exception {
        Files.writeString(sandbox.at("hosts.conf"), "[node1]\nbefore = touch began; sleep 600\n");
        Program doctor = sandbox.start("fjd", "doctor", "--with", "node1");
        Sandbox.waitUntil("it has called", () -> doctor.out().contains("stamps files"));
        doctor.signal("INT");
        assertThat(doctor.await().exit()).isEqualTo(130);
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
        assertThat(doctor.err()).isEmpty();
        Files.deleteIfExists(Path.of(System.getProperty("user.home")).resolve("began"));
    }

    @Test
    void whatIsProposedIsSetOnRequestOnly() throws Exception {
        Files.createDirectory(sandbox.at(".fjd"));
        Path conf = sandbox.at(".fjd/fjd.conf");
        String slowed = "# mine\r\n[fjd]\r\nsettle = 0\r\nlease = 4m\r\n";
        Files.writeString(conf, slowed);
        Result proposed = sandbox.run("fjd", "doctor", "--with", "node1");
        assertThat(proposed.exit()).as(proposed.text()).isZero();
        assertThat(proposed.out())
                .containsPattern("Proposed for .fjd/fjd.conf: settle = \\d+s \\(now 0s\\)\n")
                .contains("To set what is proposed: the same again with --set\n");
        assertThat(Files.readString(conf)).isEqualTo(slowed);

        Result set = sandbox.run("fjd", "doctor", "--with", "node1", "--set");
        assertThat(set.exit()).as(set.text()).isZero();
        assertThat(set.out())
                .containsPattern("Set in .fjd/fjd.conf: settle = \\d+s \\(now 0s\\)\n");
        assertThat(Files.readString(conf))
                .matches("# mine\r\n\\[fjd\\]\r\nsettle = [1-9]\\d*s\r\nlease = 4m\r\n");
        assertThat(sandbox.run("fjd", "status").exit()).isZero();

        Files.writeString(conf, "lease = 4m\n");
        Result refused = sandbox.run("fjd", "doctor", "--set");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).startsWith("[FJD] " + conf + " can't be read: Line 1 ");
        assertThat(sandbox.run("fjd", "doctor").exit()).as("unfit").isEqualTo(1);
        assertThat(conf).hasContent("lease = 4m");
    }

    @Test
    void whatIsWrongWithTheSpoolOrTheCallIsSaid() throws Exception {
        Result missing = sandbox.run("fjd", "doctor", "--spool", sandbox.scratch("no").toString());
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err()).startsWith("[FJD] No spool at " + sandbox.scratch("no"));
        assertThat(sandbox.run("fjd", "doctor", "--with", "node1,,node2").exit()).isEqualTo(2);
        Result option = sandbox.run("fjd", "doctor", "--with=-oProxyCommand=id");
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).contains("can't be a host");
        assertThat(sandbox.run("fjd", "doctor", "--with", "all").err())
                .startsWith("[FJD] No hosts are named in ");
        Files.setPosixFilePermissions(
                sandbox.at("jobqueue"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Result open = sandbox.run("fjd", "doctor");
        assertThat(open.exit()).isEqualTo(1);
        assertThat(open.out()).contains("unfit  Everybody may write to ", "chmod o-w");
    }

    @Test
    void aFullOrReadOnlyFileSystemIsSaidAtOnce() throws Exception {
        SmallDisk disk = sandbox.smallDisk();
        Files.createDirectories(sandbox.at(".fjd/tmp"));
        disk.fill();
        Result full = sandbox.run("fjd", "doctor");
        assertThat(full.exit()).isEqualTo(3);
        assertThat(full.out()).containsPattern("poor +0 MiB are free, and \\d+ more files fit");
        assertThat(full.err())
                .startsWith("[FJD] Nothing can be written to the spool: ")
                .contains("No space left on device. Make room there");
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
        disk.free();
        Result tight = sandbox.run("fjd", "doctor");
        assertThat(tight.exit()).as(tight.text()).isZero();
        disk.makeReadOnly();
        Result readOnly = sandbox.run("fjd", "doctor");
        assertThat(readOnly.exit()).isEqualTo(3);
        assertThat(readOnly.out()).contains("unfit  It is mounted for reading only (ro)");
        assertThat(readOnly.err()).contains("Read-only file system");
    }
}
