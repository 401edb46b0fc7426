package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ManPageTest {

    private static final String COMMON = "== Files\n\n_done_::\n  Ended.\n";

    @Test
    void everyCommandHasAPage() {
        assertThat(Main.programs().stream().flatMap(ManPage::of).map(ManPage::name))
                .containsExactlyInAnyOrderElementsOf(
                        Commands.all().map(c -> Commands.name(c).replace(' ', '-')).toList());
    }

    @TestFactory
    Stream<DynamicTest> aPageNamesEveryOptionAndHasAllSections() {
        return Commands.each(ManPageTest::see);
    }

    private static void see(CommandLine command) {
        String page = ManPage.of(command).findFirst().orElseThrow().text("1", "2026-11-21", COMMON);
        Commands.options(command)
                .forEach(
                        name -> assertThat(page).containsPattern("(?m)^.*\\*" + name + "\\*.*::$"));
        assertThat(page)
                .contains(":docdate: 2026-11-21\n", ":mansource: fjd 1\n", "(1)\n")
                .contains("\n== Name\n", "\n== Synopsis\n", "\n== Description\n")
                .contains("\n== Options\n", "\n== Exit status\n", "\n== See also\n");
        assertThat(page.contains(COMMON)).isEqualTo(command.getParent() == null);
    }

    @Command(
            name = "it",
            description = {"Does *this* [or that]. And more.", "{asciidoc} is 100%% off."},
            footer = {"  it *", "    it -- x"})
    static final class Odd implements Runnable {

        @Option(
                names = "--odd",
                description = {"Not _that_ (see job~3, job~4).", "Two::", "- three"})
        boolean odd;

        @Override
        public void run() {}
    }

    @Test
    void textsAreTakenLiterally() {
        CommandLine command = new CommandLine(new Odd());
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Usage.complete(command, new Console(nowhere, nowhere, OutputStream.nullOutputStream()));
        assertThat(ManPage.of(command).findFirst().orElseThrow().text("1", "2026-11-21", ""))
                .contains("it - Does *this* [or that]\n")
                .contains(
                        """
                        pass:c[Does *this* [or that\\]. And more.]
                        pass:c[{asciidoc} is 100% off.]
                        """)
                .contains(
                        """
                        *--odd*::
                        pass:c[Not _that_ (see job~3, job~4).]
                        +
                        pass:c[Two::]
                        +
                        pass:c[- three]
                        """)
                .contains(
                        """
                        == Examples

                        ....
                        it *
                          it -- x
                        ....
                        """);
    }
}
