package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.fjd.job.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NicenessTest {

    @TempDir private Path directory;

    private Order order() {
        return order(directory);
    }

    private Order order(Path where) {
        Path log = directory.resolve("log");
        Command command = new Command.Plain(List.of("true"));
        return new Order(command, log, directory, where, Map.of(), log, log, 7);
    }

    private Path script(String head, String rights) throws IOException {
        Path script = Files.writeString(directory.resolve("s.sh"), head);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString(rights));
    }

    private void isRefused(String program, String reason) {
        assertThatThrownBy(() -> Niceness.raised(order(), List.of(program, "x")))
                .isInstanceOf(CouldNotStart.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theProgramIsStartedByNiceUnderItsFullPath() throws Exception {
        List<String> words = Niceness.raised(order(), List.of("sh", "-c", "exit"));
        assertThat(words.get(0)).endsWith("/nice");
        assertThat(words.subList(1, 3)).containsExactly("-n", "7");
        assertThat(words.get(3)).startsWith("/").endsWith("/sh");
        assertThat(words.subList(4, 6)).containsExactly("-c", "exit");
    }

    @Test
    void whatIsWrongWithTheProgramIsToldAsWithoutNice() throws Exception {
        isRefused("no-such-program-here", "no-such-program-here: not found on the worker's PATH");
        isRefused(directory + "/absent", "absent: not found. A relative path counts");
        isRefused(directory.toString(), "is a directory, not a program");
        isRefused(script("#!/bin/sh\n", "rw-------").toString(), "s.sh: not executable");
        isRefused(script("#!/no/such\n", "rwx------").toString(), "/no/such, not found");
        isRefused(script("#!/bin/sh\r\n", "rwx------").toString(), "carriage return");
        assertThatThrownBy(() -> Niceness.raised(order(directory.resolve("no")), List.of("true")))
                .hasMessageContaining("no: no such directory");
    }

    @Test
    void aProgramWithNothingWrongIsNotRefused() throws Exception {
        String script = script("#!/bin/sh\n", "rwx------").toString();
        assertThat(Niceness.raised(order(), List.of(script))).endsWith(script);
    }
}
