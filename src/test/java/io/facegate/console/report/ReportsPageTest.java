package io.facegate.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.ConsoleRooms;
import io.facegate.console.TestVisitor;
import io.facegate.ledger.audit.AuditState;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of the transparency report over HTTP, and the files that it offers. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class ReportsPageTest {
    private static final String QUARTER = "/console/reports?from=2026-07-01&until=2026-09-30";

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleLogin login;

    @Inject
    ConsoleRooms rooms;

    private TestVisitor officer;

    @BeforeEach
    void logIn() throws Exception {
        rooms.audited = new AuditState(new AuditState.CleanPass(Instant.now(), 10_000), 0, 0, null, null, null);
        rooms.down = false;
        officer = new TestVisitor(server, login);
        rooms.acts.clear();
    }

    @Test
    void theQuartersReportIsOneAddress() throws Exception {
        var page = officer.get(QUARTER);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "Transparency report: third quarter of 2026",
                        "Refusals by rule",
                        "/console/decisions?from=2026-07-01&amp;outcome=refuse&amp;rule=amazon-rekognition-2020%2Fpolice"
                                + "&amp;sandbox=no&amp;until=2026-09-30",
                        "facegate report --from 2026-07-01 --until 2026-09-30 --records ")
                .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|<script>|https?://");
        assertThat(officer.getInFrench(QUARTER).body()).contains("troisième trimestre 2026", "Refus par règle");
    }

    @Test
    void withoutAPeriodItIsTheLastWholeQuarter() throws Exception {
        assertThat(officer.get("/console/reports").body())
                .containsPattern("Transparency report: (first|second|third|fourth) quarter of [0-9]{4}")
                .containsPattern(
                        "aria-current=\"true\">Last quarter \\([1-9][0-9]? [A-Z][a-z]+ – [1-9][0-9]? [A-Z][a-z]+ [0-9]{4}\\)<");
    }

    @Test
    void theReportOfThisQuarterSoFarIsALink() throws Exception {
        var page = officer.get(QUARTER).body();
        var link = Pattern.compile("href=\"([^\"]+)\"[^>]*>This quarter so far \\(since 1 [A-Z][a-z]+ [0-9]{4}\\)<")
                .matcher(page);
        assertThat(link.find()).as(page).isTrue();
        assertThat(officer.get(link.group(1).replace("&amp;", "&")).body())
                .contains("Not yet: the quarter ends on ")
                .doesNotContain("No. These are the reasons:");
        assertThat(officer.getInFrench(QUARTER).body()).contains("Ce trimestre jusqu’ici");
    }

    @Test
    void daysThatAreNoPeriodAreAMistake() throws Exception {
        for (var query : new String[] {
            "from=2026-07-01", "from=2026-09-30&until=2026-07-01", "from=x&until=y", "from=1000-01-01&until=2026-01-01"
        }) {
            var page = officer.get("/console/reports?" + query);
            assertThat(page.statusCode()).as(query).isEqualTo(400);
            assertThat(page.body()).contains("No report can be made for these days");
        }
        assertThat(officer.get("/console/reports?from=%22%3E%3Cscript%3E&until=x")
                        .body())
                .doesNotContain("<script>");
        assertThat(rooms.acts).isEmpty();
    }

    @Test
    void theNumbersAreStarredUntilTheyAreVerified() throws Exception {
        rooms.audited = AuditState.NONE;
        assertThat(officer.get(QUARTER).body()).contains("Numbers with a star", "<bdi>9*</bdi>");
    }

    /** All was whole when it was last checked, and since then a check found a record that was changed. */
    @Test
    void noNumberIsShownAsVerifiedWhileARecordIsKnownToBeAltered() throws Exception {
        assertThat(officer.get(QUARTER).body()).contains("<bdi>9</bdi>").doesNotContain("9*", "Numbers with a star");
        assertThat(officer.get("/console/organisations/hope").body())
                .contains(">6</a>")
                .doesNotContain(">6*<");
        var clean = new AuditState.CleanPass(Instant.now(), 10_000);
        var found = new AuditState.Finding(Instant.now(), 3, "changed", 1);
        for (var altered : List.of(
                new AuditState(clean, 10_000, 10_000, found, null, null),
                new AuditState(clean, 10_000, 10_000, null, found, null))) {
            rooms.audited = altered;
            assertThat(officer.get(QUARTER).body())
                    .contains("<bdi>9*</bdi>", "Numbers with a star")
                    .doesNotContain("<bdi>9</bdi>", "report-state complete");
            assertThat(officer.get("/console/organisations/hope").body())
                    .contains(">6*</a>")
                    .doesNotContain(">6</a>");
        }
        rooms.audited = new AuditState(clean, 10_000, 10_000, found, null, null);
        for (var path : List.of("/console", "/console/integrity", "/console/decisions", QUARTER)) {
            assertThat(officer.get(path).body())
                    .as(path)
                    .contains("Record 4 was tampered with.")
                    .doesNotContain("nothing was wrong");
        }
    }

    @Test
    void eachFormIsAFileAndIsRecordedAsAnExport() throws Exception {
        for (var form : new String[] {"pdf", "csv", "json", "html"}) {
            rooms.acts.clear();
            var file = officer.get("/console/reports/report." + form + "?from=2026-07-01&until=2026-09-30");
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"facegate-report-2026-Q3." + form + '"');
            assertThat(rooms.acts).singleElement().satisfies(act -> {
                assertThat(act.act()).isEqualTo("export");
                assertThat(act.subject()).startsWith("report-" + form + "/");
            });
        }
        assertThat(officer.get("/console/reports/report.exe").statusCode()).isEqualTo(404);
    }

    /** Small counts are hidden in a whole year only, and the evidence for the AI Act is as that of the command. */
    @Test
    void aReportForThePublicAndTheEvidenceForTheAiActAreOffered() throws Exception {
        var year = "?from=2026-01-01&until=2026-12-31";
        assertThat(officer.get("/console/reports" + year).body())
                .contains("/console/reports/published.pdf?from=2026-01-01&amp;until=2026-12-31")
                .contains("action=\"/console/reports/ai-act.zip?from=2026-01-01&amp;until=2026-12-31\"")
                .contains("<a href=\"/console/decisions?from=2026-01-01&amp;sandbox=no&amp;type=")
                .doesNotContain("&amp;organisation=");
        assertThat(officer.get(QUARTER).body()).doesNotContain("published.pdf").contains("Choose “Last year” above.");
        rooms.acts.clear();
        var file = officer.get("/console/reports/published.html" + year);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"facegate-published-2026.html\"");
        assertThat(rooms.acts)
                .singleElement()
                .satisfies(act -> assertThat(act.subject()).startsWith("published-report-html/"));
        assertThat(officer.get("/console/reports/published.csv?from=2026-07-01&until=2026-09-30")
                        .statusCode())
                .isEqualTo(400);
        assertThat(officer.get("/console/reports/published.json" + year).statusCode())
                .isEqualTo(404);
        rooms.acts.clear();
        var zip = officer.post("/console/reports/ai-act.zip?from=2025-01-01&until=2025-12-31");
        assertThat(zip.statusCode()).isEqualTo(200);
        assertThat(zip.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(rooms.acts).extracting(act -> act.subject().split("/", 2)[0]).contains("ai-act-bundle");
        assertThat(officer.get("/console/reports/ai-act.zip" + year).statusCode())
                .isEqualTo(405);
    }

    @Test
    void whatCannotBeRecordedIsNotShown() throws Exception {
        rooms.down = true;
        assertThat(officer.get(QUARTER).statusCode()).isEqualTo(503);
        assertThat(officer.get("/console/reports/report.csv").statusCode()).isEqualTo(503);
        rooms.down = false;
        assertThat(officer.getLoggedOut(QUARTER).statusCode()).isEqualTo(401);
        assertThat(officer.getLoggedOut("/console/reports/report.csv").statusCode())
                .isEqualTo(401);
    }
}
