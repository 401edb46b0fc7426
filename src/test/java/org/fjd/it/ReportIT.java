package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code fjd report}, in a browser. */
class ReportIT {

    @RegisterExtension static final Chromium chromium = new Chromium();
    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void aReportShowsWhatBecameOfJobs() throws Exception {
        String name = "<img src=x onerror=alert(1)> & 'more'";
        sandbox.submit(
                "good",
                Sandbox.job("true")
                        + "[params]\nlr = 0.10\n[values]\naccuracy = 0.9\nwhole = yes\n");
        sandbox.submit(name, Sandbox.job("echo cannot do this; exit 3"));
        sandbox.drop("rejected", "no job");
        sandbox.serve(1);
        sandbox.done("good");
        sandbox.failed(name);
        sandbox.reason("rejected");
        sandbox.submit("held", Sandbox.job("true") + "hold = yes\n");

        Path file = sandbox.scratch("report.html");
        Result made = report(file.toString());
        assertThat(made.exit()).as(made.text()).isZero();
        assertThat(made.out()).isEqualTo("[FJD] " + file + ": a report of 4 jobs.\n");
        Browsed page = chromium.open(file);

        assertThat(page.texts("#spool")).isEqualTo(List.of(sandbox.at("").toString()));
        assertThat(page.texts("#states button"))
                .isEqualTo(
                        List.of(
                                "0\nrunning",
                                "0\nqueued",
                                "1\nheld",
                                "1\nfailed",
                                "1\nrejected",
                                "1\ndone"));
        page.click("th:nth-child(1) button");
        assertThat(page.texts("td.name")).isEqualTo(List.of(name, "good", "held", "rejected"));
        assertThat(page.text("String(jobs.exit)")).contains("3").contains("0");
        assertThat(page.texts("th")).contains("param lr");
        assertThat(page.texts("#body tr:nth-child(3) td")).contains("done", "0.10");
        assertThat(page.texts(".group pre")).contains("cannot do this");
        assertThat(page.texts(".group .acts code")).contains("fjd retry rejected");
        assertThat(page.number("lanes.length")).isEqualTo(1);
        assertThat(page.number("lanes[0].count")).isEqualTo(2);
        assertThat(page.complaints()).isEmpty();
        assertThat(page.requests()).isEmpty();
    }

    @Test
    void aReportIsReplacedAndNothingElseUnlessForced() throws Exception {
        sandbox.queued("any");
        Path file = sandbox.scratch("report.html");
        assertThat(report(file.toString()).exit()).isZero();
        sandbox.drop("one", "");
        Result again = report(file.toString());
        assertThat(again.exit()).as(again.text()).isZero();
        assertThat(Files.readString(file)).contains("[\"one\"]");

        Files.writeString(file, "thesis");
        Result refused = report(file.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo(
                        "[FJD] "
                                + file
                                + " is there, and is no report. Name another, or replace it with --force.\n");
        assertThat(file).hasContent("thesis");
        assertThat(report("--force", file.toString()).exit()).isZero();
        assertThat(Files.readString(file)).contains("[\"one\"]");
        assertThat(sandbox.root().resolve("scratch"))
                .isDirectoryNotContaining("glob:**.fjd-report*");
    }

    @Test
    void whoMayReadTheReportIsForTheUmaskToSay() throws Exception {
        sandbox.queued("any");
        Path file = sandbox.scratch("report.html");
        Result made =
                sandbox.run(
                        "sh",
                        "-c",
                        "umask 027; exec \"$0\" report \"$1\"",
                        Sandbox.HOME.resolve("bin/fjd").toString(),
                        file.toString());
        assertThat(made.exit()).as(made.text()).isZero();
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void aReportThatCannotBeMadeIsRefused() throws Exception {
        sandbox.queued("any");
        assertThat(report().exit()).isEqualTo(2);
        assertThat(report(sandbox.scratch("no/report.html").toString()).err())
                .contains("its directory does not exist");
        assertThat(report(sandbox.scratch("").toString()).exit()).isEqualTo(1);
        Result elsewhere = report("--spool", sandbox.scratch("").toString(), "report.html");
        assertThat(elsewhere.exit()).isEqualTo(3);
        assertThat(elsewhere.err()).startsWith("[FJD] No spool at ");
    }

    private Result report(String... words) throws Exception {
        String[] command = new String[words.length + 2];
        command[0] = "fjd";
        command[1] = "report";
        System.arraycopy(words, 0, command, 2, words.length);
        return sandbox.run(command);
    }
}
