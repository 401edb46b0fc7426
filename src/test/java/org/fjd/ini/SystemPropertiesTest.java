package org.fjd.ini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The library takes its settings from system properties, once in a process, before the first text
 * is read. So texts are read here by a process of their own.
 */
class SystemPropertiesTest {

    private static final List<String> PROPERTIES =
            List.of(
                    "config.escape=true",
                    "config.escapeNewline=true",
                    "config.include=true",
                    "config.emptyOption=false",
                    "config.unnamedSection=true",
                    "config.globalSection=true",
                    "config.lowerCaseOption=true",
                    "config.lowerCaseSection=true",
                    "spi.IniParser=no.such.Parser");

    @Test
    void changeNothing() throws Exception {
        Map<String, String> read = new TreeMap<>();
        read.put("[s]\nk = a\\tb", "s {k=a\\tb}");
        read.put("[s]\nk = a\\\nl = b", "s {k=a\\} {l=b}");
        read.put("[s]\n<no/such:file>", "s {<no/such=file>}");
        read.put("[s]\nk", "s {k=}");
        read.put("[]", "refused");
        read.put("k = v", "refused");
        read.put("[S]\nK = v", "S {K=v}");

        assertThat(readElsewhere(List.copyOf(read.keySet())))
                .isEqualTo(String.join("\n", read.values()));
    }

    private static String readElsewhere(List<String> texts) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        PROPERTIES.forEach(property -> command.add("-Dorg.ini4j." + property));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SystemPropertiesTest.class.getName());
        command.addAll(texts);
        Process reader = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(reader.getInputStream().readAllBytes(), UTF_8);
    }

    public static void main(String[] texts) {
        System.out.print(String.join("\n", List.of(texts).stream().map(t -> read(t)).toList()));
    }

    private static String read(String text) {
        StringBuilder said = new StringBuilder();
        try {
            for (Section section : Ini.parse(text).sections()) {
                said.append(section.name());
                section.entries()
                        .forEach(e -> said.append(" {%s=%s}".formatted(e.key(), e.value())));
            }
        } catch (IniException e) {
            said.append("refused");
        }
        return said.toString();
    }
}
