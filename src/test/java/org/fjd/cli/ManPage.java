package org.fjd.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * A command's page of the manual in AsciiDoc: what picocli makes of the command, with its texts
 * taken literally, since to AsciiDoc much of them would be markup.
 */
final class ManPage {

    private final CommandSpec command;

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** The pages of a program and its subcommands. */
    static Stream<ManPage> of(CommandLine program) {
        return Stream.concat(
                Stream.of(new ManPage(program.getCommandSpec())),
                program.getSubcommands().values().stream()
                        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                        .flatMap(ManPage::of));
    }

    /** {@code fjd-worker}. */
    String name() {
        return command.qualifiedName("-");
    }

    /**
     * The page.
     *
     * @param version the version of fjd
     * @param date the day of that version
     * @param common the sections that the programs' own pages have besides
     */
    String text(String version, String date, String common) {
        StringWriter page = new StringWriter();
        ManPageGenerator.writeSingleManPage(new PrintWriter(page, true), command);
        StringBuilder text = new StringBuilder();
        text.append('\n').append(synopsis(page.toString()));
        Stream.of("options", "arguments", "commands", "exit-status")
                .map(section -> literal(section(page.toString(), section)))
                .forEach(section -> text.append('\n').append(section));
        text.insert(text.indexOf("== Options"), description());
        text.append(examples());
        if (command.parent() == null) {
            text.append('\n').append(common);
        }
        return """
               :doctype: manpage
               :manmanual: fjd
               :mansource: fjd %s
               :docdate: %s
               = %s(1)

               == Name

               %3$s - %s
               %s
               == See also

               %s
               """
                .formatted(version, date, name(), summary(), text, related());
    }

    private String summary() {
        return plain(command.usageMessage().description()).get(0).replaceFirst("\\.(\\s.*)?$", "");
    }

    /** One that a command brings itself is kept line by line. */
    private String synopsis(String page) {
        List<String> own = plain(command.usageMessage().customSynopsis());
        return own.isEmpty()
                ? literal(section(page, "synopsis"))
                : own.stream()
                        .map(line -> literally(line.strip()))
                        .collect(Collectors.joining(" +\n", "== Synopsis\n\n", "\n"));
    }

    private String description() {
        return "== Description\n\n"
                + plain(command.usageMessage().description()).stream()
                        .map(ManPage::literally)
                        .collect(Collectors.joining("\n"))
                + "\n\n";
    }

    private String examples() {
        List<String> lines = plain(command.usageMessage().footer());
        return lines.isEmpty()
                ? ""
                : "\n== Examples\n\n....\n" + String.join("\n", lines).stripIndent() + "\n....\n";
    }

    private String related() {
        Stream<CommandSpec> others =
                command.parent() != null
                        ? Stream.of(command.parent())
                        : Main.programs().stream().map(CommandLine::getCommandSpec);
        return others.map(other -> other.qualifiedName("-"))
                .filter(other -> !other.equals(name()))
                .map("*%s*(1)"::formatted)
                .collect(Collectors.joining(", "));
    }

    private static String section(String page, String name) {
        String tag = "::picocli-generated-man-section-" + name + "[]\n";
        return page.substring(
                        page.indexOf("tag" + tag) + ("tag" + tag).length(),
                        page.indexOf("// end" + tag))
                .replaceAll("(?m)^== +(.*?):?$", "== $1")
                .replaceAll("xref:(\\S+)\\.adoc\\[.*]::", "*$1*(1)::");
    }

    /** The lines below a term are texts; a plus sign joins two of them. */
    private static String literal(String section) {
        StringBuilder result = new StringBuilder();
        boolean text = false;
        for (String line : section.lines().toList()) {
            boolean literal = text && !line.isBlank() && !line.equals("+");
            result.append(literal ? literally(line.strip()) : line).append('\n');
            text = line.endsWith("::") || (text && !line.isBlank());
        }
        return result.toString();
    }

    private static String literally(String text) {
        return "pass:c[" + text.replace("]", "\\]") + "]";
    }

    private static List<String> plain(String[] texts) {
        return Stream.of(texts)
                .map(text -> Ansi.OFF.string(String.format(text)))
                .flatMap(String::lines)
                .toList();
    }
}
