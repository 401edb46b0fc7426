package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.job;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Job files that can't be run: each is set aside with a reason, and nobody stops. */
class BadContentIT {

    @RegisterExtension static final Sandbox sandbox = new Sandbox();

    @BeforeAll
    static void serve() throws Exception {
        sandbox.serve(2);
        for (Arguments each : contents().toList()) {
            sandbox.drop((String) each.get()[0], (byte[]) each.get()[1]);
        }
    }

    static Stream<Arguments> contents() {
        byte[] binary = new byte[5000];
        new Random(1).nextBytes(binary);
        return Stream.of(
                Arguments.of("empty", bytes(""), "It is empty."),
                Arguments.of("blank", bytes("\n \n"), "It has no [control] section."),
                Arguments.of("no-control", bytes("[params]\na: b\n"), "has no [control] section"),
                Arguments.of("no-executable", bytes("[control]\nlogfile: x\n"), "no executable"),
                Arguments.of(
                        "blank-executable", bytes("[control]\nexecutable:\n"), "no executable"),
                Arguments.of("prose", bytes("Dear all,\nrun this.\n"), "It is not INI. Line 1 "),
                Arguments.of("unclosed", bytes("[control\nexecutable: true\n"), "not INI. Line 1 "),
                Arguments.of("binary", binary, "It is a binary file."),
                Arguments.of("nul", bytes("[control]\nexecutable: true\0\n"), "binary"),
                Arguments.of(
                        "latin1",
                        "[control]\nexecutable: echo \u00e9\n"
                                .getBytes(StandardCharsets.ISO_8859_1),
                        "It is not UTF-8: the byte at offset 27 "),
                Arguments.of(
                        "utf16",
                        "\ufeff[control]\nexecutable: true\n".getBytes(StandardCharsets.UTF_16LE),
                        "It is written in UTF-16."),
                Arguments.of(
                        "twice",
                        bytes("[control]\nexecutable: true\nexecutable: false\n"),
                        "has 'executable' more than once"),
                Arguments.of(
                        "two-controls",
                        bytes("[control]\nexecutable: true\n[control]\nlogfile: x\n"),
                        "more than one [control] section"),
                Arguments.of("open-quote", bytes("[control]\nexecutable: echo 'a\n"), "quote (')"),
                Arguments.of("large", new byte[(1 << 20) + 1], "It is larger than 1024 KiB"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void aFileThatCannotBeRunIsSetAsideUnchanged(String name, byte[] content, String reason)
            throws Exception {
        assertThat(sandbox.reason(name)).contains(reason).endsWith(".\n");
        Path file = sandbox.at("failed/" + name + ".conf");
        // The reason is written before the file comes in the place of its reservation.
        Sandbox.waitUntil("it is there", () -> Files.size(file) == content.length);
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(sandbox.names("logs")).doesNotContain(name + ".log");
    }

    @Test
    void aGigabyteIsNotRead() throws Exception {
        Path file = sandbox.scratch("gigabyte");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toString(), "rw")) {
            sparse.setLength(1L << 30);
        }
        Files.move(file, sandbox.queued("gigabyte"));

        assertThat(sandbox.reason("gigabyte")).contains("It is larger than 1024 KiB");
        assertThat(Files.size(sandbox.at("failed/gigabyte.conf"))).isEqualTo(1L << 30);
    }

    @Test
    void byteOrderMarkAndLineEndsOfWindowsAreFine() throws Exception {
        sandbox.drop(
                "windows", "\ufeff[control]\r\nexecutable: echo fine\r\nstdout: windows.out\r\n");
        sandbox.done("windows");
        assertThat(sandbox.lines("windows.out")).hasSize(1);
        assertThat(sandbox.lines("windows.out").get(0)).startsWith("fine /");
    }

    @Test
    void whatIsNoPlainFileIsSetAsideAndNotOpened() throws Exception {
        Files.createDirectories(sandbox.queued("directory").resolve("within"));
        Path target = Files.writeString(sandbox.scratch("target"), job("touch followed"));
        Files.createSymbolicLink(sandbox.queued("link"), target);
        Files.createSymbolicLink(sandbox.queued("dangling"), sandbox.scratch("nowhere"));
        assertThat(sandbox.run("mkfifo", sandbox.queued("fifo").toString()).exit()).isZero();

        assertThat(sandbox.reason("directory")).startsWith("It is a directory, not a plain file.");
        assertThat(sandbox.at("failed/directory.conf/within")).isDirectory();
        assertThat(sandbox.reason("fifo")).startsWith("It is a special file");
        assertThat(Files.readAttributes(sandbox.at("failed/fifo.conf"), "isOther"))
                .containsValue(true);
        for (String link : new String[] {"link", "dangling"}) {
            Sandbox.waitUntil(
                    link + " is set aside",
                    () -> Files.isSymbolicLink(sandbox.at("failed/" + link + ".conf")));
            assertThat(Files.readString(sandbox.at("failed/" + link + ".reason")))
                    .startsWith("It is a symbolic link");
        }
        assertThat(Files.exists(sandbox.queued("link"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(target).exists();
        assertThat(sandbox.at("followed")).doesNotExist();
    }

    @Test
    void aDeviceIsSetAside() throws Exception {
        String device = sandbox.scratch("device").toString();
        assumeTrue(
                sandbox.run("mknod", device, "c", "1", "5").exit() == 0,
                "only root may make a device");
        Files.move(Path.of(device), sandbox.queued("device"));
        assertThat(sandbox.reason("device")).startsWith("It is a special file");
    }

    @Test
    void aSocketIsSetAside() throws Exception {
        Path socket = sandbox.queued("socket");
        try (var server =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            server.bind(java.net.UnixDomainSocketAddress.of(socket));
            assertThat(sandbox.reason("socket")).startsWith("It is a special file");
        }
    }

    @Test
    void aMendedFileIsRunWhenItIsMovedBack() throws Exception {
        sandbox.drop("mended", "[control]\n");
        sandbox.reason("mended");
        Path file = sandbox.at("failed/mended.conf");
        Files.writeString(file, job("echo mended"));
        Result moved = sandbox.run("mv", file.toString(), sandbox.at("jobqueue").toString());
        assertThat(moved.exit()).isZero();
        sandbox.done("mended");
        assertThat(sandbox.lines("logs/mended.log")).containsExactly("mended");
        assertThat(Files.readString(sandbox.at("done/mended.conf")))
                .startsWith(job("echo mended") + "\n[result]\nstate = done\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
