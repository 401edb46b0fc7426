package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.cli.Report.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {

    @Test
    void aNameThatLooksLikeMarkupStaysAName() throws Exception {
        String page = page(Reports.of(List.of(Reports.done(Reports.HOSTILE, "<b>", "&lt;"))));

        assertThat(data(page)).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        Map<?, ?> jobs = (Map<?, ?>) JSON.std.mapFrom(data(page)).get("jobs");
        assertThat(jobs.get("name")).isEqualTo(Map.of("texts", List.of(Reports.HOSTILE)));
        assertThat(jobs.get("params"))
                .isEqualTo(
                        List.of(Map.of("name", "lr", "column", Map.of("texts", List.of("<b>")))));
    }

    @Test
    void aSpoolWhosePathLooksLikeMarkupIsNamedInTheTitle() throws Exception {
        String page = page(Reports.of("/a<b>&\"{{script}}\u0007\u202E", List.of(), List.of()));

        assertThat(page)
                .contains("<title>fjd report: /a&lt;b&gt;&amp;&quot;{{script}}\uFFFD\uFFFD</title>")
                .doesNotContain("\u0007");
    }

    @Test
    void namesOfNoEncodingAreReplaced() throws Exception {
        String page = page(Reports.of(List.of(Reports.queued("a\uD800b\0\u0007"))));

        Map<?, ?> jobs = (Map<?, ?>) JSON.std.mapFrom(data(page)).get("jobs");
        assertThat(jobs.get("name")).isEqualTo(Map.of("texts", List.of("a?b\0\u0007")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "style"})
    void thePolicyAllowsTheOneScriptAndTheOneStyleByTheirHashes(String element) throws Exception {
        String page = page(Reports.of(List.of()));
        String text = between(page, "<" + element + ">", "</" + element + ">");
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));

        assertThat(between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\""))
                .startsWith("default-src 'none';")
                .contains(
                        "%s-src 'sha256-%s';"
                                .formatted(element, Base64.getEncoder().encodeToString(hash)))
                .doesNotContain("unsafe");
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws Exception {
        assertThat(page(Reports.of(List.of())))
                .startsWith(ReportPage.MARK)
                .doesNotContainPattern(
                        "https?:|//[a-z]+\\.|<link|<base|<iframe|@import|url\\(| src=")
                .doesNotContain("{{");
    }

    @Test
    void ofMoreThanAHundredParamsThoseOfTheMostJobsAreShownAndTheOthersCounted() throws Exception {
        Map<String, String> params = new HashMap<>();
        for (int i = 0; i < 2 * ReportData.MOST_COLUMNS; i++) {
            params.put("p" + i, "1");
        }
        Row many = with(Reports.queued("many"), params);
        Row few = with(Reports.queued("few"), Map.of("p7", "2", "p150", "3"));

        Map<?, ?> jobs =
                (Map<?, ?>)
                        JSON.std.mapFrom(data(page(Reports.of(List.of(many, few))))).get("jobs");

        assertThat((List<?>) jobs.get("params"))
                .hasSize(ReportData.MOST_COLUMNS)
                .extracting(param -> String.valueOf(((Map<?, ?>) param).get("name")))
                .contains("p7", "p150");
        assertThat(jobs.get("params_left_out")).isEqualTo(ReportData.MOST_COLUMNS);
        assertThat(jobs.get("values_left_out")).isEqualTo(0);
    }

    @Test
    void aTextWithoutEndIsCut() throws Exception {
        Row row = with(Reports.queued("long"), Map.of("p", "x".repeat(5000)));

        assertThat(data(page(Reports.of(List.of(row)))))
                .contains("\"" + "x".repeat(1000) + "…\"")
                .doesNotContain("x".repeat(1001));
    }

    @Test
    void instantsCountFromTheEarliest() throws Exception {
        Map<String, Object> data =
                JSON.std.mapFrom(
                        data(
                                page(
                                        Reports.of(
                                                List.of(
                                                        Reports.failed("a", 0, "why"),
                                                        Reports.queued("b"))))));

        assertThat(data).containsEntry("epoch", Reports.BEGIN.toEpochMilli());
        Map<?, ?> jobs = (Map<?, ?>) data.get("jobs");
        assertThat(jobs.get("submitted")).isEqualTo(List.of(0, 0));
        assertThat(jobs.get("started")).isEqualTo(List.of(60_000, -1));
        assertThat(jobs.get("ended")).isEqualTo(List.of(61_000, -1));
        assertThat(jobs.get("wall")).isEqualTo(List.of(1000, -1));
    }

    private static Row with(Row row, Map<String, String> params) {
        return new Row(
                row.name(),
                row.state(),
                row.exit(),
                row.host(),
                row.worker(),
                row.submitted(),
                row.started(),
                row.ended(),
                row.wall(),
                Optional.empty(),
                row.group(),
                params,
                row.values(),
                row.runs());
    }

    static String page(Report report) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReportPage.write(report, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String data(String page) {
        return between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
    }

    private static String between(String page, String begin, String end) {
        Matcher found =
                Pattern.compile(Pattern.quote(begin) + "(.*?)" + Pattern.quote(end), Pattern.DOTALL)
                        .matcher(page);
        assertThat(found.find()).as(begin).isTrue();
        return found.group(1);
    }
}
