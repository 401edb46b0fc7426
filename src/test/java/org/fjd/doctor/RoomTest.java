package org.fjd.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.fjd.doctor.Finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {

    private static OptionalLong files(String row) {
        return Room.files("Filesystem Inodes IUsed IFree IUse% Mounted on\n" + row + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/sda1 1000 10 990 1% /, 990",
        "/dev/sda1 1000 1000 0 100% /, 0",
        "server:/my dir 1000 10 990 1% /home/my dir, 990",
        "tmpfs   300   1   299    1% /tmp/a 1 2 3 4% /b, 299",
        "x 18446744073 1 2 - /x, 2",
        "x 10 11 -1 110% /x, 0"
    })
    void freeInodesAreRead(String row, long free) {
        assertThat(files(row)).hasValue(free);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "btrfs 0 0 0 - /",
                "vfat - - - - /",
                "zfs 99999999999999999999 1 99999999999999999999 1% /",
                "df: /x: Permission denied",
                "x 10 1 - 10% /x",
                "x 10 1 9 10%"
            })
    void whereThereAreNoneTheyAreNotCounted(String row) {
        assertThat(files(row)).isEmpty();
    }

    @Test
    void aTextThatIsNothingOfTheKindSaysNothing() {
        assertThat(Room.files("")).isEmpty();
        assertThat(Room.files("/dev/sda1 1000 10 990 1% /")).as("a heading only").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "104857600, 1000, GOOD",
        "104857599, 1000, POOR",
        "104857600, 999, POOR",
        "0, 0, POOR"
    })
    void littleRoomIsPoor(long bytes, long files, Verdict verdict) {
        Room room = new Room(OptionalLong.of(bytes), OptionalLong.of(files));
        assertThat(Surroundings.judge(room).verdict()).isEqualTo(verdict);
    }

    @Test
    void whatIsNotKnownIsNoFault() {
        assertThat(Surroundings.judge(new Room(OptionalLong.empty(), OptionalLong.empty())))
                .isEqualTo(Finding.good(Finding.Check.SPACE, "How much is free is not known."));
    }
}
