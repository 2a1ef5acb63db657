package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Gateway.Result;
import io.facegate.identity.SigV4Signer;
import io.facegate.identity.SigV4Signer.SigningCredentials;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller asks a running gateway what it may do, and appeals against what was refused. */
class PermissionsAndAppealsIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TEXT = "We hold the parents' consent.\\nSee file 7.";
    private static final String APPEAL = "{\"text\":\"" + TEXT + "\",\"contact\":\"legal@hope.example\"}";

    @TempDir
    private static Path folder;

    private static Path data;
    private static Gateway gateway;
    private static Neutral neutral;
    private static Key hope;
    private static Key sandbox;
    private static Key revoked;
    private static Key shop;
    private static Key pd;
    private static Key closed;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        shop = Cast.add(data, "shop", "retailer", "loyalty", "customer_analytics");
        pd = Cast.add(data, "pd", "law_enforcement.police", "suspect_identification");
        closed = Cast.add(data, "closed", "retailer", "loyalty");
        sandbox = Gateway.mint(data, "hope", "--sandbox", "--expires", "2030-01-01T00:00:00Z");
        revoked = Gateway.mint(data, "hope");
        run("org", "suspend", "closed", "--by", "m.roe").expect(0);
        run("key", "revoke", revoked.id(), "--by", "m.roe").expect(0);
        var policies = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(policies.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - id: faces
                effect: permit
                match: {purpose: missing_child, capability: [detect, verify, gallery_read]}
                obligations: {notices: [face_recognition_in_use]}
              - {id: loyal-faces, effect: permit, match: {purpose: loyalty, capability: detect}}
              - {id: sure-search, effect: permit, match: {purpose: missing_child, capability: identify.retro, threshold: {at_least: 0.9}}}
              - id: police
                effect: refuse
                match: {organisation: law_enforcement.police, capability: [detect, verify]}
                reason: {code: moratorium, text: The police is refused here.}
                citation: {ref: The house's decision of 2026, checked: 2026-11-24, evidence: primary}
                appeal: write to the house.
            """);
        gateway = Gateway.start(data, "--policies", policies.toString());
        neutral = Neutral.of(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Result run(String... words) {
        var all = new java.util.ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--data", data.toString()));
        return Gateway.run(all.toArray(String[]::new));
    }

    private static HttpResponse<String> send(Key key, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/" + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("X-Api-Key", key.apiKey());
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode me(Key key) throws Exception {
        var said = send(key, "GET", "me", null);
        assertThat(said.statusCode()).as(said.body()).isEqualTo(200);
        var json = Gateway.parsed(said.body());
        neutral.conforms(neutral.document().at("/paths/~1me/get/responses/200/content/application~1json"), json);
        return json;
    }

    private static JsonNode permission(JsonNode me, String wire, String operation) {
        return StreamSupport.stream(me.path("permissions").spliterator(), false)
                .filter(one -> one.path("wire").asText().equals(wire))
                .filter(one -> one.path("operations").toString().contains('"' + operation + '"'))
                .findFirst()
                .orElseThrow(() -> new AssertionError(me.toPrettyString()));
    }

    private static String refused(Key key) throws Exception {
        var said =
                send(key, "POST", "analyze", "{\"image\":" + Neutral.image(Photos.ONE) + ",\"attributes\":[\"age\"]}");
        assertThat(said.statusCode()).as(said.body()).isEqualTo(403);
        var decision = said.headers().firstValue("facegate-decision").orElseThrow();
        assertThat(Gateway.parsed(said.body()).path("appeal_at").asText())
                .isEqualTo("/facegate/v1/decisions/" + decision + "/appeal");
        return decision;
    }

    private static HttpResponse<String> appeal(Key key, String decision, String body) throws Exception {
        return send(key, "POST", "decisions/" + decision + "/appeal", body);
    }

    private static HttpResponse<String> state(Key key, String decision) throws Exception {
        return send(key, "GET", "decisions/" + decision + "/appeal", null);
    }

    private static long acts(String act, String decision) {
        return gateway.acts().stream().filter((act + ' ' + decision)::equals).count();
    }

    @Test
    void aCallerIsToldWhatItMayDoWithObligationsRulesAndSources() throws Exception {
        var me = me(hope);
        assertThat(me.path("organisation").path("id").asText()).isEqualTo("hope");
        assertThat(me.path("organisation").path("places").toString()).isEqualTo("[\"US-OR\"]");
        assertThat(me.path("credential").path("sandbox").asBoolean()).isFalse();
        assertThat(me.path("quota").isArray()).isTrue();
        var detect = permission(me, "facegate", "detect");
        assertThat(detect.path("verdict").asText()).isEqualTo("permitted");
        assertThat(detect.path("rule").asText()).isEqualTo("house/faces");
        assertThat(detect.path("obligations").path("notices").toString()).contains("face_recognition_in_use");
        var search = permission(me, "rekognition", "SearchFaces");
        assertThat(search.path("verdict").asText()).isEqualTo("depends");
        assertThat(search.path("depends_on").toString()).contains("\"threshold\"");
        assertThat(search.path("plain").path("verdict").asText()).isEqualTo("refused");
        var compare = permission(me, "rekognition", "CompareFaces");
        assertThat(compare.path("verdict").asText()).as("it may be a search").isEqualTo("depends");
        assertThat(compare.path("depends_on").toString()).contains("face_count", "earlier_calls");
        var enroll = permission(me, "facegate", "enroll");
        assertThat(enroll.path("verdict").asText()).isEqualTo("refused");
        assertThat(enroll.path("code").asText()).isEqualTo("no_rule_permits");
        assertThat(me.toString()).doesNotContain("shop", "\"pd\"", hope.apiKey(), hope.secret());
        var police = permission(me(pd), "rekognition", "DetectFaces");
        assertThat(police.path("rule").asText()).isEqualTo("house/police");
        assertThat(police.path("citation").asText()).isEqualTo("The house's decision of 2026");
    }

    @Test
    void eachPurposeThatACallerMayDeclareIsAnsweredAndOneThatItDeclaresAlone() throws Exception {
        assertThat(me(shop).findValuesAsText("purpose")).contains("loyalty", "customer_analytics");
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/me"))
                .header("X-Api-Key", shop.apiKey())
                .header("Facegate-Purpose", "loyalty");
        var said = CLIENT.send(request.build(), BodyHandlers.ofString()).body();
        assertThat(Gateway.parsed(said).findValuesAsText("purpose")).containsOnly("loyalty");
        var wrong = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/me"))
                .header("X-Api-Key", shop.apiKey())
                .header("Facegate-Purpose", "missing_child");
        var refused = Gateway.parsed(
                CLIENT.send(wrong.build(), BodyHandlers.ofString()).body());
        assertThat(refused.findValuesAsText("verdict")).containsOnly("refused");
        assertThat(refused.findValuesAsText("code")).containsOnly("purpose_not_registered");
    }

    @Test
    void aKeyOfTheSandboxSaysSoAndWhenItExpires() throws Exception {
        var said = send(sandbox, "GET", "me", null);
        assertThat(said.headers().firstValue("facegate-sandbox")).contains("true");
        var credential = me(sandbox).path("credential");
        assertThat(credential.path("sandbox").asBoolean()).isTrue();
        assertThat(credential.path("expires").asText()).startsWith("2030-01-01");
        assertThat(me(sandbox).path("decided").path("until").asText()).startsWith("2030-01-01");
        assertThat(me(hope).path("decided").has("until")).as("control: no date").isFalse();
    }

    @Test
    void aSuspendedCallerIsToldThatEverythingIsRefusedAndARevokedKeyNothing() throws Exception {
        var me = me(closed);
        assertThat(me.path("organisation").path("suspended").asBoolean()).isTrue();
        assertThat(me.findValuesAsText("verdict")).containsOnly("refused");
        assertThat(me.findValuesAsText("code")).containsOnly("organisation_suspended");
        assertThat(send(revoked, "GET", "me", null).statusCode()).isEqualTo(401);
        assertThat(appeal(revoked, refused(hope), APPEAL).statusCode()).isEqualTo(401);
        assertThat(send(hope, "POST", "me", "{}").statusCode()).isEqualTo(405);
        assertThat(send(hope, "POST", "me", "{}").headers().firstValue("allow")).contains("GET");
    }

    @Test
    void aSignatureIsTakenToo() throws Exception {
        var target = gateway.calls().resolve("/facegate/v1/me");
        assertThat(signed(target, hope.secret()).statusCode()).isEqualTo(200);
        assertThat(signed(target, "not the secret").statusCode()).as("control").isEqualTo(401);
    }

    private static HttpResponse<String> signed(URI target, String secret) throws Exception {
        var headers = new SigV4Signer("us-east-1", "rekognition", InstantSource.system())
                .sign(
                        "GET",
                        target.getPath(),
                        new HashMap<>(Map.of("host", target.getAuthority())),
                        Digests.sha256(new byte[0]),
                        new SigningCredentials(hope.id(), secret, null));
        var request = HttpRequest.newBuilder(target);
        headers.forEach((name, value) -> {
            if (!name.equals("host")) {
                request.header(name, value);
            }
        });
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void theCommandAsksWithTheKeyOfTheEnvironmentAlone() throws Exception {
        var command =
                Gateway.starting(List.of("me", "--gateway", gateway.calls().toString()));
        command.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", hope.id(), "AWS_SECRET_ACCESS_KEY", hope.secret()));
        var said = Result.of(command).expect(0).out();
        assertThat(said).contains("hope", "Purposes: missing_child", "PERMITTED  facegate at local", "house/faces");
        var json = Gateway.starting(
                List.of("me", "--json", "--gateway", gateway.calls().toString()));
        json.environment().put("FACEGATE_API_KEY", hope.apiKey());
        assertThat(Gateway.parsed(Result.of(json).expect(0).out())
                        .path("organisation")
                        .path("id")
                        .asText())
                .isEqualTo("hope");
        var none = Gateway.starting(List.of("me", "--gateway", gateway.calls().toString()));
        none.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("FACEGATE_API_KEY"));
        assertThat(Result.of(none).expect(2).err()).contains("There is no key");
        var open = Gateway.starting(List.of("me", "--gateway", "http://gateway.example:8080"));
        open.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        open.environment().put("FACEGATE_API_KEY", hope.apiKey());
        assertThat(Result.of(open).expect(2).err()).contains("not sent without TLS");
    }

    @Test
    void anAppealIsOnRecordWithoutAWordOfItAndAnswered() throws Exception {
        var decision = refused(hope);
        assertThat(state(hope, decision).statusCode()).as("not yet").isEqualTo(404);
        var filed = appeal(hope, decision, APPEAL);
        assertThat(filed.statusCode()).as(filed.body()).isEqualTo(201);
        neutral.conforms(
                neutral.document()
                        .at("/paths/~1decisions~1{decision}~1appeal/post/responses/201/content/application~1json"),
                Gateway.parsed(filed.body()));
        assertThat(appeal(hope, decision, APPEAL).statusCode()).as("repeated").isEqualTo(200);
        assertThat(appeal(hope, decision, "{\"text\":\"Something else.\"}").statusCode())
                .isEqualTo(409);
        assertThat(acts("appeal_file", decision)).isOne();
        assertThat(gateway.records().toString()).doesNotContain("parents", "legal@hope");

        var listed = run("appeal", "list", "--open", "--by", "r.doe").expect(0).out();
        assertThat(listed).contains(decision + "  state=open");
        var shown = run("appeal", "show", decision, "--by", "r.doe").expect(0).out();
        assertThat(shown).contains("We hold the parents' consent.", "See file 7.", "Contact: legal@hope.example");

        answer(decision, "needs_information", "Send the warrant.").expect(0);
        answer(decision, "upheld", "Twice.").expect(2);
        assertThat(state(hope, decision).body()).contains("\"needs_information\"", "Send the warrant.");
        assertThat(appeal(hope, decision, "{\"text\":\"Here it is: 12.\"}").statusCode())
                .isEqualTo(201);
        answer(decision, "upheld", "We were wrong.").expect(0);
        var last = state(hope, decision).body();
        assertThat(last).contains("\"upheld\"", "We were wrong.").doesNotContain("r.doe");
        assertThat(appeal(hope, decision, "{\"text\":\"Again.\"}").statusCode()).isEqualTo(409);

        var told = run("ledger", "show", decision).expect(0).out();
        assertThat(told).contains("The caller appealed on", "An officer upheld the appeal on", "We were wrong.");
        assertThat(run("ledger", "show", decision, "--lang", "fr").expect(0).out())
                .contains("Un responsable a admis le recours le");
    }

    private static Result answer(String decision, String outcome, String reason) {
        return run("appeal", "answer", decision, "--by", "r.doe", "--outcome", outcome, "--reason", reason);
    }

    @Test
    void onlyTheRefusedOrganisationAppealsAndAllOthersGetTheSameAnswer() throws Exception {
        var decision = refused(hope);
        var permitted = send(hope, "POST", "detect", "{\"image\":" + Neutral.image(Photos.ONE) + '}')
                .headers()
                .firstValue("facegate-decision")
                .orElseThrow();
        var unknown = "01a21486-3fa5-74f1-89be-b1104167d4c8";
        var none = appeal(hope, unknown, APPEAL);
        assertThat(none.statusCode()).isEqualTo(404);
        for (var other : List.of(
                appeal(shop, decision, APPEAL),
                appeal(hope, permitted, APPEAL),
                appeal(hope, "not-an-id", APPEAL),
                state(shop, decision),
                state(hope, unknown))) {
            assertThat(other.statusCode()).isEqualTo(404);
            assertThat(other.body()).isEqualTo(none.body());
        }
        assertThat(acts("appeal_file", decision)).isZero();
        assertThat(appeal(sandbox, decision, APPEAL).statusCode())
                .as("control: another key of the same organisation")
                .isEqualTo(201);
        var suspended = refused(closed);
        assertThat(appeal(closed, suspended, APPEAL).statusCode())
                .as("a suspended organisation can appeal")
                .isEqualTo(201);
    }

    @Test
    void whatIsNoAppealIsToldWhereItIsWrong() throws Exception {
        var decision = refused(hope);
        assertThat(appeal(hope, decision, "{}").body()).contains("/text");
        assertThat(appeal(hope, decision, "{\"text\":\"" + "x".repeat(4001) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(appeal(hope, decision, "{\"text\":\"a\",\"contact\":\"b\\nc\"}")
                        .body())
                .contains("/contact");
        assertThat(appeal(hope, decision, "{\"text\":\"\\u001b[31m\"}").statusCode())
                .isEqualTo(400);
        assertThat(appeal(hope, decision, "{\"text\":\"a\",\"more\":1}").statusCode())
                .isEqualTo(400);
        assertThat(appeal(hope, decision, "{\"text\":\"a\",\"text\":\"b\"}").statusCode())
                .isEqualTo(400);
        assertThat(acts("appeal_file", decision)).isZero();
        assertThat(appeal(hope, decision, "{\"text\":\"" + "x".repeat(4000) + "\"}")
                        .statusCode())
                .as("control")
                .isEqualTo(201);
    }

    @Test
    void manyAtOnceFileOneAppeal() throws Exception {
        var decision = refused(pd);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> filing = () -> appeal(pd, decision, APPEAL).statusCode();
            var all = threads.invokeAll(java.util.Collections.nCopies(8, filing));
            for (var one : all) {
                assertThat(one.get()).isIn(200, 201);
            }
        }
        assertThat(acts("appeal_file", decision)).isOne();
    }

    /** The controls: before the change the text is shown, and after an erasure it is hidden, not tampered. */
    @Test
    void aStoredTextThatWasChangedIsShownAsTampered() throws Exception {
        var decision = refused(shop);
        assertThat(appeal(shop, decision, APPEAL).statusCode()).isEqualTo(201);
        assertThat(run("appeal", "show", decision).expect(0).out()).contains("parents");
        change("UPDATE salt SET value = 'We give up.' WHERE field = 'stated_reason' AND value LIKE 'We hold%' AND"
                + " record = (SELECT max(record) FROM salt WHERE field = 'stated_reason' AND value LIKE 'We"
                + " hold%')");
        var shown = run("appeal", "show", decision).expect(5).out();
        assertThat(shown).contains("TAMPERED").doesNotContain("We give up.");
        assertThat(run("ledger", "show", decision).expect(5).out())
                .contains("TAMPERED")
                .doesNotContain("We give up.");
    }

    private static void change(String sql) throws Exception {
        try (var salts = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("salts.db"));
                var statement = salts.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }
}
