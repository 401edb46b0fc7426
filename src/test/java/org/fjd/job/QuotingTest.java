package org.fjd.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotingTest {

    private static final List<String> ODD =
            List.of(
                    "plain-1.a",
                    "größe",
                    "漢字",
                    "\uD83D\uDE00 smile",
                    "it's",
                    "back\\slash",
                    "two  words",
                    "$(touch x) `id` $HOME ; & | > *?[a]{b,c}",
                    "~",
                    "a~2",
                    "#a",
                    "!a!",
                    "=ls",
                    "\u0301accent first",
                    "-v",
                    "",
                    "esc\u001b[2J'\\7",
                    "\u0001\u007f\u009b1m9",
                    "new\nline\r\ttab",
                    "no\u00a0break\u3000wide\u2028line",
                    "\u202eright to left",
                    "zero\u200bwidth");

    @TempDir private Path directory;

    @Test
    void aShellReadsBackWhatIsPasted() throws Exception {
        String arguments = Quoting.arguments(ODD);

        assertThat(arguments).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u00a0]");
        Path script = directory.resolve("script");
        Files.writeString(script, "set " + arguments + "\nprintf '%s\\0' \"$@\"\n");
        for (String locale : List.of("C", "C.UTF-8")) {
            ProcessBuilder bash = new ProcessBuilder("bash", script.toString());
            bash.environment().put("LC_ALL", locale);
            Process process = bash.redirectErrorStream(true).start();
            String read = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(List.of(read.split("\0", -1)).subList(0, ODD.size())).isEqualTo(ODD);
        }
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void whatIsPlainStaysAsItIs() {
        assertThat(Quoting.arguments(List.of("a", "b-2~3", "größe"))).isEqualTo("a b-2~3 größe");
        assertThat(Quoting.arguments(List.of("a b", "it's"))).isEqualTo("'a b' 'it'\\''s'");
        assertThat(Quoting.arguments(List.of("a\u001b1"))).isEqualTo("$'a\\0331'");
        assertThat(Quoting.arguments(List.of("a", "-b"))).isEqualTo("-- a -b");
    }
}
