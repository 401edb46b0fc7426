package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fjd.cli.Manual;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of the manual, as man shows them, and their place in the distribution. */
class ManualIT {

    private static final Path TARGET = Sandbox.HOME.resolve("target");

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    private static List<Path> pages(Path manual) throws Exception {
        try (Stream<Path> files = Files.list(manual.resolve("man1"))) {
            return files.sorted().toList();
        }
    }

    private static String name(Path page) {
        return page.getFileName().toString().replaceFirst("\\.1$", "");
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(List.of(text.strip().split("[\\s\\[\\]|(),]+")));
    }

    @Test
    void manShowsEveryPageWithoutAWarningAndAllThatTheHelpSays() throws Exception {
        Sandbox.needs("man");
        sandbox.with("MANWIDTH", "80").with("MANROFFSEQ", "");
        List<Path> pages = pages(TARGET.resolve("man"));
        assertThat(pages).map(ManualIT::name).contains("fjd", "fjd-worker", "recruiter-hire");
        for (Path page : pages) {
            String file = page.toString();
            Result checked =
                    sandbox.run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", file);
            assertThat(checked.err()).as(file).isEmpty();
            Result shown = sandbox.run("man", "-M", TARGET.resolve("man").toString(), name(page));
            assertThat(shown.exit()).as(shown.text()).isZero();
            assertThat(shown.out().lines()).allMatch(line -> line.length() <= 80);

            List<String> command = new ArrayList<>(List.of(name(page).split("-", 2)));
            command.add("--help");
            Result help = sandbox.run(command.toArray(String[]::new));
            assertThat(help.exit()).as(help.text()).isZero();
            // The subcommands stand there as pages, and headings in capitals.
            Collection<String> said =
                    words(help.out().replaceAll("(?m)^\\w[\\w ]*:|^  [a-z]+ ", " "));
            assertThat(words(shown.out())).as(file).containsAll(said);
        }
    }

    @Test
    void onlyPagesThatChangedAreMadeAnew() throws Exception {
        Path target = sandbox.scratch("target");
        Path common = Files.writeString(sandbox.scratch("common"), "== Files\n\nNone.\n");
        String[] args = {target.toString(), common.toString(), "1", "2026-11-21T00:00:00Z"};
        Manual.main(args);
        List<Path> pages = pages(target.resolve("man"));
        assertThat(pages).hasSameSizeAs(pages(TARGET.resolve("man")));
        Path fire = target.resolve("man/man1/recruiter-fire.1");
        Path list = target.resolve("man/man1/recruiter-list.1");
        String text = Files.readString(list);
        assertThat(text)
                .contains(".TH \"RECRUITER\\-LIST\" \"1\" \"2026-11-21\" \"fjd 1\" \"fjd\"");

        Files.writeString(fire, "left alone");
        Files.delete(list);
        Files.createFile(target.resolve("man/man1/fjd-gone.1"));
        Path hire = target.resolve("man/man1/recruiter-hire.1");
        Files.writeString(hire, "old");
        Files.writeString(target.resolve("man-adoc/recruiter-hire.adoc"), "old");
        Manual.main(args);
        assertThat(fire).hasContent("left alone");
        assertThat(list).hasContent(text);
        assertThat(hire).content().contains(".SH \"NAME\"");
        assertThat(pages(target.resolve("man"))).isEqualTo(pages);
    }

    @Test
    void theDistributionHasThemWhereManAndShellsLook() throws Exception {
        Sandbox.needs("man");
        Path archive;
        try (Stream<Path> files = Files.list(TARGET)) {
            archive = files.filter(f -> f.toString().endsWith(".tar.gz")).findAny().orElseThrow();
        }
        Result unpacked = sandbox.run("tar", "-xzf", archive.toString(), "--strip-components=1");
        assertThat(unpacked.exit()).as(unpacked.text()).isZero();
        for (String completion : List.of("fjd.bash", "_fjd", "fjd.fish")) {
            assertThat(sandbox.scratch("completion").resolve(completion))
                    .hasSameTextualContentAs(TARGET.resolve("completion").resolve(completion));
        }
        assertThat(pages(sandbox.scratch("man")))
                .map(ManualIT::name)
                .isEqualTo(pages(TARGET.resolve("man")).stream().map(ManualIT::name).toList());
        String path = sandbox.scratch("bin") + ":" + System.getenv("PATH");
        Result found = sandbox.with("PATH", path).run("man", "-w", "fjd-worker");
        assertThat(found.text())
                .as("man goes by PATH")
                .isEqualTo(sandbox.scratch("man/man1/fjd-worker.1") + "\n");
    }
}
