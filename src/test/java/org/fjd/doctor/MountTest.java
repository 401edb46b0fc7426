package org.fjd.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountTest {

    private static final String MOUNTS =
            """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
            30 22 0:40 / /home rw,nosuid shared:2 master:3 - nfs4 server:/export/home rw,vers=4.2,soft,acdirmax=3
            31 30 0:41 /my\\040dir /home/a\\040b rw - fuse.sshfs me@node1:/my\\134dir rw,user_id=0
            32 22 0:42 / /homes rw - tmpfs tmpfs rw
            """;

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/home, /home",
        "/home/x/spool, /home",
        "/home/a b/spool, /home/a b",
        "/homes/spool, /homes",
        "/homer, /"
    })
    void theNearestMountAboveAPathIsFound(String path, String point) {
        assertThat(Mount.of(path, Optional.empty(), Mount.parse(MOUNTS)).orElseThrow().point())
                .isEqualTo(point);
    }

    @Test
    void allOfALineIsRead() {
        assertThat(Mount.parse(MOUNTS).get(1))
                .isEqualTo(
                        new Mount(
                                "0:40",
                                "/home",
                                "nfs4",
                                "server:/export/home",
                                List.of("rw", "nosuid", "vers=4.2", "soft", "acdirmax=3")));
        assertThat(Mount.parse(MOUNTS).get(2).source()).isEqualTo("me@node1:/my\\dir");
        assertThat(Mount.parse(MOUNTS).get(1).value("acdirmax")).hasValue("3");
        assertThat(Mount.parse(MOUNTS).get(1).value("acdir")).isEmpty();
        assertThat(Mount.parse(MOUNTS).get(1).has("soft")).isTrue();
        assertThat(Mount.parse(MOUNTS).get(1).has("sof")).isFalse();
    }

    @Test
    void aMountThatIsCoveredIsKnownByItsDevice() {
        List<Mount> all =
                Mount.parse(
                        """
                        1 0 8:1 / / rw - ext4 a rw
                        2 1 8:2 / /a/b rw - ext4 b rw
                        3 1 8:3 / /a rw - ext4 c rw
                        4 1 8:4 / /a rw - ext4 d rw
                        """);
        assertThat(Mount.of("/a/b/c", Optional.of("8:4"), all).orElseThrow().source())
                .isEqualTo("d");
        assertThat(Mount.of("/a/b/c", Optional.of("9:9"), all).orElseThrow().source())
                .isEqualTo("b");
        assertThat(Mount.of("/a/c", Optional.empty(), all).orElseThrow().source())
                .as("the last one covers the others")
                .isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "nonsense",
                "1 2 3 4 5 6",
                "- - - - - - -",
                "1 0 8:1 / /a rw -",
                "1 0 8:1 / /a rw - ext4",
                "1 0 8:1 / /a rw shared:1 ext4 a rw"
            })
    void linesOfOtherKindsArePassedOver(String text) {
        assertThat(Mount.parse(text)).isEmpty();
        assertThat(Mount.of("/a", Optional.empty(), Mount.parse(text))).isEmpty();
    }

    @Test
    void aLineWithoutOptionsOfTheFileSystemIsRead() {
        assertThat(Mount.parse("1 0 8:1 / / rw, - x src").get(0).options()).containsExactly("rw");
        assertThat(Mount.parse("1 0 8:1 / / rw - x src ").get(0).options()).containsExactly("rw");
    }
}
