package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fjd.it.Program.Result;

/** A small file system of its own for the spool, which can be full or read-only. */
final class SmallDisk {

    private final Sandbox sandbox;
    private final Path root;

    private SmallDisk(Sandbox sandbox, Path root) {
        this.sandbox = sandbox;
        this.root = root;
    }

    /** Mounts one, if this user may; the test is skipped if not. */
    static SmallDisk mount(Sandbox sandbox, Path root) throws Exception {
        Result mount =
                sandbox.run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=2m,nr_inodes=300,mode=700",
                        "tmpfs",
                        root.toString());
        assumeTrue(mount.exit() == 0, "only root may mount a small file system: " + mount.err());
        return new SmallDisk(sandbox, root);
    }

    /** Takes all the space there is for content. Files and directories can still be made. */
    void fill() throws Exception {
        Result filled = sandbox.run("sh", "-c", "cat /dev/zero >\"$0\"", root + "/ballast");
        assertThat(filled.text()).contains("No space left on device");
    }

    /** Takes all there is: afterwards no file can be made either. */
    void fillUp() throws Exception {
        fill();
        Files.createDirectory(root.resolve("more"));
        String files = "i=0; while : >\"$0/$i\"; do i=$((i + 1)); done";
        Result filled = sandbox.run("sh", "-c", files, root + "/more");
        assertThat(filled.text()).contains("No space left on device");
    }

    /** Gives back all that was taken. */
    void free() throws Exception {
        run("rm", "-rf", root + "/ballast", root + "/more");
    }

    void makeReadOnly() throws Exception {
        run("mount", "-o", "remount,ro", root.toString());
    }

    void makeWritable() throws Exception {
        run("mount", "-o", "remount,rw", root.toString());
    }

    void unmount() throws Exception {
        run("umount", "--lazy", root.toString()); // who was killed may not have let go yet
    }

    private void run(String... command) throws Exception {
        Result result = sandbox.run(command);
        assertThat(result.exit()).as(result.text()).isZero();
    }
}
