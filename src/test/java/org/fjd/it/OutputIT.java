package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where commands print to: full disks, pipes that nobody reads, terminals. */
class OutputIT {

    @RegisterExtension static final Sandbox SANDBOX = new Sandbox();

    private static final String RED = "\u001b[31mfailed\u001b[39m";
    private static final String GREEN = "\u001b[32mdone\u001b[39m";

    @BeforeAll
    static void haveJobs() throws Exception {
        SANDBOX.submit("good", Sandbox.job("seq 100000"));
        SANDBOX.submit("bad", Sandbox.job("exit 3"));
        SANDBOX.hire(1);
        SANDBOX.run("dispatcher");
        for (int i = 0; i < 2000; i++) {
            SANDBOX.submit("q" + i, Sandbox.job("true") + "hold = yes\n");
        }
    }

    private static Result shell(String script) throws Exception {
        return SANDBOX.run("bash", "-c", "PATH=%s/bin:$PATH; %s".formatted(Sandbox.HOME, script));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fjd jobs",
                "fjd jobs --json",
                "fjd jobs --help",
                "fjd values --csv",
                "fjd log good",
                "fjd show bad",
                "fjd failures --json",
                "fjd fsck",
                "fjd submit --json -- true",
                "fjd completion bash",
                "recruiter list --json"
            })
    void onAFullDiskTheyFailAndSaySo(String command) throws Exception {
        Path full = Path.of("/dev/full");
        assertThat(full).exists();
        Result result = shell(command + " >" + full);
        assertThat(result.exit()).as(result.text()).isEqualTo(3);
        assertThat(result.err())
                .isEqualTo(
                        "[FJD] Not all of the output could be written: No space left on"
                                + " device.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fjd jobs", "fjd jobs --json", "fjd log good", "fjd log -f good", "fjd -h"})
    void whereNobodyReadsAnyMoreTheyEndQuietly(String command) throws Exception {
        Result result = shell(command + " | head -1; echo ${PIPESTATUS[0]}");
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).hasSize(2).last().isEqualTo("0");
    }

    /** On a pseudo terminal. */
    private static String onTerminal(String command) throws Exception {
        return onTerminal(command, 0);
    }

    private static String onTerminal(String command, int exit) throws Exception {
        Sandbox.needs("script");
        String line = Sandbox.HOME.resolve("bin") + "/" + command;
        Result result = SANDBOX.run("script", "-qec", line, "/dev/null");
        assertThat(result.exit()).as(result.text()).isEqualTo(exit);
        return result.out();
    }

    @Test
    void onATerminalWhatIsSaidIsWrappedAndElsewhereIsOneLine() throws Exception {
        String wrong = "fjd jobs --columns nix";
        Result plain = shell(wrong);
        assertThat(plain.err().lines()).singleElement().asString().hasSizeGreaterThan(100);

        String wrapped = onTerminal(wrong, 2);
        assertThat(wrapped.lines()).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 80);
        assertThat(wrapped.replaceAll("\\s+", " ").strip()).isEqualTo(plain.err().strip());
    }

    @Test
    void onATerminalTheWordsForStatesAreColoured() throws Exception {
        SANDBOX.with("NO_COLOR", "");
        String jobs = onTerminal("fjd jobs");
        assertThat(jobs).contains(RED, GREEN);
        assertThat(onTerminal("fjd show bad")).contains(RED).doesNotContain(GREEN);
        assertThat(onTerminal("fjd failures")).contains(RED);
        assertThat(onTerminal("fjd jobs --json")).doesNotContain("\u001b");
        assertThat(jobs.replaceAll("\u001b\\[\\d*m", "").lines())
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void nothingIsColouredWhereTheUserHasSaidSoOrInAPipe() throws Exception {
        for (String command : new String[] {"fjd jobs", "fjd show bad", "fjd failures"}) {
            assertThat(shell(command).out()).doesNotContain("\u001b").contains("failed");
            SANDBOX.with("NO_COLOR", "1");
            assertThat(onTerminal(command)).doesNotContain("\u001b").contains("failed");
            SANDBOX.without("NO_COLOR");
        }
    }
}
