package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.Ran;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.TlogProof;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of one decision over HTTP, on a ledger on disk: what it says, what it proves, what it hands out. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class DecisionPageTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static DecisionRecords made;

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    DecisionRooms decisions;

    @Inject
    ConsoleLogin login;

    private String session = "";

    @BeforeEach
    void aLedgerOnDisk() throws Exception {
        session = logIn(login.openAt(server));
        get("/console/decisions/none", "en");
        if (made == null) {
            made = DecisionRecords.into(decisions.folder());
        }
        decisions.lookAtDisk();
    }

    @AfterEach
    void recordsInMemory() {
        decisions.lookAway();
        rooms.down = false;
    }

    @Test
    void aRefusalSaysTheRulesOwnWordsItsSourceAndWhatTheCallerWasTold() throws Exception {
        var page = get(address(made.refused()), "en").body();
        assertThat(page)
                .contains("metro-pd (police with powers of arrest, below national level) was not permitted to search"
                        + " for a person in stored pictures in order to identify a suspect")
                .contains(DecisionRecords.REASON, DecisionRecords.APPEAL)
                .contains("<a href=\"https://law.example/act?a=1&amp;b=2#s4\" rel=\"noreferrer\">An Act on Searches,"
                        + " section 4</a>")
                .contains("(last read on 20 November 2026, in reports about it)")
                .contains("By what is on record, it would have been permitted with this evidence registered: a"
                        + " court&#39;s order.")
                .contains("Is this word for word?")
                .doesNotContain("The words of the answer are not kept");
        assertThat(get(address(made.refused()), "fr").body())
                .contains(
                        "Ce que l’appelant a reçu",
                        DecisionRecords.REASON,
                        "(lue en dernier le 20 novembre 2026, à travers des comptes rendus)")
                .contains("D’après ce qui est consigné, l’appel aurait été autorisé avec ce justificatif enregistré");
    }

    @Test
    void onAFrenchPageTheRulesWordsAreMarkedAsEnglish() throws Exception {
        assertThat(get(address(made.refused()), "fr").body())
                .contains("<blockquote lang=\"en\">" + DecisionRecords.REASON, "La règle est écrite en anglais");
        assertThat(get(address(made.refused()), "en").body()).doesNotContain("lang=\"en\">" + DecisionRecords.REASON);
    }

    /** A record does not say when a verification ended; the registry does. */
    @Test
    void whatHadEndedIsToldWithTheDateOfTheRegistry() throws Exception {
        decisions.lookAway();
        rooms.archive.clear();
        for (var code : List.of("verification_expired", "purpose_expired", "moratorium")) {
            rooms.archive.add(SampleRecords.refuse(code, "hope")
                    .replace("\"purpose\":\"suspect_identification\"", "\"purpose\":\"missing_child\"")
                    .replace("\"code\":\"moratorium\"", "\"code\":\"" + code + "\""));
        }
        assertThat(get("/console/decisions/verification_expired", "en").body())
                .contains("the last day of the verification is 4 Jan 2099.", "href=\"/console/organisations/hope\"");
        assertThat(get("/console/decisions/purpose_expired", "en").body())
                .contains("the registry as it is now has none");
        assertThat(get("/console/decisions/moratorium", "en").body()).doesNotContain("How it is registered");
    }

    /** A source that was only read about is told with that limit in the account and by the command too. */
    @Test
    void theAccountAndTheCommandCarryTheLimitOfTheSource() throws Exception {
        var accounts = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(
                send("/bundle", "POST", session, Map.of()).body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var name = entry.getName();
                accounts.put(
                        name.substring(name.lastIndexOf('/') + 1),
                        new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(accounts.get("account.html"))
                .contains("(last read on 20 November 2026, in reports about it)")
                .contains("The rule says, and the caller was told:")
                .contains("<a href=\"check.html\">Check that its records are unaltered: open check.html</a>")
                .containsOnlyOnce("<blockquote>" + DecisionRecords.REASON)
                .doesNotContain("to the letter");
        assertThat(accounts.get("account.fr.html"))
                .contains("(lue en dernier le 20 novembre 2026, à travers des comptes rendus)");
        assertThat(Ran.ledger(decisions.folder(), "show", made.refused()).out())
                .contains("(last read on 20 November 2026, in reports about it)");
    }

    @Test
    void theTimelineNamesThoseWhoActedAndEscapesWhatTheySaid() throws Exception {
        var page = get(address(made.refused()), "en").body();
        assertThat(page)
                .contains("The gateway refused the call")
                .contains("The caller appealed. Contact: duty@riverside.example")
                .contains("We have an order. &lt;script&gt;alert(3)&lt;/script&gt; \\u202egnp.exe")
                .contains("The caller was asked for information, by m.roe.", "Please register the order.")
                .contains("An appeal against it waits for information from the caller.")
                .contains("<a href=\"/console/work/appeals/" + made.refused())
                .doesNotContain("<script>alert", "\u202e");
    }

    /** By somebody who can write to the data folder: beside a record, and in it. */
    @Test
    void whatWasChangedInTheFolderIsRedAndNotShown() throws Exception {
        change("salts.db", "UPDATE salt SET value = 'mallory' WHERE value = 'm.roe'");
        try {
            assertThat(get(address(made.refused()), "en").body())
                    .contains("class=\"tampered\"", "TAMPERED: the name that is kept is not the one on record")
                    .contains("A record that may belong to this decision, or a text kept beside one, was changed.")
                    .doesNotContain("mallory");
        } finally {
            change("salts.db", "UPDATE salt SET value = 'm.roe' WHERE value = 'mallory'");
        }
        change(
                "ledger.db",
                "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'metro-pd', 'metro-pp') AS BLOB)");
        try {
            var page = get(address(made.refused()), "en");
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.body()).contains("Tampered").doesNotContain("metro-pp", "Hand to regulator");
            assertThat(json("/proof").path("tampered").asBoolean()).isTrue();
            assertThat(send("/bundle", "POST", session, Map.of()).statusCode()).isEqualTo(500);
        } finally {
            change(
                    "ledger.db",
                    "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'metro-pp', 'metro-pd') AS BLOB)");
        }
        assertThat(get(address(made.refused()), "en").body()).doesNotContain("class=\"tampered\"");
    }

    private void change(String file, String sql) throws Exception {
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + decisions.folder().resolve(file));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void aHeldAnswerIsNotAPermitAndItsReleaseSaysWhoApproved() throws Exception {
        var held = get(address(made.held()), "en").body();
        assertThat(held)
                .contains("<title>Released and fetched,", "class=\"verdict held\"")
                .contains("Until they did, the caller got no answer (facegate/needs_review).")
                .contains("The held answer was approved, by m.roe.", "The held answer was approved, by k.sato.")
                .containsOnlyOnce("by m.roe.</p><blockquote>Same scar.</blockquote>")
                .contains("The caller fetched the released answer, under decision " + made.released())
                .contains("Met: people approved the answer.", "There was no answer that it could apply to.")
                .contains("href=\"/console/decisions/" + made.released() + "\">Open that decision")
                .doesNotContain("class=\"verdict permit\"")
                .containsPattern("held for people to review. <b>It was released on 24 Nov 2026, 09:16:02 UTC, and"
                        + " the caller fetched it.</b></p><ul><li>[^<]+ UTC: The held answer was approved, by m.roe.</li>"
                        + "<li>[^<]+ UTC: The held answer was approved, by k.sato.</li></ul>");
        var released = get(address(made.released()), "en").body();
        assertThat(released)
                .contains("class=\"verdict permit\"", "received an answer that people had approved")
                .contains("The answer was held for review, under decision " + made.held())
                .contains("The held answer was approved, by m.roe.", "by k.sato.")
                .contains("Met: people approved the answer.", "The gateway applied it to the answer.")
                .contains("The caller was told. Whether it was met is not on record here.");
        assertThat(get(address(made.held()), "fr").body())
                .contains("Libérée et retirée", "La réponse a été retenue, des personnes l’ont libérée")
                .containsPattern("<b>Elle a été libérée le [^<]+, et l’appelant l’a retirée.</b>");
    }

    @Test
    void theProofIsTheRecordsOwnAndHoldsWithTheLogsKey() throws Exception {
        decisions.witnesses = List.of("w+01+abc");
        var said = json("/proof");
        assertThat(said.path("witnesses").get(0).asText()).isEqualTo("w+01+abc");
        var proof = TlogProof.parse(said.path("proof").asText().getBytes(StandardCharsets.UTF_8));
        proof.verify(KeyChain.parse(Files.readString(decisions.folder().resolve("log.keys"))));
        assertThat(new String(proof.record(), StandardCharsets.UTF_8)).contains(made.refused());
        assertThat(send("/proof", "GET", "", Map.of()).statusCode()).isEqualTo(401);
        assertThat(get("/console/decisions/none/proof", "en").statusCode()).isEqualTo(404);
    }

    /** The letter goes another way than the file, so it has the key that the file is checked with. */
    @Test
    void theLetterSaysWhatIsHandedOverHowToCheckItAndTheKey() throws Exception {
        var key = Files.readString(decisions.folder().resolve("log.keys"))
                .lines()
                .findFirst()
                .orElseThrow();
        var shown = "<span>" + String.join("</span><wbr><span>", key.split("(?<=\\+)", 3)) + "</span>";
        var page = get(address(made.refused()), "en").body();
        assertThat(page)
                .contains("id=\"log-key\">" + shown + "</code>", "data-copy=\"#log-key\" hidden>Copy</button>")
                .contains("/letter\">Letter to print, with the key</a>")
                .contains("/bundle\" data-made=\"#hand-made\"><button>Hand to regulator</button>")
                .contains("Your browser saves it as facegate-decision-" + made.refused() + ".zip.")
                .contains("and the log’s key by another way: your part is then done.", "opens start.html first")
                .contains("Send it by another way, such as the letter:")
                .doesNotContain("last checked")
                .contains("start.html, where to begin;", "check.html, which checks the records offline, in a browser")
                .contains("If it has grown since the last signature, this differs")
                .contains("data-grown=\"The log has grown since the last signature, so this may differ")
                .contains("data-unasked=\"None. This is not an error: this log has no outside witness.\"");
        var letter = get(address(made.refused()) + "/letter", "en");
        assertThat(letter.statusCode()).isEqualTo(200);
        assertThat(letter.body())
                .contains("facegate-decision-" + made.refused() + ".zip", "that Facegate refused on", shown)
                .containsSubsequence(
                        "<label for=\"letter-from\">From</label>",
                        "<label for=\"letter-to\">To</label>",
                        "<dt>Date</dt>",
                        "<dt>Concerning</dt>")
                .containsPattern("Decision of [^<]+, with the id <code>" + made.refused() + "</code>")
                .contains("open start.html", "account.html", "data-print hidden", "/buttons.js\" defer></script>")
                .doesNotContainPattern("<script>|onclick=");
        assertThat(get(address(made.refused()) + "/letter", "fr").body())
                .contains("Ce qui est transmis", "La clé publique du journal", shown);
        assertThat(get("/console/decisions/none/letter", "en").statusCode()).isEqualTo(404);
        assertThat(send("/letter", "GET", "", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void theBundleIsHandedOutOnRecordAndHoldsAnAccountInBothLanguages() throws Exception {
        int before = rooms.acts.size();
        var answer = send("/bundle", "POST", session, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"facegate-decision-" + made.refused() + ".zip\"");
        assertThat(rooms.acts.subList(before, rooms.acts.size())).anySatisfy(act -> {
            assertThat(act.act()).isEqualTo("export");
            assertThat(act.subject()).startsWith("bundle/");
            assertThat(act.person()).startsWith("console-");
        });
        var files = files(answer.body());
        assertThat(files).containsKeys("account.html", "account.fr.html", "README.txt", "check.py", "seal.tlog-proof");
        assertThat(files.get("records.jsonl").lines()).hasSize(3);
        assertThat(files.get("account.html"))
                .contains(
                        DecisionRecords.REASON,
                        "Contact: duty@riverside.example",
                        "&lt;script&gt;alert(3)",
                        "lang=\"en\"")
                .doesNotContain("<script", "\u202e", "src=");
        assertThat(files.get("account.fr.html")).contains("Ce qui s’est passé", "lang=\"fr\"");
        assertThat(files.get("disclosures.jsonl")).contains("duty@riverside.example", "Please register the order.");
    }

    /** All that a list shows, with its outcomes, sealed by a record of the one who asked. */
    @Test
    void theEvidenceOfAListIsOneBundle() throws Exception {
        int before = rooms.acts.size();
        var answer = post("/console/decisions/bundle?outcome=refuse", session, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        var files = files(answer.body());
        assertThat(files)
                .containsKeys("start.html", "check.sh", "seal.tlog-proof")
                .doesNotContainKey("account.html");
        assertThat(files.get("README.txt")).contains("verdict=refuse");
        assertThat(files.get("records.jsonl").lines())
                .isNotEmpty()
                .allMatch(line -> line.contains("\"verdict\":\"refuse\""));
        assertThat(files.get("records.jsonl")).contains(made.refused()).doesNotContain(made.held());
        assertThat(rooms.acts.subList(before, rooms.acts.size()))
                .anySatisfy(act -> assertThat(act.subject()).startsWith("bundle/"));
        assertThat(post("/console/decisions/bundle?outcome=maybe", session, Map.of())
                        .statusCode())
                .isEqualTo(303);
        assertThat(post("/console/decisions/bundle", "", Map.of()).statusCode()).isEqualTo(401);
        assertThat(post("/console/decisions/bundle", session, Map.of("Origin", "http://localhost:1"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/console/decisions/bundle", "en").statusCode()).isIn(404, 405);
    }

    @Test
    void nothingIsHandedOutThatCannotBeRecordedOrThatAnotherSiteAsksFor() throws Exception {
        assertThat(send("/bundle", "POST", "", Map.of()).statusCode()).isEqualTo(401);
        for (var header : List.of(
                Map.of("Origin", "http://localhost:1"),
                Map.of("Origin", "null"),
                Map.of("Origin", "null", "Sec-Fetch-Site", "same-origin"),
                Map.of("Sec-Fetch-Site", "same-site"))) {
            assertThat(send("/bundle", "POST", session, header).statusCode())
                    .as(header.toString())
                    .isEqualTo(403);
        }
        for (var header : List.of(
                Map.of("Sec-Fetch-Site", "same-origin"),
                Map.of("Origin", server.toString().replaceAll("/$", "")))) {
            assertThat(send("/bundle", "POST", session, header).statusCode())
                    .as(header.toString())
                    .isEqualTo(200);
        }
        assertThat(send("/bundle", "GET", session, Map.of()).statusCode()).isEqualTo(405);
        rooms.down = true;
        var refused = send("/bundle", "POST", session, Map.of());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("could not be recorded");
    }

    private String address(String id) {
        return "/console/decisions/" + id;
    }

    private JsonNode json(String below) throws Exception {
        return new ObjectMapper().readTree(send(below, "GET", session, Map.of()).body());
    }

    /** Sends a request about the refusal. */
    private HttpResponse<byte[]> send(String below, String method, String cookie, Map<String, String> headers)
            throws Exception {
        return ask(address(made.refused()) + below, method, cookie, headers);
    }

    private HttpResponse<byte[]> post(String path, String cookie, Map<String, String> headers) throws Exception {
        return ask(path, "POST", cookie, headers);
    }

    private HttpResponse<byte[]> ask(String path, String method, String cookie, Map<String, String> headers)
            throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Cookie", cookie)
                .method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> get(String path, String language) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Cookie", session)
                        .header("Accept-Language", language)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String logIn(URI link) throws Exception {
        var answer = CLIENT.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString());
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private static Map<String, String> files(byte[] zipped) throws Exception {
        var files = new TreeMap<String, String>();
        var names = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(names).doesNotHaveDuplicates();
        return files;
    }
}
