package org.fjd.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.fjd.ini.Section.Entry;

/** Contents of job files, mostly bad ones, and what fjd may have to say of their runs. */
public final class JobTexts {

    /** The fewer there are, the more often sections tell of the same run. */
    private static final List<Run> RUNS =
            List.of(new Run("w-1-a", 1), new Run("w-1-a", 2), new Run("v", 7));

    private JobTexts() {}

    /** Any content, one character for each byte. */
    public static Arbitrary<String> contents() {
        Arbitrary<String> bytes =
                Arbitraries.chars().range('\0', '\u00ff').list().ofMaxSize(8).map(JobTexts::joined);
        Arbitrary<String> own =
                outcomes()
                        .flatMap(
                                outcome ->
                                        Arbitraries.of(true, false)
                                                .map(isResult -> text(outcome, isResult)));
        Arbitrary<String> torn =
                own.flatMap(
                        text ->
                                Arbitraries.integers()
                                        .between(1, text.length())
                                        .map(length -> text.substring(0, length)));
        return Arbitraries.frequencyOf(
                        Tuple.of(10, pieces()),
                        Tuple.of(2, bytes),
                        Tuple.of(2, own),
                        Tuple.of(2, torn))
                .list()
                .ofMaxSize(12)
                .map(JobTexts::joined);
    }

    /** Content that asks for something to be run, more often than not. */
    public static Arbitrary<String> jobs() {
        Arbitrary<String> control =
                Arbitraries.of(
                        "[control]\nexecutable: true\n",
                        "[control]\r\nexecutable = a 'b c' | d\r\nlogfile: x\r\n",
                        "\u00ef\u00bb\u00bf[control]\n  executable: a\n  stdout: b\n",
                        "[params]\na: 1\n  2\n[control]\nexecutable: a");
        Arbitrary<String> rest =
                Arbitraries.of(
                        "",
                        "\n",
                        "[params]\nx = 1\n",
                        "[params]\nx = 1\n  y",
                        "\n# x\n",
                        "\n[result]\nmine = 1\n");
        return Combinators.combine(control, rest).as(String::concat);
    }

    public static Arbitrary<Outcome> outcomes() {
        Arbitrary<String> values =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(8),
                        Arbitraries.of(
                                "[control]",
                                "whole = yes",
                                "a\nwhole = yes\n",
                                "\\",
                                "'",
                                "= x",
                                "größe",
                                "\ud83d\ude00"));
        Arbitrary<List<Entry>> details =
                Combinators.combine(
                                Arbitraries.of("exit", "reason", "host", "x.y-z_1", "0"), values)
                        .as(Entry::new)
                        .list()
                        .uniqueElements(Entry::key)
                        .ofMaxSize(3);
        return Combinators.combine(Arbitraries.of(State.class), Arbitraries.of(RUNS), details)
                .as(Outcome::new);
    }

    /** Names, good and bad, without the end that makes them names of job files. */
    public static Arbitrary<String> names() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "a",
                        "job1",
                        "10",
                        "0",
                        "~2",
                        "@n-1-a.3",
                        "@",
                        ".",
                        ".conf",
                        "/",
                        "\0",
                        "\n",
                        " ",
                        "-",
                        "'",
                        "\\",
                        "$(a)",
                        "*",
                        "\u00e4",
                        "\ufffd",
                        "\ud83d\ude00",
                        "\ud83d",
                        "\u202e",
                        "x".repeat(90));
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> pieces() {
        return Arbitraries.of(
                "[control]\n",
                "executable: true\n",
                "executable: a | b\n",
                "executable",
                "logfile: x\n",
                "[params]\n",
                "[",
                "]",
                "=",
                ":",
                "x",
                " ",
                "\t",
                "\n",
                "\r\n",
                "\r",
                ";",
                "#",
                "\\",
                "'",
                "\"",
                "$(",
                "${",
                "`",
                ")",
                "}",
                "<f>",
                "\0",
                "\u001b",
                "\u00ef\u00bb\u00bf",
                "\u00c3",
                "\u00a4",
                "[result]\n",
                "[result.2]\n",
                "[attempt.1]\n",
                "[attempt.",
                "[submitted]\n",
                "[result.999999999999999999]\n",
                "state = done\n",
                "state = lost\n",
                "run = w-1-a.1\n",
                "run = v.7\n",
                "whole = yes\n",
                "whole = yes");
    }

    /** As a file without a history would get it. */
    private static String text(Outcome outcome, boolean isResult) {
        History none = History.of(new byte[0]);
        return new String(isResult ? outcome.asResult(none) : outcome.asAttempt(none), ISO_8859_1);
    }

    private static String joined(List<?> parts) {
        StringBuilder joined = new StringBuilder();
        parts.forEach(joined::append);
        return joined.toString();
    }
}
