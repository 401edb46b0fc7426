package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Options;

/**
 * Writes what the distribution has for whoever types commands: the pages of the manual, and what
 * shells read to complete words. The build runs it.
 */
public final class Manual {

    /** How each shell finds its file in a directory of such files. */
    private static final Map<Shell, String> COMPLETIONS =
            new EnumMap<>(
                    Map.of(
                            Shell.BASH, "fjd.bash",
                            Shell.ZSH, "_fjd",
                            Shell.FISH, "fjd.fish"));

    private Manual() {}

    /**
     * Writes {@code man/man1} and {@code completion}.
     *
     * @param args the directory for them, the file with the common sections, the version of fjd,
     *     and the instant whose day the pages bear
     */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        String common = Files.readString(Path.of(args[1]));
        String day = args[3].replaceFirst("T.*", "");
        List<ManPage> pages = Main.programs().stream().flatMap(ManPage::of).toList();
        Path sources = Files.createDirectories(target.resolve("man-adoc"));
        Path manual = Files.createDirectories(target.resolve("man/man1"));
        removeAllBut(pages, sources);
        removeAllBut(pages, manual);
        List<ManPage> changed = new ArrayList<>();
        for (ManPage page : pages) {
            Path source = sources.resolve(page.name() + ".adoc");
            String text = page.text(args[2], day, common);
            if (!Files.exists(source)
                    || !Files.exists(manual.resolve(page.name() + ".1"))
                    || !Files.readString(source).equals(text)) {
                Files.writeString(source, text);
                changed.add(page);
            }
        }
        convert(changed, sources, manual);
        Path completion = Files.createDirectories(target.resolve("completion"));
        for (Map.Entry<Shell, String> file : COMPLETIONS.entrySet()) {
            Files.writeString(
                    completion.resolve(file.getValue()), file.getKey().script(Main.programs()));
        }
    }

    private static void removeAllBut(List<ManPage> pages, Path directory) throws IOException {
        Set<String> names = pages.stream().map(ManPage::name).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!names.contains(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Only of pages that changed: to start the converter takes seconds. */
    private static void convert(List<ManPage> pages, Path sources, Path manual) throws IOException {
        if (pages.isEmpty()) {
            return;
        }
        Options options = Options.builder().backend("manpage").standalone(true).build();
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create()) {
            asciidoctor.registerLogHandler(
                    record -> {
                        throw new IllegalStateException(record.getMessage());
                    });
            for (ManPage page : pages) {
                String text = Files.readString(sources.resolve(page.name() + ".adoc"));
                Files.writeString(
                        manual.resolve(page.name() + ".1"), asciidoctor.convert(text, options));
            }
        }
    }
}
