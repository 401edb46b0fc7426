package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real ssh server of this user on this machine, on a port of its own and with keys of its own,
 * which the commands of a sandbox reach under the names {@code node1} and {@code node2}. {@code
 * stranger} is the same one, whose key is not known; at {@code down} nobody listens; {@code slow}
 * takes the connection and says nothing. To be registered after its sandbox.
 */
final class Sshd implements BeforeEachCallback, AfterEachCallback {

    private static final String SSHD = "/usr/sbin/sshd";
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final Sandbox sandbox;
    private ServerSocket slow;
    private Program server;
    private Path directory;
    private int port;

    Sshd(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Sandbox.needs("ssh");
        Sandbox.needs("ssh-keygen");
        directory = Files.createDirectory(sandbox.root().resolve("ssh"));
        slow = new ServerSocket(0, 50, HERE);
        port = freePort();
        String hostKey = key("host");
        String knownHost = "[" + HERE.getHostAddress() + "]:" + port + " " + hostKey;
        Files.writeString(directory.resolve("known"), knownHost);
        Files.createFile(directory.resolve("nobody"));
        Files.writeString(directory.resolve("authorized"), key("user"));
        Files.writeString(directory.resolve("sshd_config"), serverSettings(""));
        Files.writeString(directory.resolve("ssh_config"), clientSettings());
        if (sandbox.run("id", "-u").out().strip().equals("0")) {
            Files.createDirectories(Path.of("/run/sshd")); // root's sshd wants it
        }
        serve();
        sandbox.with("FJD_SSH", command());
    }

    /** What reaches it: a command line for {@code FJD_SSH}. */
    String command() {
        return "ssh -F " + directory.resolve("ssh_config");
    }

    /** Starts anew, with another search path for what runs there. */
    void serveWithPath(String path) throws Exception {
        stop();
        Files.writeString(directory.resolve("sshd_config"), serverSettings(path));
        serve();
    }

    /** Ends the server; sessions go on. */
    void stop() {
        Sandbox.kill(server.pid());
    }

    private void serve() throws Exception {
        server = sandbox.start(SSHD, "-D", "-e", "-f", directory.resolve("sshd_config").toString());
        Sandbox.waitUntil(
                "sshd listens",
                () -> {
                    assertThat(server.isAlive()).as(server.describe()).isTrue();
                    try (Socket socket = new Socket(HERE, port)) {
                        return socket.isConnected();
                    }
                });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
            return socket.getLocalPort();
        }
    }

    /** Makes a key; returns its public half. */
    private String key(String name) throws Exception {
        Path file = directory.resolve(name);
        assertThat(
                        sandbox.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "" + file)
                                .exit())
                .isZero();
        return Files.readString(directory.resolve(name + ".pub"));
    }

    private String serverSettings(String path) {
        return """
        ListenAddress %s:%d
        HostKey %s
        AuthorizedKeysFile %s
        PermitRootLogin yes
        PasswordAuthentication no
        StrictModes no
        UsePAM no
        PidFile none
        MaxStartups 100
        SetEnv FJD_IT=%s "PATH=%s"
        """
                .formatted(
                        HERE.getHostAddress(),
                        port,
                        directory.resolve("host"),
                        directory.resolve("authorized"),
                        sandbox.root(),
                        path.isEmpty() ? System.getenv("PATH") : path);
    }

    private String clientSettings() throws IOException {
        return """
        Host stranger
            UserKnownHostsFile %2$s
        Host down
            Port %5$d
        Host slow
            Port %4$d
        Host *
            HostName %6$s
            Port %3$d
            IdentityFile %7$s
            IdentitiesOnly yes
            IdentityAgent none
            UserKnownHostsFile %1$s
            GlobalKnownHostsFile %2$s
        """
                .formatted(
                        directory.resolve("known"),
                        directory.resolve("nobody"),
                        port,
                        slow.getLocalPort(),
                        freePort(),
                        HERE.getHostAddress(),
                        directory.resolve("user"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        stop();
        slow.close();
    }
}
