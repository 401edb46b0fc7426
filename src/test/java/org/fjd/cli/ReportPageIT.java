package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fjd.cli.Report.Row;
import org.fjd.it.Browsed;
import org.fjd.it.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a report in a browser. */
class ReportPageIT {

    @RegisterExtension static final Chromium chromium = new Chromium();

    /** Texts whose contrast to what is behind them is too low for WCAG AA, with their contrast. */
    private static final String PALE_TEXTS =
            """
            (() => {
              const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255)
                  .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const behind = element => {
                const colour = rgb(getComputedStyle(element).backgroundColor);
                return colour[3] === 0 ? behind(element.parentElement) : colour;
              };
              const pale = [];
              for (const element of document.body.querySelectorAll('*')) {
                const text = [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
                if (text !== '' && element.getClientRects().length > 0) {
                  const pair = [luminance(rgb(getComputedStyle(element).color)), luminance(behind(element))];
                  const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
                  if (contrast < 4.5) pale.push(text + ': ' + contrast);
                }
              }
              return pale;
            })()
            """;

    /** States whose colour can hardly be told from what it is drawn on. */
    private static final String PALE_STATES =
            """
            (() => {
              const luminance = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
                  .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              const panel = luminance(palette.panel);
              return STATES.filter(state => contrast(luminance(palette[state]), panel) < 3);
            })()
            """;

    @TempDir private Path directory;

    private final List<Browsed> opened = new ArrayList<>();

    private Browsed open(Report report) throws Exception {
        Path file = directory.resolve("report.html");
        try (OutputStream stream = Files.newOutputStream(file)) {
            ReportPage.write(report, stream);
        }
        Browsed page = chromium.open(file);
        opened.add(page);
        page.settle();
        return page;
    }

    @AfterEach
    void nothingIsComplainedOfOrAskedForAndAllIsClosed() throws Exception {
        for (Browsed page : opened) {
            assertThat(page.complaints()).isEmpty();
            assertThat(page.requests()).isEmpty();
            page.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void aPageHasARowForEachOfAFewJobs(int jobs) throws Exception {
        Browsed page = open(Reports.many(jobs, 2));

        assertThat(page.texts("#spool")).isEqualTo(List.of("/work/many"));
        assertThat(page.texts("#shown")).isEqualTo(List.of(jobs == 1 ? "1 job" : jobs + " jobs"));
        assertThat(names(page))
                .isEqualTo(IntStream.rangeClosed(1, jobs).mapToObj(i -> "fit-" + i).toList());
        assertThat(page.texts("#body .nothing"))
                .isEqualTo(jobs == 0 ? List.of("There are no jobs in this spool.") : List.of());
    }

    @Test
    void namesThatLookLikeMarkupAreOnlyShown() throws Exception {
        String shown = Reports.HOSTILE.replace('\u202E', '\uFFFD');
        Browsed page =
                open(
                        Reports.of(
                                Reports.HOSTILE,
                                List.of(
                                        Reports.done(Reports.HOSTILE, "<b>", Reports.HOSTILE),
                                        Reports.failed(Reports.HOSTILE, 1, Reports.HOSTILE)),
                                List.of(Reports.group(1, Reports.HOSTILE))));
        page.click("#body tr:nth-child(2) td.name button");

        assertThat(page.ask("document.querySelector('#spool').textContent")).isEqualTo(shown);
        assertThat(page.ask("document.querySelector('td.name').textContent")).isEqualTo(shown);
        assertThat(page.ask("document.querySelector('#details-title').textContent"))
                .isEqualTo(shown);
        assertThat(page.ask("document.querySelector('.group pre').textContent")).isEqualTo(shown);
        assertThat(page.ask("document.images.length + document.querySelectorAll('td b').length"))
                .isEqualTo(0);
        assertThat(page.ask("document.scripts.length")).isEqualTo(2);
    }

    @Test
    void totalsAreThoseOfTheJobs() throws Exception {
        Browsed page = open(Reports.many(1000, 10));

        assertThat(page.texts("#states button"))
                .isEqualTo(List.of("0\nrunning", "0\nqueued", "20\nfailed", "980\ndone"));
        assertThat(page.texts("#tiles dt").get(1)).isEqualTo("success");
        assertThat(page.texts("#tiles dd").subList(0, 4))
                .isEqualTo(List.of("1,000", "1,000 ended", "98.0%", "20 went wrong"));
        assertThat(page.texts("#tiles dd")).contains("in 1,025 runs", "on 3 hosts");
    }

    @Test
    void rowsAreSortedAsNumbersOrAsNamesAndBackAgain() throws Exception {
        Browsed page =
                open(
                        Reports.of(
                                List.of(
                                        Reports.done("job10", "0.1", "1e-3"),
                                        Reports.queued("job9"),
                                        Reports.done("job2", "1e2", "0.5"),
                                        Reports.done("job1", "9", "-2"))));

        assertThat(sortedBy(page, "job")).containsExactly("job1", "job2", "job9", "job10");
        assertThat(sortedBy(page, "job")).containsExactly("job10", "job9", "job2", "job1");
        assertThat(page.texts("th[aria-sort=descending]")).isEqualTo(List.of("job"));
        assertThat(sortedBy(page, "job")).containsExactly("job10", "job9", "job2", "job1");
        assertThat(page.texts("th[aria-sort]")).isEmpty();
        assertThat(sortedBy(page, "lr")).containsExactly("job10", "job1", "job2", "job9");
        assertThat(sortedBy(page, "lr")).containsExactly("job2", "job1", "job10", "job9");
        assertThat(sortedBy(page, "accuracy")).containsExactly("job1", "job10", "job2", "job9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lr<0.15           | a",
                "lr>=0.2           | b, c",
                "lr=0.20           | b",
                "LR!=0.2           | a, c, d",
                "accuracy>0.5 lr<1 | b",
                "reason>a          | d",
                "SINGULAR          | d",
                "singular queued   | ",
                "nothing=1         | ",
                "state=failed      | d",
                "host=node1 exit=0 | a, b, c",
            })
    void aFilterComparesOrLooksForWords(String test) throws Exception {
        String[] parts = test.split("\\|", 2);
        Browsed page =
                open(
                        Reports.of(
                                List.of(
                                        Reports.done("a", "0.1", "0.1"),
                                        Reports.done("b", "0.2", "0.9"),
                                        Reports.done("c", "30", "0.95"),
                                        Reports.failed("d", 1, "singular matrix"))));
        page.click("#filter");
        page.type(parts[0].strip());

        assertThat(String.join(", ", names(page))).isEqualTo(parts[1].strip());
    }

    @Test
    void aStateOrAGroupOfFailuresIsShownAlone() throws Exception {
        List<Row> rows =
                List.of(
                        Reports.done("good", "1", "1"),
                        Reports.failed("bad", 1, "x"),
                        Reports.failed("worse", 2, "y"));
        Browsed page =
                open(
                        Reports.of(
                                "/work",
                                rows,
                                List.of(Reports.group(1, "x"), Reports.group(1, "y"))));

        page.click("#states button[data-state=failed]");
        assertThat(names(page)).containsExactly("bad", "worse");
        page.click("#states button[data-state=failed]");
        assertThat(names(page)).hasSize(3);
        page.click(".group:nth-child(2) .acts button");
        assertThat(names(page)).containsExactly("worse");
        page.click("#group-off");
        assertThat(names(page)).hasSize(3);
    }

    @Test
    void theRowsShownAreSavedAsCsv() throws Exception {
        Browsed page =
                open(
                        Reports.of(
                                List.of(
                                        Reports.done("plain", "0.10", "a,b"),
                                        Reports.queued("hidden"),
                                        Reports.done("a \"b\", é", "=1", "x\ny"))));
        page.click("#filter");
        page.type("state=done");

        assertThat(page.save("#download", directory.resolve("jobs.csv")))
                .isEqualTo(
                        """
                        job,state,exit,wall,lr,accuracy,host,worker,submitted,started,ended
                        plain,done,0,5.000,0.10,"a,b",node1,node1-1-a,%1$s
                        "a ""b"", é",done,0,5.000,=1,"x
                        y",node1,node1-1-a,%1$s
                        """
                                .formatted(
                                        "2026-11-21T06:00:00.000Z,2026-11-21T06:00:00.000Z,2026-11-21T06:00:05.000Z")
                                .replace("\n", "\r\n")
                                .replace("x\r\ny", "x\ny"));
        assertThat(page.text("toCsv([['', 'a\\rb', \"'\", ' c ']])"))
                .isEqualTo(",\"a\rb\",', c \r\n");
    }

    @Test
    void theTimelineIsZoomedMovedAndAskedByMouse() throws Exception {
        Browsed page = open(Reports.many(200, 4));
        page.ask("document.querySelector('#lanes').scrollIntoView()");
        double x = page.number("timeline.canvas.getBoundingClientRect().x + 600");
        double y = page.number("timeline.canvas.getBoundingClientRect().y + 40");
        double whole = page.number("range.to - range.from");

        page.mouse("mouseMoved", x, y, 0);
        assertThat(page.text("document.querySelector('#tip').innerText"))
                .contains("fit-", "node00");
        page.turnWheel(x, y, -240);
        double zoomed = page.number("range.to - range.from");
        assertThat(zoomed).isLessThan(whole / 2);
        double from = page.number("range.from");
        page.mouse("mousePressed", x, y, 1);
        page.mouse("mouseMoved", x - 200, y, 1);
        page.mouse("mouseReleased", x - 200, y, 1);
        assertThat(page.number("range.from")).isGreaterThan(from);
        assertThat(page.number("range.to - range.from")).isEqualTo(zoomed);
        page.click("#zoom-all");
        assertThat(page.number("range.to - range.from")).isEqualTo(whole);

        String job = "document.querySelector('#details[open] #details-title')?.textContent ?? ''";
        assertThat(page.text(job)).isEmpty();
        page.turnWheel(x, y, -240);
        page.turnWheel(x, y, -240);
        page.ask("document.querySelector('#lanes').scrollIntoView()");
        page.click(x, page.number("timeline.canvas.getBoundingClientRect().y + 40"));
        assertThat(page.text(job)).startsWith("fit-");
    }

    @Test
    void everythingCanBeDoneOnTheKeyboard() throws Exception {
        Browsed page = open(Reports.many(200, 4));
        double whole = page.number("range.to - range.from");

        page.ask("timeline.canvas.focus()");
        page.press("+");
        assertThat(page.number("range.to - range.from")).isLessThan(whole);
        double from = page.number("range.from");
        page.press("ArrowRight");
        assertThat(page.number("range.from")).isGreaterThan(from);
        page.press("ArrowLeft");
        page.press("-");
        page.press("0");
        assertThat(page.number("range.to - range.from")).isEqualTo(whole);

        page.ask("document.querySelector('th button').focus()");
        page.press("Enter");
        assertThat(page.texts("th[aria-sort=ascending]")).isEqualTo(List.of("job"));
        page.ask("document.querySelector('td.name button').focus()");
        page.press("Enter");
        assertThat(page.ask("byId('details').open")).isEqualTo(true);
        page.press("Escape");
        assertThat(page.ask("byId('details').open")).isEqualTo(false);
        assertThat(page.ask("document.activeElement === document.querySelector('td.name button')"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textsAreReadableAndNothingRunsOutOfTheWindow(String theme) throws Exception {
        List<Row> rows =
                List.of(
                        Reports.done("short", "1", "1"),
                        Reports.failed("long" + "_name".repeat(34), 1, "why".repeat(100)),
                        Reports.queued("queued"));
        for (Report report :
                List.of(
                        Reports.of(
                                "/work/" + "deep/".repeat(60),
                                rows,
                                List.of(Reports.group(1, "x".repeat(300)))),
                        Reports.many(1000, 200))) {
            assertReadableAndWithinTheWindow(open(report), theme);
        }
    }

    private static void assertReadableAndWithinTheWindow(Browsed page, String theme)
            throws Exception {
        page.dress(theme);
        for (int width : new int[] {400, 1280}) {
            page.resize(width, 900);
            page.settle();
            assertThat(page.number("document.documentElement.scrollWidth"))
                    .as("%s at %d", theme, width)
                    .isLessThanOrEqualTo(width);
            assertThat((List<?>) page.ask(PALE_TEXTS)).isEmpty();
            assertThat((List<?>) page.ask(PALE_STATES)).isEmpty();
        }
        assertThat(page.text("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(theme.equals("dark") ? "rgb(16, 21, 27)" : "rgb(244, 246, 248)");
        assertThat(pixel(page)).isEqualTo(page.text("palette.panel"));
    }

    /**
     * The colour of the timeline's lower left corner; of a copy, as the browser wants it that is
     * read often.
     */
    private static String pixel(Browsed page) throws Exception {
        return page.text(
                """
                (() => {
                  const copy = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
                  copy.drawImage(timeline.canvas, -3, 3 - timeline.canvas.height);
                  return '#' + [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3)
                      .map(c => c.toString(16).padStart(2, '0')).join('');
                })()
                """);
    }

    @Test
    void aHundredThousandJobsAreDrawnAtOnceAndTakeFewElements() throws Exception {
        Browsed page = open(Reports.many(100_000, 96));

        assertThat(Files.size(directory.resolve("report.html"))).isLessThan(20_000_000);
        assertThat(
                        page.number(
                                """
                                (() => {
                                  const begin = performance.now();
                                  for (let i = 0; i < 10; i++) timeline.draw();
                                  timeline.canvas.getContext('2d').getImageData(0, 0, 1, 1);
                                  return (performance.now() - begin) / 10;
                                })()
                                """))
                .as("milliseconds to draw the timeline")
                .isLessThan(200);
        assertThat(page.number("document.querySelectorAll('*').length")).isLessThan(3000);
        assertReadableAndWithinTheWindow(page, "dark");
        assertReadableAndWithinTheWindow(page, "light");
        page.ask("table.box.scrollTop = table.box.scrollHeight");
        page.settle();
        assertThat(names(page)).hasSizeLessThan(100).endsWith("fit-100000");
        page.click("#filter");
        page.type("lr=0.3 seed<50 fit-777");
        assertThat(names(page)).contains("fit-77703").noneMatch(name -> name.equals("fit-77704"));
        assertThat(page.texts("#shown")).isEqualTo(List.of("10 of 100,000 jobs"));
    }

    @Test
    void whatIsPrintedIsTheLightThemeAndTheFirstRows() throws Exception {
        Browsed page = open(Reports.many(1000, 4));
        page.dress("dark");
        page.ask("dispatchEvent(new Event('beforeprint'))");

        assertThat(names(page)).hasSize(200).endsWith("fit-200");
        assertThat(page.text("byId('print-note').textContent"))
                .isEqualTo("The first 200 of 1,000 rows.");
        page.ask("dispatchEvent(new Event('afterprint'))");
        assertThat(names(page)).hasSizeLessThan(100);
    }

    private static List<String> sortedBy(Browsed page, String column) throws Exception {
        Object index = page.ask("columns.findIndex(c => c.label === '%s') + 1".formatted(column));
        page.click("th:nth-child(%s) button".formatted(index));
        return names(page);
    }

    private static List<String> names(Browsed page) throws Exception {
        return page.texts("td.name");
    }
}
