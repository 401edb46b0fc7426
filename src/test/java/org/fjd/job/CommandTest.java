package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.job.Command.Plain;
import org.fjd.job.Command.Shell;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    static Stream<Arguments> plainLines() {
        return Stream.of(
                line("./ajob.sh", "./ajob.sh"),
                line("python test/ajob.py", "python", "test/ajob.py"),
                line("  a \t b  ", "a", "b"),
                line("a 'b c' d", "a", "b c", "d"),
                line("a \"b c\"'d'e", "a", "b cde"),
                line("a '' \"\"", "a", "", ""),
                line("a b\\ c \\'", "a", "b c", "'"),
                line("a 'b\\c' '\"'", "a", "b\\c", "\""),
                line("a \"b\\c \\\" \\\\ \\$ \\` '\"", "a", "b\\c \" \\ $ ` '"),
                line("awk '{print $1 | \"x\" > 2; # }'", "awk", "{print $1 | \"x\" > 2; # }"),
                line("a \\$x \\* \\; \\# \\~ \\(", "a", "$x", "*", ";", "#", "~", "("),
                line(
                        "a --x=1 B=2 -c k:v, 50% @f ^",
                        "a", "--x=1", "B=2", "-c", "k:v,", "50%", "@f", "^"),
                line("a b#c x~ 'y'~z", "a", "b#c", "x~", "y~z"),
                line("a if then done cd exit", "a", "if", "then", "done", "cd", "exit"),
                line("'if' x", "if", "x"),
                line("a ! b!", "a", "!", "b!"),
                line("sleep 1 2", "sleep", "1", "2"),
                line("test -f x", "test", "-f", "x"),
                line("echo ä\u00a0b 日本", "echo", "ä\u00a0b", "日本"),
                line("./a=b 1=2", "./a=b", "1=2"),
                line("1=2", "1=2"));
    }

    private static Arguments line(String line, String... words) {
        return Arguments.of(line, List.of(words));
    }

    @ParameterizedTest
    @MethodSource("plainLines")
    void aPlainLineIsSplitAsAShellWouldSplitIt(String line, List<String> words) throws Rejection {
        assertThat(Command.parse(line)).isEqualTo(new Plain(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a | b",
                "a|b",
                "a & b",
                "a;b",
                "a < b",
                "a > b",
                "a 2>&1",
                "(a)",
                "a )",
                "a $x",
                "a $(b)",
                "a \"$x\"",
                "a `b`",
                "a \"`b`\"",
                "a *",
                "a b?",
                "a [b]",
                "a {b,c}",
                "a ~",
                "~/a",
                "a ~b",
                "a x=~/b",
                "a x:~/b",
                "a # b",
                "! a",
                "a\nb",
                "a 'b\nc'",
                "X=1 a",
                "_x1= a",
                "X+=1 a",
                "X='a b'",
                "cd x",
                ". ./x",
                "source x",
                "exec a",
                "eval a",
                "export X",
                "if a",
                "for a",
                "while a",
                "until a",
                "case a",
                "ulimit -n",
                "umask 7",
                "set -e",
                "unset x",
                "exit 1",
                "trap x",
                "wait",
                "read x",
                "return",
                "shift",
                "command a",
                "\"cd\" x",
                ": x",
                "done",
                "} x"
            })
    void aLineWithShellSyntaxIsForTheShell(String line) throws Rejection {
        assertThat(Command.parse(line)).isEqualTo(new Shell(line));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '%',
            delimiter = '!',
            value = {
                "a 'b            ! The executable has a quote (') that is not closed.",
                "a \"b           ! The executable has a quote (\") that is not closed.",
                "a \"b\\          ! The executable has a quote (\") that is not closed.",
                "it's            ! The executable has a quote (') that is not closed.",
                "a && b 'c       ! The executable has a quote (') that is not closed.",
                "a $(b) \"c      ! The executable has a quote (\") that is not closed.",
                "a b\\           ! The executable ends in a backslash.",
                "%%              ! The executable names no program.",
                "%  %            ! The executable names no program.",
                "# nothing       ! The executable names no program.",
                "'' a            ! The executable names no program.",
            })
    void aLineThatIsSurelyWrongIsRejected(String line, String message) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> Command.parse(line))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a # don't",
                "a $(b 'c",
                "a \"$(b \"c\")\"",
                "a \"$(b \"c",
                "a `it's",
                "a \"${x:-it's}\"",
                "a | \\",
                "if a"
            })
    void aLineOfWhichThatIsNotSureIsLeftToTheShellToJudge(String line) {
        assertThat(parse(line)).isEqualTo(new Shell(line));
    }

    @Nested
    class TheJobFile {

        @ParameterizedTest
        @MethodSource("org.fjd.job.CommandTest#plainLines")
        void isThePlainCommandsLastArgument(String line, List<String> words) {
            List<String> expected = new ArrayList<>(words);
            expected.add("/s/j 1.conf");

            assertThat(new Plain(words).argv("/s/j 1.conf")).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a | b",
                    "cd x && ./a -v",
                    "a > out",
                    "a > out 2>&1",
                    "X=1 Y='2 3' a",
                    "a &>log b",
                    "a; b",
                    "(a); b",
                    "{ a; }; b",
                    "if a; then b; fi; c",
                    "if a; then b; fi | c",
                    "f() { a; }; f",
                    "exec a",
                    "ulimit -n 9; exec a",
                    ". ./env; a",
                    ". ./env",
                    "source ./env",
                    "command a",
                    "eval a",
                    "! a",
                    "> out a",
                    "2>err a",
                    "a | b fi",
                    "a }",
                    "a | b done esac",
                    "a 'fi'; 'fi'",
                    "$CMD",
                    "$cd",
                    "$fi",
                    "\"$X\" 1>x",
                    "a $x$y ${z%.*} $((1 << 2)) $(b; c) `d; e`",
                    "a \"$(b \")\" ; c)\"",
                    "a ${x:-'}'} ${y:-\"}\"}",
                    "a *.txt",
                    "a {b}",
                    "a b#c | d",
                    "a ~",
                    "a>out",
                    "+>out",
                    "cd x # y\n a",
                    "a b<in 2>err",
                    "'2'>err",
                    "a `b`",
                    "a `b \\`; c\\`;`",
                    "a ${x:-\\};}",
                    "a ${x:-`b };`}",
                    "a ${x:-$(b };)}",
                    "a $(case x in (x) b; esac)",
                    "a '$1' | b",
                    "awk '{ print $1 }' < x",
                    "a \\$1 \"\\$@\" | b",
                    "a $# $$ $? $$1",
                    "a $FJD_JOB ${FJD_JOB_FILES} $FJD_JOB_FILE_X",
                    "a ${10} $2",
                    "a | b # $1\n c",
                    "a |\nb",
                    "for i in 1 2; do a; done; b",
                    "case x in y) a;; esac; b",
                    "a $",
                    "a | b ''",
                    "a | b \\#",
                })
        void isAddedToTheLastCommandOfAShellLine(String line) {
            assertThat(parse(line).argv("/s/j 1.conf"))
                    .containsExactly("sh", "-c", line + " \"$@\"", "sh", "/s/j 1.conf");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a $1 | b",
                    "a \"$1\"",
                    "a ${1}",
                    "a ${1%.conf}",
                    "a \"$@\"",
                    "a $*",
                    "a ${@}",
                    "a ${*:-x}",
                    "a $FJD_JOB_FILE",
                    "a \"${FJD_JOB_FILE}\"",
                    "a ${FJD_JOB_FILE##*/}",
                    "a x$1y",
                    "a $(b $1)",
                    "a \"$(b \"$1\")\"",
                    "a `b $1`",
                    "a ${x:-$1}",
                    "a \"${x:-\"$1\"}\"",
                    "a '$2'$1",
                    "a \\\\$1",
                    "X=$1 a",
                    "a < $1",
                    "f() { a $1; }; f",
                })
        void isNotAddedWhereTheLineNamesItItself(String line) {
            assertThat(parse(line).argv("j")).containsExactly("sh", "-c", line, "sh", "j");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a;",
                    "a &",
                    "a | b &",
                    "a |",
                    "a &&",
                    "a\n",
                    "(a)",
                    "(a) > out",
                    "(cd x; a) > out 2>&1",
                    "{ a; }",
                    "{ a; } > out",
                    "if a; then b; fi",
                    "if a; then b; else c; fi >out 2>err",
                    "for i in 1 2; do a $i; done",
                    "for i do a; done",
                    "while a; do b; done < x",
                    "until a; do b; done",
                    "case x in y) a;; z) b; esac",
                    "f() { a; }",
                    "f() (a)",
                    "a # b",
                    "a | b # c",
                    "a | b \\",
                    "a >",
                    "a <",
                    "a >>",
                    "a | b 2>&",
                    "> out",
                    "2> err",
                    "X=1",
                    "X=1 > out",
                    "a && X=$y",
                    "exec",
                    "exec > out",
                    "exec 2>&1",
                    "eval",
                    "command",
                    ".",
                    "!",
                    "cd x",
                    "a || exit 3",
                    "a; exit",
                    "export X=1",
                    "a << E",
                    "a <<-E",
                    "a $(b",
                    "a ${b",
                    "a `b",
                    "a \"$(b",
                    "a `b\\",
                    "if a; then",
                    "0<in",
                    "9>out",
                    "a $;",
                    "a `b \\`",
                    "a ${b \\",
                    "a | b $(c # d)",
                })
        void isNotAddedWhereNothingTakesIt(String line) {
            assertThat(parse(line).argv("j")).containsExactly("sh", "-c", line, "sh", "j");
        }
    }

    @ParameterizedTest
    @CsvSource({"$(,)", "${x:-,}", "\"$(,)\"", "\"${x:-,}\""})
    void aLineThatIsNestedTooDeepToBeReadIsLeftToTheShell(String open, String close) {
        String deep = "a | b " + open.repeat(100) + close.repeat(100);
        String deeper = "a | b " + open.repeat(101) + close.repeat(101);
        String deepest = "a | b " + open.repeat(100_000);

        assertThat(parse(deep).argv("j")).contains(deep + " \"$@\"");
        assertThat(parse(deeper).argv("j")).contains(deeper);
        assertThat(parse(deepest).argv("j")).contains(deepest);
    }

    @Test
    void aLineOfManySubstitutionsIsNotNestedDeep() {
        String line = "a " + "$(b) ${c} ".repeat(200);

        assertThat(parse(line).argv("j")).contains(line + " \"$@\"");
    }

    @Test
    void aLineWithAnOpenQuoteIsNotContinuedEvenIfItIsMadeByHand() {
        assertThat(new Shell("a | b 'c").argv("j"))
                .containsExactly("sh", "-c", "a | b 'c", "sh", "j");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 'b c'", "a | b", "a >x"})
    void nothingIsAddedToACommandThatDoesNotTakeTheJobFile(String line) throws Rejection {
        Command command = Command.parse(line, false);
        boolean plain = command instanceof Plain;

        assertThat(command.argv("j"))
                .isEqualTo(plain ? List.of("a", "b c") : List.of("sh", "-c", line, "sh", "j"));
    }

    @Test
    void aPlainCommandKeepsItsWords() {
        List<String> words = new ArrayList<>(List.of("a"));
        Plain plain = new Plain(words);
        words.add("b");

        assertThat(plain.words()).containsExactly("a");
    }

    private static Command parse(String line) {
        try {
            return Command.parse(line);
        } catch (Rejection e) {
            throw new AssertionError(e);
        }
    }
}
