package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.record.RecordField;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.registry.StopTarget.Kind;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.overview.LogFacts;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.WorkCounts;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The overview, the integrity page and the files of the list, over HTTP. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class OverviewTest {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.UK);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String HOSTILE = "<script>alert(1)</script>\"'>\u202egnp.exe{view.id}";
    private static final String DAYS = "/console?from=2026-11-22&until=2026-11-24";

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    OverviewInMemory overview;

    @Inject
    IntegrityInMemory integrity;

    @Inject
    ConsoleLogin login;

    private String session = "";

    @BeforeEach
    void aDayOfRecords() throws Exception {
        SampleRecords.into(rooms.archive);
        var link = login.openAt(server);
        var answer = get(link.getRawPath() + "?" + link.getRawQuery(), "");
        session = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
    }

    @AfterEach
    void asBefore() {
        rooms.audited = AuditState.NONE;
        rooms.down = false;
        rooms.readOnly = false;
        rooms.recordingStopped = false;
        rooms.stops = List.of();
        integrity.neighbours = false;
        integrity.verifying = false;
        overview.waiting = new WorkCounts(0L, 0L, 0L, 0L, 0L);
        overview.ending = new UpcomingEnd.Found(List.of(), List.of());
        integrity.facts = IntegrityInMemory.GOOD;
        integrity.disclosed = Map.of(RecordField.PERSON, "m.roe");
    }

    @Test
    void everyPageSaysWhichRecordDoesNotMatchTheLog() throws Exception {
        assertThat(get("/console/integrity", session).body()).doesNotContain("was tampered with");
        rooms.audited =
                new AuditState(null, 60, 60, new AuditState.Finding(Instant.now(), 3, "changed", 1), null, null);
        for (var page : List.of("/console", "/console/decisions", "/console/integrity", "/console/policies")) {
            assertThat(get(page, session).body())
                    .as(page)
                    .contains("Record 4 was tampered with.", "/console/integrity/records/4");
        }
        assertThat(get("/console/integrity", session).body())
                .contains("id=\"mismatch\"", "<strong>Record 4 was tampered with.</strong>")
                .contains("It was changed after it was written. <a href=\"/console/integrity/records/4\">");
        var record = get("/console/integrity/records/4", session);
        assertThat(record.statusCode()).as(record.body()).isEqualTo(200);
        assertThat(record.body()).contains("Record 4 was tampered with.", "It was changed after it was written.");
        assertThat(get("/console/integrity/records/400", session).statusCode()).isEqualTo(404);
    }

    /** The banner of each page names twenty at most; Integrity lists all that are known by number. */
    @Test
    void everyAlteredRecordIsNamedWithItsPage() throws Exception {
        rooms.audited = finding(2, List.of(106L, 310L));
        for (var page : List.of("/console", "/console/decisions", "/console/integrity")) {
            assertThat(get(page, session).body())
                    .as(page)
                    .containsPattern("2 records were tampered with: <a href=\"/console/integrity/records/107\">107</a>"
                            + " and <a href=\"/console/integrity/records/311\">311</a>\\.");
        }
        assertThat(get("/console", session + "; facegate-language=fr").body())
                .contains("2 enregistrements ont été falsifiés : <a", "</a> et <a");
        var many = LongStream.range(0, 100).boxed().toList();
        rooms.audited = finding(250, many);
        assertThat(get("/console", session).body())
                .contains(">20</a> and <a href=\"/console/integrity#altered\">230 more</a>.")
                .doesNotContain("records/21\"");
        assertThat(get("/console/integrity", session).body())
                .contains("<strong>The check of the whole log found 250 records that were tampered with.")
                .contains("id=\"altered\"", "records/100\">Record 100</a></li>", "<li>150 more</li>")
                .contains("Each check goes through the whole log to its end.", "the first 100 such records");
    }

    private static AuditState finding(long count, List<Long> indices) {
        var found = new AuditState.Finding(Instant.now(), indices.getFirst(), "changed", count, indices);
        return new AuditState(null, 600, 600, found, null, null);
    }

    @Test
    void whenTheNextCheckRunsIsSaidAndItCanBeAskedForOnTheOverview() throws Exception {
        for (var page : List.of("/console", "/console/integrity")) {
            rooms.audited = AuditState.NONE;
            assertThat(get(page, session).body())
                    .as(page)
                    .contains("The next check of the whole log begins by itself within an hour.")
                    .contains("action=\"/console/integrity/verify\"", "Verify the whole log now");
            var next = Instant.now().plus(Duration.ofMinutes(25).plusSeconds(30));
            rooms.audited = new AuditState(new AuditState.CleanPass(Instant.now(), 60), 60, 60, null, null, null, next);
            assertThat(get(page, session).body())
                    .as(page)
                    .containsPattern(
                            "The next check of the whole log begins by itself in 25 minutes, at \\d\\d:\\d\\d UTC\\.");
            rooms.audited = new AuditState(null, 20, 60, null, null, null);
            assertThat(get(page, session).body()).as(page).contains("is running: it is at record 20 of 60.");
            assertThat(get(page, session + "; facegate-language=fr").body())
                    .as(page)
                    .contains("elle en est à l’enregistrement 20 sur 60");
        }
    }

    @Test
    void theOverviewAndThePageOfARecordSayTheSameOfAnAlteredRecord() throws Exception {
        var page = get("/console/integrity/records/4", session).body();
        assertThat(page).contains("it proves no decision", "may still include it as it was before.");
        assertThat(get("/console", session).body())
                .contains("may still count as what it was then", "it proves no decision");
    }

    /** In steps, the same wherever such a record is met. */
    @Test
    void whatToDoIsTheSameOnEachPageOfAnAlteredRecord() throws Exception {
        assertThat(get("/console/integrity", session).body()).doesNotContain("What to do now");
        rooms.audited = finding(1, List.of(3L));
        rooms.archive.tamper(63);
        var steps = new ArrayList<String>();
        for (var page : List.of(
                "/console/integrity",
                "/console/integrity/records/4",
                "/console/decisions/" + SampleRecords.POLICE,
                "/console/decisions/" + SampleRecords.POLICE + "/letter")) {
            var body = get(page, session).body();
            assertThat(body).as(page).contains("What to do now", "/console/integrity/records/");
            steps.add(body.substring(body.indexOf("What to do now"), body.indexOf("</ol>")));
        }
        assertThat(steps).allMatch(steps.getFirst()::equals);
        assertThat(steps.getFirst().split("<li>")).hasSize(6);
        assertThat(get("/console/integrity", session, "fr").body()).contains("Que faire maintenant");
    }

    /** Each with its time, as far as that is known, what is wrong with it, and a link. */
    @Test
    void alteredRecordsAreListedWithTheirTimes() throws Exception {
        integrity.neighbours = true;
        rooms.audited = finding(3, List.of(3L, 5L, 400L));
        assertThat(get("/console/integrity", session).body())
                .contains(
                        "<a href=\"/console/integrity/records/4\">Record 4</a>, written between 22 Nov 2026, 09:00 UTC and"
                                + " 22 Nov 2026, 09:40 UTC: It was changed after it was written.</li>",
                        "<a href=\"/console/integrity/records/6\">Record 6</a>, written between")
                .contains("<a href=\"/console/integrity/records/401\">Record 401</a></li>");
    }

    /** Its own time is part of what was changed, so only those of its neighbours are told. */
    @Test
    void aChangedRecordWasWrittenBetweenItsNeighbours() throws Exception {
        integrity.neighbours = true;
        assertThat(get("/console/integrity/records/4", session).body())
                .contains(
                        "Record 4, written between 22 Nov 2026, 09:00 UTC and 22 Nov 2026, 09:40 UTC, was tampered with.",
                        "the id of its decision")
                .doesNotContain("still found it unaltered");
        var found = new AuditState.Finding(Instant.now(), 3, "changed", 1);
        var ended = Instant.parse("2026-11-23T10:00:00Z");
        rooms.audited = new AuditState(new AuditState.CleanPass(ended, 4), 4, 60, found, null, null);
        assertThat(get("/console/integrity/records/4", session).body())
                .contains("The check of the whole log that ended on 23 November 2026 at 10:00:00 UTC still found it"
                        + " unaltered, so it was changed after that check had read it.");
        // That check had not come to this record.
        rooms.audited = new AuditState(new AuditState.CleanPass(ended, 3), 3, 60, found, null, null);
        assertThat(get("/console/integrity/records/4", session).body()).doesNotContain("still found it unaltered");
    }

    @Test
    void aChangedLogIsNotSaidToBeInOrder() throws Exception {
        var clean = new AuditState.CleanPass(Instant.now().minus(Duration.ofMinutes(14)), 60);
        rooms.audited =
                new AuditState(clean, 60, 60, new AuditState.Finding(Instant.now(), 3, "changed", 1), null, null);
        for (var page : List.of("/console", "/console/integrity")) {
            assertThat(get(page, session).body())
                    .as(page)
                    .contains(
                            "The newest check covered all 60 records and found, less than a minute ago, that record 4")
                    .containsPattern("The last check without a finding was on .* \\(60 records\\)\\.")
                    .contains("5 newer records wait for the next check.")
                    .doesNotContain("nothing was wrong");
        }
        var integrityPage = get("/console/integrity", session).body();
        assertThat(integrityPage.split("class=\"problems", -1)).as("boxes").hasSize(2);
        assertThat(integrityPage.indexOf("class=\"mark\"")).isGreaterThan(integrityPage.indexOf("</header>"));
    }

    @Test
    void theNumberOfCallsWithoutAPurposeLeadsToTheirList() throws Exception {
        assertThat(get(DAYS, session).body()).doesNotContain("No registered purpose");
        rooms.archive.add(SampleRecords.refuse("0199c3f2-7a10-7c55-9f3e-2b9a51d00009", "stadium")
                .replace("\"purpose\":\"suspect_identification\",", ""));
        var found = Pattern.compile("href=\"([^\"]*purpose=none[^\"]*)\">No registered purpose<")
                .matcher(get(DAYS, session).body());
        assertThat(found.find()).isTrue();
        var list = get(found.group(1).replace("&amp;", "&"), session).body();
        assertThat(list)
                .contains("Purpose: <b>No registered purpose</b>", "stadium")
                .doesNotContain("<bdi>corner-", "<bdi>riverside-");
    }

    /** Of several, the first three. */
    @Test
    void everyPageSaysWhatIsStopped() throws Exception {
        assertThat(get("/console/integrity", session).body()).doesNotContain("STOPPED");
        var set = new StopEntry.Step("m.roe", Instant.parse("2026-11-28T03:00:00Z"), "Wrong matches.");
        rooms.stops = Stream.of(
                        new StopTarget(Kind.CAPABILITY, "identify"),
                        new StopTarget(Kind.VENDOR, "rekognition"),
                        StopTarget.ALL,
                        StopTarget.ALL)
                .map(target -> new StopEntry("s-1", target, set, null, null))
                .toList();
        for (var path : List.of("/console", "/console/integrity", "/console/policies")) {
            assertThat(get(path, session).body())
                    .as(path)
                    .contains("role=\"alert\">STOPPED: ", "(identify)", "Amazon Rekognition", "every call", "1 more")
                    .doesNotContain("Wrong matches.");
        }
    }

    @Test
    void everyPageOfAReadOnlyGatewaySaysSo() throws Exception {
        assertThat(get("/console/work", session).body())
                .contains("No page changes a record that was written.")
                .doesNotContain("Read-only");
        rooms.readOnly = true;
        assertThat(get("/console", session).body())
                .contains("Read-only: this gateway only shows its records.", "noted in a file beside the log")
                .doesNotContain("is recorded as a new one");
    }

    @Test
    void everyPageSaysThatNothingCanBeRecordedAnyMore() throws Exception {
        assertThat(get("/console/work", session).body()).doesNotContain("recording-stopped");
        rooms.recordingStopped = true;
        for (var path : List.of("/console", "/console/work", "/console/policies")) {
            assertThat(get(path, session).body())
                    .as(path)
                    .contains("role=\"alert\" id=\"recording-stopped\">The log takes no more records until")
                    .doesNotContain("is recorded as a new one");
        }
        assertThat(get("/console", "").body()).doesNotContain("recording-stopped");
    }

    @Test
    void theFirstPageIsTheOverviewAndOldAddressesLeadToTheList() throws Exception {
        for (var path : List.of("/console", "/console/")) {
            assertThat(get(path, session).body()).as(path).contains("<h1>Overview</h1>");
        }
        var old = get("/console?organisation=harbour-bank&from=2026-11-22", session);
        assertThat(old.statusCode()).isEqualTo(303);
        assertThat(old.headers().firstValue("Location"))
                .get()
                .asString()
                .endsWith("/console/decisions?organisation=harbour-bank&from=2026-11-22");
        assertThat(get(DAYS, "").statusCode()).isEqualTo(401);
    }

    @Test
    void theNumbersAreThoseOfTheListsBehindThem() throws Exception {
        var page = get(DAYS, session).body();
        assertThat(page)
                .contains(
                        "<b>64</b> calls decided",
                        "<b>63</b> permitted",
                        "<b>1</b> refused",
                        "By the rule that decided")
                .contains("harbour-bank", "customer onboarding")
                .contains("counts for both, so the rows can add up to more", "each of its capabilities")
                .contains("href=\"/console/policies/amazon-rekognition-2020/police-moratorium\">What it says");
        assertThat(page.split("scope=\"col\">Of these, failed<", -1)).hasSize(7);
        var rule = page.replaceAll(
                        "(?s).*href=\"(/console/decisions\\?[^\"]*outcome=refuse[^\"]*rule=[^\"]*)\">1<.*", "$1")
                .replace("&amp;", "&");
        assertThat(rule).contains("from=2026-11-22&until=2026-11-24", "sandbox=no", "rule=amazon-rekognition-2020");
        assertThat(get(rule, session).body()).contains("Showing one decision", "riverside-police");
    }

    /** By day and by week: each bar, its row in the table, and all together the totals. */
    @Test
    void theTableOfTheChartHasTheNumbersOfItsBars() throws Exception {
        MonthOfRecords.into(rooms.archive);
        for (var period : Map.of(MonthOfRecords.PERIOD, 30, "from=2026-09-25&until=2026-11-24", 9)
                .entrySet()) {
            var page = get("/console?" + period.getKey(), session).body();
            var bars = numbers(
                    page,
                    "<title>([^:<]*): ([\\d,]+) permitted \\(([\\d,]+) of these failed\\),"
                            + " ([\\d,]+) refused</title>");
            var rows = numbers(
                    page.split("<summary>", 2)[1].split("</table>", 2)[0],
                    "<th role=\"rowheader\"[^>]*><a [^>]*>([^<]*)</a>"
                            + "</t[hd]><td [^>]*><a [^>]*>([\\d,]+)</a>".repeat(3));
            assertThat(rows).as(period.getKey()).hasSize(period.getValue()).isEqualTo(bars);
            var totals = page.split("class=\"totals\"", 2)[1].split("</ul>", 2)[0];
            assertThat(totals)
                    .contains("<b>" + sum(bars, 1) + "</b> permitted", "<b>" + sum(bars, 3) + "</b> refused")
                    .contains("class=\"fault\"", "<b>" + sum(bars, 2) + "</b>");
            assertThat(sum(bars, 3)).isPositive();
        }
    }

    private static List<List<String>> numbers(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(found -> List.of(found.group(1), found.group(2), found.group(3), found.group(4)))
                .toList();
    }

    private static long sum(List<List<String>> rows, int column) {
        return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
    }

    @Test
    void whoWasRefusedByWhichRuleIsOnePage() throws Exception {
        assertThat(get(DAYS, session).body())
                .contains("href=\"/console/counts?by=refusals&amp;from=2026-11-22&amp;until=2026-11-24\"");
        var page =
                get("/console/counts?from=2026-11-22&until=2026-11-24", session).body();
        assertThat(page)
                .contains("Who was refused, and by which rule", "riverside-police", "moratorium")
                .contains("<a href=\"/console/policies/amazon-rekognition-2020/police-moratorium\">");
        var list = page.replaceAll("(?s).*href=\"(/console/decisions\\?[^\"]*rule=[^\"]*)\">1<.*", "$1")
                .replace("&amp;", "&");
        assertThat(list).contains("organisation=", "outcome=refuse", "sandbox=no");
        assertThat(get("/console/counts?by=organisation&from=2026-11-22&until=2026-11-24", session)
                        .body())
                .contains("By organisation", "harbour-bank")
                .doesNotContain("1 to 5 of 5");
        assertThat(get("/console/counts?by=nothing", session).statusCode()).isEqualTo(404);
        assertThat(get("/console/counts", "").statusCode()).isEqualTo(401);
    }

    @Test
    void monthsAndQuartersAreOneClickAwayOnEachPage() throws Exception {
        assertThat(get("/console?period=last-month", session).body())
                .contains("aria-current=\"true\">Last month<", "This month", "This quarter");
        assertThat(get("/console?period=never", session).statusCode()).isEqualTo(400);
        var list = get("/console/decisions?outcome=refuse", session).body();
        assertThat(list).contains("?period=last-month&amp;outcome=refuse\">Last month<", ">Last 30 days<");
    }

    /** What a part of the gateway reports is English, for operators, and is marked as that on a French page. */
    @Test
    void whatAPartOfTheGatewayReportsIsMarkedAsEnglish() throws Exception {
        integrity.facts = new LogFacts(
                IntegrityInMemory.GOOD.place(),
                IntegrityInMemory.GOOD.signing(),
                List.of(new LogFacts.Part("store", "The disk is full.")));
        assertThat(get("/console/integrity", session, "fr").body())
                .contains("<code lang=\"en\">The disk is full.</code>");
    }

    @Test
    void daysThatCannotBeReadAreSaidAndTheUsualPeriodIsShown() throws Exception {
        for (var wrong : Map.of(
                        "from=yesterday", "A day is written like",
                        "from=2026-11-24&until=2026-11-22", "The last day is before the first",
                        "from=2020-01-01&until=2026-11-22", "At most two years",
                        "days=0", "At most two years",
                        "from=2026-11-22&from=2026-11-23", "A day is written like",
                        "from=0001-01-01", "A day is written like")
                .entrySet()) {
            var answer = get("/console?" + wrong.getKey(), session);
            assertThat(answer.statusCode()).as(wrong.getKey()).isEqualTo(400);
            assertThat(answer.body()).as(wrong.getKey()).contains(wrong.getValue(), "The usual period is shown");
        }
        assertThat(get("/console?days=7", session).body()).contains("aria-current=\"true\">7 days<");
    }

    @Test
    void howTheLogStandsIsSaidAndRedWithThePlaceWhenItDoesNot() throws Exception {
        assertThat(get("/console", session).body()).contains("has not been verified yet");
        var now = Instant.now();
        var clean = new AuditState.CleanPass(now.minus(Duration.ofMinutes(12).plusSeconds(5)), 60);
        rooms.audited = new AuditState(clean, 60, 60, null, null, null);
        assertThat(get("/console", session).body())
                .contains("verified 12 minutes ago, up to record 60, and nothing was wrong", "5 newer records wait")
                .doesNotContain("role=\"alert\"", "class=\"late\"");
        rooms.audited = new AuditState(clean, 60, 60, new AuditState.Finding(now, 41, "changed", 1), null, null);
        assertThat(get("/console", session).body())
                .contains("role=\"alert\"", "Record 42 was tampered with.", "class=\"late\"");
        rooms.audited = new AuditState(
                new AuditState.CleanPass(now.minus(Duration.ofDays(3)), 60), 60, 60, null, null, "no disk");
        assertThat(get("/console", session).body())
                .contains("verified 3 days ago", "That is long ago", "cannot go on")
                .doesNotContain("no disk");
        rooms.audited = new AuditState(clean, 60, 60, null, new AuditState.Finding(now, 7, "not listed", 1), null);
        assertThat(get("/console", session).body()).contains("The search index was wrong about record 8");
        rooms.archive.fallBehind(3);
        assertThat(get("/console", session).body())
                .contains("Counted up to record 65. 3 newer records are not counted yet.");
    }

    @Test
    void whatIsNotKnownIsNotZero() throws Exception {
        overview.waiting = new WorkCounts(null, 3L, 0L, 1L, 2L);
        overview.ending = new UpcomingEnd.Found(List.of(), List.of(UpcomingEnd.Kind.KEY, UpcomingEnd.Kind.RULE));
        assertThat(get("/console", session).body())
                .contains(
                        "<b>not known:</b> Answers to review",
                        "<b>3</b> Changes for a second person",
                        "<a href=\"/console/work#appeals\"><b>0</b> Appeals",
                        "<a href=\"/console/work#authorisations\"><b>1</b> Authorisations after the fact",
                        "<a href=\"/console/work#stops\"><b>2</b> Stops")
                .contains("It could not be read what ends of: Key, Rule.");
        rooms.archive.tamper(3);
        assertThat(get(DAYS, session).body()).contains("<b>63</b> calls decided", "One record was tampered with");
    }

    /** What counts until the start of a day counts for the last time on the day before. */
    @Test
    void anEndIsTheLastDayOnWhichSomethingCounts() throws Exception {
        var today = LocalDate.now(ZoneOffset.UTC);
        var last = today.plusDays(24);
        var end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        overview.ending = new UpcomingEnd.Found(
                List.of(
                        new UpcomingEnd(UpcomingEnd.Kind.PURPOSE, "harbour-bank", "missing_person", end),
                        new UpcomingEnd(
                                UpcomingEnd.Kind.KEY,
                                "harbour-bank",
                                "K1",
                                today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())),
                List.of());
        assertThat(get("/console", session).body())
                .contains("Last day", DAY.format(last) + " <span class=\"muted\">in 24 days</span>")
                .contains("/console/organisations/harbour-bank#purposes", "/console/organisations/harbour-bank#keys")
                .contains(DAY.format(today) + " <span class=\"muted\">today</span>")
                .doesNotContain("Ends on");
    }

    @Test
    void aHostileValueIsTextEverywhere() throws Exception {
        SampleRecords.hostileInto(rooms.archive);
        overview.ending = new UpcomingEnd.Found(
                List.of(new UpcomingEnd(
                        UpcomingEnd.Kind.EVIDENCE,
                        HOSTILE,
                        HOSTILE,
                        Instant.now().plusSeconds(9000))),
                List.of());
        integrity.facts = new LogFacts(
                new LogFacts.Place(Path.of("/srv/" + HOSTILE.replace("/", "")), true, -1),
                new LogFacts.Signing(
                        HOSTILE,
                        new LogFacts.Signed(HOSTILE, 3, null),
                        HOSTILE,
                        false,
                        List.of(new LogFacts.WitnessState(HOSTILE, null, HOSTILE))),
                List.of(new LogFacts.Part("store", HOSTILE)));
        integrity.disclosed = Map.of(RecordField.PERSON, HOSTILE, RecordField.STATED_REASON, HOSTILE);
        rooms.archive.add("""
            {"act":"export","id":"0199d000-7a10-7c55-9f3e-000000000001","kind":"ADMIN","person":"c0ffee",\
            "subject":"%s","time":"2026-11-24T17:00:00.000Z"}\
            """.formatted(SampleRecords.SCRIPT));
        for (var path : List.of(
                DAYS,
                "/console/integrity",
                "/console/integrity/acts/export",
                "/console/decisions?words=%3Cscript%3E")) {
            for (var language : List.of("en", "fr")) {
                var page = get(path, session, language);
                assertThat(page.statusCode()).as(path).isEqualTo(200);
                assertThat(page.body())
                        .as(path)
                        .contains("&lt;script&gt;")
                        .doesNotContain("<script>", "\u202e", "<img src=x");
            }
        }
    }

    @Test
    void everyLookIsOnRecordAndNothingIsShownWithout() throws Exception {
        rooms.acts.clear();
        get(DAYS, session);
        get(DAYS, session);
        get("/console/integrity", session);
        get("/console/integrity/acts/view", session);
        assertThat(rooms.acts)
                .extracting(act -> act.act() + ' ' + act.subject())
                .containsExactly("view overview", "view integrity", "view act=*&kind=*");
        rooms.later(Duration.ofMinutes(2));
        rooms.down = true;
        for (var path :
                List.of(DAYS, "/console/integrity", "/console/integrity/acts/view", "/console/decisions/export.csv")) {
            var answer = get(path, session);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.body()).as(path).contains("could not be recorded").doesNotContain("harbour-bank");
        }
    }

    @Test
    void theIntegrityPageTellsHowToCheckFromOutsideWithTheRealFolder() throws Exception {
        assertThat(get("/console/integrity", session).body())
                .contains(
                        "--data &#39;/srv/facegate&#39;\\&#39;&#39;s/data&#39;",
                        "witness.example/one",
                        "has signed 598 records")
                .contains("It covers all 598 records.", "65 records, 12 MiB")
                .contains(
                        "Check that the receipts of callers are all in the log",
                        "ledger verify --data &#39;/srv/facegate&#39;\\&#39;&#39;s/data&#39; --receipts RECEIPTS.txt<",
                        "The gateway keeps no receipts, so this page cannot say whether they are complete.");
        assertThat(get("/console/integrity", session, "fr").body())
                .contains("--receipts RECUS.txt<", "La passerelle ne garde pas de reçus");
        assertThat(get("/console/integrity/acts/nothing", session).statusCode()).isEqualTo(404);
        assertThat(get("/console/integrity/acts/export", session).body()).contains("None on record");
    }

    @Test
    void startsAreListedWithTheNameOfTheGatewayAndItsRun() throws Exception {
        rooms.archive.add(start("01", "\"gateway\":\"facegate-0\","));
        assertThat(get("/console/integrity", session).body())
                .contains(
                        "Starts of gateways",
                        "Gateway facegate-0 <code class=\"uid\">run 5b0f6c1e-7a1, version 0.2.0</code>");
        assertThat(get("/console/integrity", session, "fr").body()).contains("Passerelle facegate-0");
        rooms.archive.add(start("02", ""));
        rooms.archive.add(start("03", "\"gateway\":\"<script>\","));
        assertThat(get("/console/integrity/acts/start", session).body())
                .contains("Gateway facegate-0", "A gateway without a recorded name", "Gateway &lt;script&gt;");
    }

    private static String start(String id, String name) {
        return """
            {"act":"start","boot":"5b0f6c1e-7a10-7c55-9f3e-000000000001","build":"0.2.0",%s\
            "id":"0199d000-7a10-7c55-9f3e-0000000000%s","kind":"ADMIN","subject":"0.2.0",\
            "time":"2026-11-24T17:00:00.000Z"}\
            """.formatted(name, id);
    }

    @Test
    void whoReadsAboutTheLogHasItVerifiedAtOnceAndIsOnRecord() throws Exception {
        var page = get("/console/integrity", session).body();
        assertThat(page).contains("Verify the whole log now").doesNotContain("hx-trigger=\"every");
        var token =
                page.replaceAll("(?s).*action=\"/console/integrity/verify\"><input[^>]* value=\"([^\"]+)\".*", "$1");
        rooms.acts.clear();
        assertThat(verify("form=stranger", session)).isEqualTo(403);
        assertThat(verify("form=" + token, "")).isEqualTo(401);
        assertThat(integrity.verifying).isFalse();
        rooms.down = true;
        assertThat(verify("form=" + token, session)).isEqualTo(503);
        assertThat(integrity.verifying).as("nothing without a record").isFalse();
        rooms.down = false;
        assertThat(verify("form=" + token, session)).isEqualTo(303);
        assertThat(integrity.verifying).isTrue();
        assertThat(rooms.acts)
                .extracting(act -> act.act() + ' ' + act.subject())
                .contains("view integrity/verify");
        assertThat(get("/console/integrity", session).body())
                .contains("The whole log is being verified.", "hx-trigger=\"every 3s\"")
                .doesNotContain("Verify the whole log now");
    }

    private int verify(String form, String cookie) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + server.getAuthority() + "/console/integrity/verify"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://" + server.getAuthority())
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void anActThatDoesNotVerifyIsRedAndHidden() throws Exception {
        rooms.archive.add("""
            {"act":"erase","id":"0199d000-7a10-7c55-9f3e-000000000001","kind":"ADMIN","person":"c0ffee",\
            "subject":"secret-subject","time":"2026-11-24T17:00:00.000Z"}\
            """);
        assertThat(get("/console/integrity/acts/erase", session).body())
                .contains("secret-subject", "m.roe", "Record 66");
        rooms.archive.tamper(65);
        assertThat(get("/console/integrity/acts/erase", session).body())
                .contains("class=\"tampered\"", "Record 66")
                .doesNotContain("secret-subject", "m.roe");
    }

    private void addAct(String act, int number, String subject, String more) {
        rooms.archive.add("""
                {"act":"%s","id":"0199d000-7a10-7c55-9f3e-00000000000%d","kind":"ADMIN",%s"subject":"%s",\
                "time":"2026-11-24T17:0%d:00.000Z"}\
                """.formatted(act, number, more, subject, number));
    }

    @Test
    void aViewNamesItsDecisionAndThePersonOrThePrintedLink() throws Exception {
        addAct("view", 1, SampleRecords.POLICE, "\"person\":\"c0ffee\",");
        addAct("view", 2, "0199c3f2-7a10-7c55-9f3e-2b9a51d0ffff", "\"person\":\"c0ffee\",");
        addAct("view", 3, "organisation=hope&kind=*", "\"person\":\"c0ffee\",");
        var decision =
                "<a href=\"/console/decisions/" + SampleRecords.POLICE + "\">Decision <code class=\"uid\" title=\""
                        + SampleRecords.POLICE + "\">" + SampleRecords.POLICE.substring(0, 8) + "…"
                        + SampleRecords.POLICE.substring(28) + "</code></a>";
        var views = "/console/integrity/acts/view";
        assertThat(get(views, session).body())
                .contains(
                        decision,
                        "m.roe",
                        "24 November 2026 at 17:01:00 UTC",
                        "List of records: organisation hope, kind of record (value not kept)")
                .contains("<code class=\"uid\">0199c3f2-7a10-7c55-9f3e-2b9a51d0ffff</code>")
                .doesNotContain("/console/decisions/0199c3f2-7a10-7c55-9f3e-2b9a51d0ffff", "printed link (");
        integrity.disclosed = Map.of(RecordField.PERSON, "console-0123456789ab");
        assertThat(get(views, session).body()).contains("the printed link (session console-0123456789ab)");
        assertThat(get(views, session, "fr").body())
                .contains("le lien imprimé (session console-0123456789ab)", ">Décision <code class=\"uid\" title=");
        integrity.disclosed = Map.of(RecordField.PERSON, AuditedRecords.TAMPERED_TEXT);
        assertThat(get(views, session, "fr").body()).doesNotContain(AuditedRecords.TAMPERED_TEXT);
        integrity.disclosed = Map.of();
        assertThat(get(views, session).body()).contains("the person is not registered any more");
        rooms.archive.tamper(60 + 4);
        assertThat(get(views, session).body()).contains("class=\"tampered\"");
    }

    @Test
    void whoLookedAtOneDecisionIsAListOfItsOwn() throws Exception {
        addAct("view", 1, SampleRecords.POLICE, "\"person\":\"c0ffee\",");
        addAct("view", 2, SampleRecords.RESCUE, "\"person\":\"c0ffee\",");
        assertThat(get("/console/decisions/" + SampleRecords.POLICE, session).body())
                .contains("href=\"/console/integrity/acts/view?about=" + SampleRecords.POLICE + "\"");
        assertThat(get("/console/integrity/acts/view?about=" + SampleRecords.POLICE, session)
                        .body())
                .contains("Only records about", "/console/decisions/" + SampleRecords.POLICE)
                .doesNotContain("/console/decisions/" + SampleRecords.RESCUE);
        assertThat(get("/console/integrity/acts/view?about=%3Cb%3E", session).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLoginOfThePrintedLinkIsSaidToBeOne() throws Exception {
        integrity.disclosed = Map.of();
        addAct("console_login", 1, "console-0123456789ab", "");
        addAct("registry_altered", 2, "grants/1", "");
        assertThat(get("/console/integrity/acts/console_login", session).body())
                .contains("the printed link (session console-0123456789ab)");
        assertThat(get("/console/integrity/acts/registry_altered", session).body())
                .contains("the gateway itself");
    }

    @Test
    void theNewestOfEachActIsOnTheIntegrityPageIfItVerifies() throws Exception {
        addAct("erase", 1, SampleRecords.POLICE, "\"person\":\"c0ffee\",");
        assertThat(get("/console/integrity", session).body())
                .contains("href=\"/console/decisions/" + SampleRecords.POLICE + "\"", "<bdi>m.roe</bdi>");
        rooms.archive.tamper(65);
        assertThat(get("/console/integrity", session).body())
                .doesNotContain("/console/decisions/" + SampleRecords.POLICE, "<bdi>m.roe</bdi>");
    }

    /** A record more than a page: the rest is a page of its own. */
    @Test
    void olderActsAreOnPagesOfTheirOwn() throws Exception {
        for (int at = 0; at < 51; at++) {
            rooms.archive.add("""
                    {"act":"prune","id":"prune-%d","kind":"ADMIN","person":"c0ffee","subject":"until-%d.",\
                    "time":"2026-11-24T17:00:00.000Z"}\
                    """.formatted(at, at));
        }
        var first = get("/console/integrity/acts/prune", session).body();
        assertThat(first).contains("until-50.", "until-1.").doesNotContain("until-0.");
        var older =
                first.replaceAll("(?s).*href=\"([^\"]*)\" rel=\"next\".*", "$1").replace("&amp;", "&");
        assertThat(get(older, session).body())
                .contains("until-0.", "href=\"/console/integrity/acts/prune\">Newest")
                .doesNotContain("until-1.", "rel=\"next\"");
    }

    @Test
    void aFileHoldsWhatTheListShowsAndIsOnRecordFirst() throws Exception {
        rooms.acts.clear();
        var csv = get("/console/decisions/export.csv?outcome=refuse", session);
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"decisions-1.csv\"");
        assertThat(csv.headers().firstValue("Content-Type")).get().asString().startsWith("text/csv");
        assertThat(csv.body()).contains("riverside-police").doesNotContain("harbour-bank");
        var json = get("/console/decisions/export.json?organisation=harbour-bank", session);
        assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(json.body()))
                .hasSize(60);
        assertThat(rooms.acts).extracting(act -> act.act()).containsExactly("export", "export");
        assertThat(rooms.acts.getFirst().subject()).startsWith("csv/");
        assertThat(rooms.acts.getFirst().person()).startsWith("console-");
        assertThat(get("/console/decisions/export.csv?outcome=maybe", session).statusCode())
                .isEqualTo(303);
        assertThat(get("/console/decisions/export.xml", session).statusCode()).isEqualTo(404);
        assertThat(get("/console/decisions/export.csv", "").statusCode()).isEqualTo(401);
        rooms.archive.tamper(5);
        var tampered = get("/console/decisions/export.csv", session);
        assertThat(tampered.statusCode()).isEqualTo(500);
        assertThat(tampered.body()).contains("Nothing was exported").doesNotContain("harbour-bank");
    }

    @Test
    void theListTakesEachNewFilter() throws Exception {
        for (var filter : List.of(
                "code=moratorium",
                "vendor=rekognition&outcome=refuse",
                "operation=DetectFaces",
                "outcome=refuse&id=" + SampleRecords.POLICE,
                "words=riverside")) {
            assertThat(get("/console/decisions?" + filter, session).body())
                    .as(filter)
                    .contains("Showing one decision", "riverside-police");
        }
        assertThat(get("/console/decisions?vendor=Amazon%20Rekognition", session)
                        .headers()
                        .firstValue("Location"))
                .as("a label of the page is understood")
                .get()
                .asString()
                .endsWith("/console/decisions?vendor=rekognition");
        assertThat(get("/console/decisions?organisation=L%E2%80%99%C3%89pargne%20%26%20Cie%20(Gen%C3%A8ve)", session)
                        .headers()
                        .firstValue("Location"))
                .as("a registered name may hold any sign")
                .get()
                .asString()
                .endsWith("/console/decisions?organisation=corner-shops");
        assertThat(get("/console/decisions?organisation=Nobody%20(Gen%C3%A8ve)", session)
                        .body())
                .contains("Organisation: “Nobody (Genève)” is unknown");
        assertThat(get("/console/decisions?vendor=rekognition", session).body())
                .contains("Provider: <b>Amazon Rekognition</b>", "64 match in all");
        assertThat(get("/console/decisions?id=short", session).body()).contains("at least its first 8 characters");
        assertThat(get("/console/decisions?words=%E2%80%AEx", session).body()).contains("invisible characters");
        assertThat(get("/console/decisions?account=eu", session).body())
                .contains("Account at the provider: “eu” is unknown");
        assertThat(get("/console/decisions?operation=Unheard", session).body())
                .contains("Operation: “Unheard” is unknown");
        assertThat(get("/console/decisions?case=24-1187", session).body()).doesNotContain("id=\"save-view\"");
        assertThat(get("/console/decisions?outcome=refuse", session).body()).contains("id=\"save-view\"");
        assertThat(get("/console/decisions", session).body())
                .contains("<option value=\"hope\" label=\"Hope for Children\">", "Export all 64:");
    }

    /** A registered organisation by its name, with its id beside it; one that is not registered by its id. */
    @Test
    void theListNamesOrganisationsAndReasons() throws Exception {
        var list = get("/console/decisions", session).body();
        assertThat(list)
                .contains("<bdi>L’Épargne &amp; Cie (Genève)</bdi> <small class=\"id\"><bdi>corner-shops")
                .containsPattern("<td[^>]*><bdi>riverside-police");
        assertThat(get("/console/decisions?outcome=refuse", session).body())
                .containsPattern("class=\"code\"><span class=\"reason\">[A-Z][^<]+</span><br><small><bdi>[a-z]");
    }

    /** Rows can add up to more, because a call for two organisations is in the row of each; the totals are one number. */
    @Test
    void theOverviewAndThePageOfRefusalsCountTheSameCalls() throws Exception {
        var counted = Pattern.compile("<b>(\\d+)</b> refused")
                .matcher(get(DAYS, session).body());
        assertThat(counted.find()).isTrue();
        int refused = Integer.parseInt(counted.group(1));
        assertThat(refused).isPositive();
        assertThat(get(DAYS.replace("/console?", "/console/counts?by=refusals&"), session)
                        .body())
                .contains(refused == 1 ? "One call was refused." : refused + " calls were refused.")
                .contains(
                        "<a href=\"/console/counts?by=rule&amp;from=2026-11-22&amp;until=2026-11-24\">The totals of each rule");
    }

    @Test
    void theOverviewOpensADecisionByTheIdOfTheLetterAndTheIdIsTheFirstFilter() throws Exception {
        var overview = get("/console", session).body();
        assertThat(overview)
                .contains(
                        "Decision id (from the caller’s letter)</label><input type=\"text\" id=\"find-id\" name=\"id\"")
                .contains("<form class=\"find\" method=\"get\" action=\"/console/decisions\"");
        var found = get("/console/decisions?id=" + SampleRecords.POLICE, session);
        assertThat(found.statusCode()).isEqualTo(303);
        assertThat(found.headers().firstValue("Location")).get().asString().endsWith("/" + SampleRecords.POLICE);
        var list = get("/console/decisions", session).body();
        assertThat(list.indexOf("<input type=\"text\" id=\"id\"")).isPositive().isLessThan(list.indexOf("id=\"from\""));
        assertThat(get("/console", session + "; facegate-language=fr").body())
                .contains("Identifiant de décision (dans la lettre de l’appelant)");
    }

    @Test
    void anIdIsFoundInWhateverIsPastedAndItsDecisionOpens() throws Exception {
        var id = SampleRecords.POLICE;
        var decision = "/console/decisions/" + id;
        for (var pasted : List.of(
                "Decision " + id,
                id.replace("-", "").toUpperCase(Locale.ROOT),
                "Your call of 24 November was refused (decision\u00a0" + id.replace('-', '\u2011')
                        + "). You can appeal within 30 days at the address of the operator, which you find on its"
                        + " web site.")) {
            var found = get("/console/decisions?id=" + URLEncoder.encode(pasted, StandardCharsets.UTF_8), session);
            assertThat(location(found)).as(pasted).isEqualTo("/console/decisions?id=" + id);
        }
        assertThat(location(get("/console/decisions?id=" + id, session))).isEqualTo(decision);
        assertThat(get("/console/decisions?id=" + id.substring(0, 8), session).statusCode())
                .isIn(200, 303);
        assertThat(get("/console/decisions?id=" + "x".repeat(2000), session).body())
                .contains("is too long");
        rooms.archive.tamper(5);
        assertThat(get("/console/decisions?id=" + id, session).body())
                .as("a record that was changed may fit too")
                .contains("one decision, and one record that was changed");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^http://[^/]+", "");
    }

    @Test
    void frenchIsFrenchThroughout() throws Exception {
        assertThat(get(DAYS, session, "fr").body())
                .contains("Vue d’ensemble", "appels jugés", "Par organisation", "Échéances dans les 30 jours")
                .doesNotContain("Overview", "refused<", "Waiting");
        assertThat(get("/console/integrity", session, "fr").body())
                .contains("Intégrité", "Ce que l’on a fait des enregistrements", "VOTRE-NOM")
                .doesNotContain("Witness", "Signature of");
    }

    /** Every reason that the checker of proofs gives has a French sentence. */
    @Test
    void theCheckerOfProofsSpeaksFrench() throws Exception {
        assertThat(get("/log/verify", "", "fr-CA").body()).contains("lang=\"fr\"", "Vérifier une preuve");
        assertThat(get("/log/verify?lang=en", "", "fr").body()).contains("lang=\"en\"", "Check a proof");
        assertThat(get("/log/verify", "", "de").body()).contains("lang=\"en\"");
        var french = get("/log/verify_fr.js", "").body();
        var reasons = java.util.regex.Pattern.compile(
                        "(?:demand\\(.*, |Unsound\\(|: )'((?:[^'\\\\]|\\\\.)+)'\\)?;?(?: \\};)?$",
                        java.util.regex.Pattern.MULTILINE)
                .matcher(get("/log/verify.js", "").body())
                .results()
                .map(found -> found.group(1))
                .filter(reason -> reason.contains(" "))
                .toList();
        assertThat(reasons)
                .hasSizeGreaterThan(20)
                .allSatisfy(reason -> assertThat(french).contains("'" + reason + "'"));
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return get(path, cookie, "");
    }

    private HttpResponse<String> get(String path, String cookie, String language) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + server.getAuthority() + path));
        if (!language.isEmpty()) {
            request.header("Accept-Language", language);
        }
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(
                request.build(),
                info -> HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8),
                        body -> body.replace("<wbr>", "")));
    }
}
