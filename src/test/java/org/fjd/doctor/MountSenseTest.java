package org.fjd.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fjd.doctor.Finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountSenseTest {

    private static List<Finding> of(String type, String options) {
        Mount mount = new Mount("0:1", "/home", type, "source", Arrays.asList(options.split(" ")));
        return MountSense.of(type, type.matches("nfs.*|fuse.*|cifs|9p"), Optional.of(mount));
    }

    @ParameterizedTest
    @CsvSource({
        "ext4, rw nodiratime noatime",
        "nfs4, rw hard acdirmax=3 vers=4.2",
        "nfs4, rw hard actimeo=5",
        "nfs, rw noac",
        "nfs, rw actimeo=0",
        "cifs, rw cache=strict soft",
        "fuse.glusterfs, rw"
    })
    void whatDoesNotHurtIsNotBlamed(String type, String options) {
        assertThat(of(type, options)).allMatch(found -> found.verdict() == Verdict.GOOD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nfs4 | rw soft actimeo=1 | POOR | (soft)",
                "nfs4 | rw softerr actimeo=1 | POOR | (soft)",
                "nfs4 | rw hard | POOR | up to 60 s old",
                "nfs4 | rw acdirmax=600 | POOR | up to 600 s old",
                "nfs4 | rw acdirmax=much | POOR | up to 60 s old",
                "nfs | rw noac vers=2 | UNFIT | NFS version 2",
                "ext4 | ro | UNFIT | for reading only",
                "ext4 | rw noexec | POOR | (noexec)",
                "fuse.sshfs | rw | POOR | for 20 s",
                "cifs | rw cache=loose | POOR | cache=loose",
                "tmpfs | rw | POOR | gone at the next start",
                "vfat | rw | POOR | whose a file is"
            })
    void whatHurtsIsSaidWithARemedy(String type, String options, Verdict verdict, String what) {
        List<Finding> blamed =
                of(type, options).stream().filter(f -> f.verdict() != Verdict.GOOD).toList();
        assertThat(blamed).hasSize(1);
        assertThat(blamed.get(0).verdict()).isEqualTo(verdict);
        assertThat(blamed.get(0).what()).contains(what);
        assertThat(blamed.get(0).remedy()).isPresent();
    }

    @Test
    void whereTheSystemDoesNotTellTheTypeIsAllThereIsToSay() {
        assertThat(MountSense.of("apfs", false, Optional.empty()))
                .singleElement()
                .matches(found -> found.what().startsWith("apfs: local"));
    }
}
