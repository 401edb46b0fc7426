package org.fjd.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.commons.text.StringSubstitutor;

/**
 * A report as one page of HTML that loads nothing. Its policy forbids the network, and any script
 * or style but its own two.
 */
final class ReportPage {

    /** What all reports begin with. */
    static final String MARK = "<!DOCTYPE html>\n<!-- fjd report -->\n";

    /** In the order in which they are run. */
    private static final List<String> SCRIPTS =
            List.of(
                    "data.js",
                    "format.js",
                    "csv.js",
                    "plot.js",
                    "totals.js",
                    "timeline.js",
                    "charts.js",
                    "failures.js",
                    "columns.js",
                    "table.js",
                    "main.js");

    private static final String DATA = "{{data}}";

    private ReportPage() {}

    /** Writes it; the stream stays open. */
    static void write(Report report, OutputStream stream) throws IOException {
        String style = resource("style.css");
        String script =
                SCRIPTS.stream().map(ReportPage::resource).collect(Collectors.joining("\n"));
        StringSubstitutor substitutor =
                new StringSubstitutor(
                                Map.of(
                                        "title",
                                        html("fjd report: " + report.spool()),
                                        "generator",
                                        html("fjd " + report.version()),
                                        "policy",
                                        policy(script, style),
                                        "style",
                                        style,
                                        "script",
                                        script),
                                "{{",
                                "}}")
                        .setDisableSubstitutionInValues(true)
                        .setEnableUndefinedVariableException(true);
        String template = resource("page.html");
        int data = template.indexOf(DATA);
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        writer.write(MARK);
        writer.write(substitutor.replace(template.substring(0, data)));
        ReportData.write(report, writer);
        writer.write(substitutor.replace(template.substring(data + DATA.length())));
        writer.flush();
    }

    private static String html(String text) {
        return StringEscapeUtils.escapeHtml4(Text.oneLine(text));
    }

    private static String policy(String script, String style) {
        return "default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'"
                .formatted(hash(script), hash(style));
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private static String resource(String name) {
        try (InputStream stream = ReportPage.class.getResourceAsStream("report/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("no " + name + " in fjd's jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("no " + name + " in fjd's jar", e);
        }
    }
}
