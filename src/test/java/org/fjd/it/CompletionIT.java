package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words completed by the shells themselves. */
class CompletionIT {

    private static final Path FILES = Sandbox.HOME.resolve("target/completion");

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @BeforeEach
    void workers() throws Exception {
        Path roll = Files.createDirectories(sandbox.at(".fjd/workers"));
        for (String name : List.of("node1-12-abc", "other-7-xyz", "two words", "bell\u0007")) {
            Files.createFile(roll.resolve(name));
        }
    }

    @ParameterizedTest
    @CsvSource({"bash, fjd.bash", "zsh, _fjd", "fish, fjd.fish"})
    void aCommandPrintsWhatTheDistributionHas(String shell, String file) throws Exception {
        Result printed = sandbox.run("fjd", "completion", shell);
        assertThat(printed.exit()).as(printed.text()).isZero();
        assertThat(printed.out()).isEqualTo(Files.readString(FILES.resolve(file)));
    }

    @Test
    void anotherShellIsWrongUsage() throws Exception {
        Result result = sandbox.run("fjd", "completion", "csh");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("[FJD] ").contains("csh", "bash, zsh, fish");
        assertThat(sandbox.run("fjd", "completion").exit()).isEqualTo(2);
    }

    @Test
    void bashCompletes() throws Exception {
        Path script =
                Files.writeString(
                        sandbox.scratch("try"),
                        """
                        . %s
                        complete -p fjd recruiter dispatcher
                        compopt() { :; }
                        see() {
                            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
                            "_complete_$1"
                            printf '%%s' "$*:"
                            printf ' %%s' "${COMPREPLY[@]}"
                            echo
                        }
                        see recruiter ''
                        see recruiter hi
                        see recruiter --spool . li
                        see recruiter fire --n
                        see recruiter fire ''
                        see recruiter fire node1-12-abc o
                        see fjd completion ''
                        see dispatcher --fo
                        """
                                .formatted(FILES.resolve("fjd.bash")));
        Result result = sandbox.run("bash", "--norc", script.toString());
        assertThat(result.text())
                .isEqualTo(
                        """
                        complete -o default -F _complete_fjd fjd
                        complete -o default -F _complete_recruiter recruiter
                        complete -o default -F _complete_dispatcher dispatcher
                        recruiter : hire fire list log sync autoscale
                        recruiter hi: hire
                        recruiter --spool . li: list
                        recruiter fire --n: --now
                        recruiter fire : node1-12-abc other-7-xyz
                        recruiter fire node1-12-abc o: other-7-xyz
                        fjd completion : bash zsh fish
                        dispatcher --fo: --forever
                        """);
    }

    @Test
    void jobsAreFoundWhereverTheyLie() throws Exception {
        for (String path :
                List.of(
                        "jobqueue/a-queued.conf",
                        "jobqueue/b.conf",
                        "jobqueue/a space.conf",
                        "jobqueue/a.txt",
                        "retryqueue/a-again@w-1-x.2.conf",
                        "jobpods/w-1-x.3/a-running.conf",
                        "done/a-done.conf",
                        "failed/a-failed.conf",
                        "failed/a-failed.reason")) {
            Files.createDirectories(sandbox.at(path).getParent());
            Files.createFile(sandbox.at(path));
        }
        String script = ". %s; COMP_WORDS=(fjd x \"$1\") COMP_CWORD=2; __fjd_jobs";
        String[] bash = {"bash", "-c", script.formatted(FILES.resolve("fjd.bash")), "bash", "a"};
        assertThat(sandbox.run(bash).text())
                .isEqualTo("a-again\na-done\na-failed\na-queued\na-running\n");
        bash[4] = "b";
        assertThat(sandbox.run(bash).text()).isEqualTo("b\n");
        bash[4] = "c";
        assertThat(sandbox.run(bash).text()).isEmpty();
        sandbox.with("FJD_SPOOL", sandbox.scratch("nowhere").toString());
        assertThat(sandbox.run(bash).text()).isEmpty();
    }

    @Test
    void fishCompletes() throws Exception {
        Sandbox.needs("fish");
        assertThat(fish("recruiter "))
                .containsExactly("autoscale", "fire", "hire", "list", "log", "sync");
        assertThat(fish("recruiter --spool . li")).containsExactly("list");
        assertThat(fish("recruiter fire --n")).containsExactly("--now");
        assertThat(fish("recruiter fire ")).containsExactly("node1-12-abc", "other-7-xyz");
        assertThat(fish("fjd completion ")).containsExactly("bash", "fish", "zsh");
        assertThat(fish("dispatcher --fo")).containsExactly("--forever");
    }

    private List<String> fish(String line) throws Exception {
        String script = ". %s; complete -C '%s'".formatted(FILES.resolve("fjd.fish"), line);
        Result result =
                sandbox.with("HOME", sandbox.root().toString())
                        .run("fish", "--no-config", "-c", script);
        assertThat(result.err()).isEmpty();
        return result.out().lines().map(offer -> offer.replaceFirst("\t.*", "")).toList();
    }

    /** A zsh on a pseudo-terminal, whose lines are written to a file after the tabulator. */
    @ParameterizedTest
    @ValueSource(
            strings = {"fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D", ". %s/_fjd"})
    void zshCompletes(String setUp) throws Exception {
        Sandbox.needs("zsh");
        Path lines = sandbox.scratch("lines");
        Path script =
                Files.writeString(
                        sandbox.scratch("try"),
                        """
                        zmodload zsh/zpty
                        zpty -b shell zsh -f -i
                        zpty -w shell 'PS1=; see() { print -r -- "$BUFFER" >>%1$s; BUFFER=; }'
                        zpty -w shell 'zle -N see; bindkey "^G" see; bindkey "^I" complete-word'
                        zpty -w shell '%2$s'
                        zpty -w shell 'print ready >>%1$s'
                        expected=0
                        wait_for_it() {
                            ((expected++))
                            repeat 300; do
                                [[ -f %1$s && $(wc -l <%1$s) -ge $expected ]] && return
                                sleep 0.1
                            done
                        }
                        wait_for_it
                        for line in 'recruiter hi' 'recruiter --spool . li' 'recruiter fire --n' \\
                            'recruiter fire n' 'recruiter fire node1-12-abc o' 'fjd completion zs' \\
                            'dispatcher --fo'; do
                            zpty -w -n shell "$line"$'\\t\\a'
                            wait_for_it
                        done
                        zpty -w shell 'print $options[completealiases] $+aliases[compopt] >>%1$s'
                        wait_for_it
                        zpty -d shell
                        """
                                .formatted(lines, setUp.formatted(FILES)));
        sandbox.with("HOME", sandbox.root().toString()).run("zsh", "-f", script.toString());
        assertThat(lines)
                .hasContent(
                        """
                        ready
                        recruiter hire\s
                        recruiter --spool . list\s
                        recruiter fire --now\s
                        recruiter fire node1-12-abc\s
                        recruiter fire node1-12-abc other-7-xyz\s
                        fjd completion zsh\s
                        dispatcher --forever\s
                        off 0
                        """);
    }
}
