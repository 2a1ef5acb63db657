package io.facegate.http.authzen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.RequestPayload;
import io.facegate.gateway.Gateway;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.QuotaSet;
import io.facegate.identity.ApiKeyVerifier;
import io.facegate.identity.Authenticator;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Credential;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.TokenVerifier;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.Quota;
import io.facegate.testkit.OneOrganisation;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes of AuthZEN 1.0, asked of real policies by a real key, as a conformance suite asks them. */
class AuthzenHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String ID = "FGAKAUTHZENTEST00001";
    private static final String KEY = ApiKeyVerifier.format(ID, "s".repeat(40));
    private static final String POLICY = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - id: all
            effect: permit
            match: {purpose: [missing_child]}
          - id: no-search
            effect: refuse
            match: {capability: [identify]}
            reason: {code: moratorium, text: "Nobody is searched for."}
            citation: {ref: "A test", checked: 2026-11-01}
            appeal: Ask us.
          - id: with-care
            effect: oblige
            match: {capability: [verify, analyze]}
            citation: {ref: "A test", checked: 2026-11-01}
            obligations:
              min_similarity: 0.99
              redact: [analyze.emotion, analyze.age]
              max_results: 5
              lead_only: true
              reviewers: 2
              authorisation: PT24H
              notices: [sign_at_entrance]
              duties: [no_sole_basis]
              retention: {pictures: P0D, templates: P30D, records: P3Y}
          - id: no-streams
            effect: refuse
            match: {reference: [stream]}
            reason: {code: no_streams, text: "No streams."}
            citation: {ref: "A test", checked: 2026-11-01}
            appeal: Ask us.
        """;
    private static final String SUBJECT = "\"subject\":{\"type\":\"organisation\",\"id\":\"hope\"}";
    private static final String RESOURCE = "\"resource\":{\"type\":\"face_api\",\"id\":\"rekognition\"}";
    private static final String LIST = "\"action\":{\"name\":\"ListFaces\"}";
    private static final String SEARCH = "\"action\":{\"name\":\"SearchFaces\"}";
    private static final String PERMITTED = "{" + SUBJECT + "," + LIST + "," + RESOURCE + "}";
    private static final String REFUSED = "{" + SUBJECT + "," + SEARCH + "," + RESOURCE + "}";

    @TempDir
    private Path data;

    private final CallLimiter limiter = CallLimiter.unlimited();
    private Ledger ledger;
    private AuthzenHandler wire;

    @BeforeEach
    void open() {
        ledger = Ledger.open(data, Sample.SETTINGS);
        wire = wire(false);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aPermitIsTrueWithTheIdOfItsRecord() throws IOException {
        var answer = ask(PERMITTED);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        var json = json(answer);
        assertThat(json.path("decision").booleanValue()).isTrue();
        assertThat(json.at("/context/id").asText()).isEqualTo(header(answer, "Facegate-Decision"));
        assertThat(json.fieldNames()).toIterable().containsExactly("decision", "context");
        ledger.close();
        assertThat(Records.of(data))
                .singleElement()
                .asString()
                .contains(
                        "\"kind\":\"EVALUATION\"",
                        "\"id\":\"" + json.at("/context/id").asText() + "\"",
                        "\"method\":\"api_key\"",
                        "\"operation\":\"ListFaces\"",
                        "\"capabilities\":[\"gallery_read\"]",
                        "\"rule\":\"a/all\"");
    }

    @Test
    void aRefusalIsFalseWithItsReasons() throws IOException {
        var answer = ask(REFUSED);
        assertThat(answer.status()).isEqualTo(200);
        var id = header(answer, "Facegate-Decision");
        assertThat(json(answer)).isEqualTo(tree("""
            {"decision": false, "context": {"id": "%s", "receipt": "%s", "code": "moratorium", "rule": "a/no-search",
             "reason_user": {"403": "Nobody is searched for."},
             "reason_admin": {"403": "Refused by rule a/no-search (moratorium): Nobody is searched for. Source: A test (checked 2026-11-01). Appeal: Ask us. Decision: %s."}}}\
            """.formatted(id, header(answer, "Facegate-Receipt"), id)));
        assertThat(header(answer, "Facegate-Receipt"))
                .matches("facegate\\.local/[0-9a-f]{16} " + id + " [A-Za-z0-9+/]{43}=");
    }

    @Test
    void propertiesContextAndUnknownKeysAreTaken() throws IOException {
        assertDecides(true, """
            {"subject": {"type": "organisation", "id": "hope", "properties": {"purpose": "missing_child", "department": "x"}},
             "action": {"name": "ListFaces", "properties": {"method": "GET"}},
             "resource": {"type": "face_api", "id": "rekognition", "properties": {"owner": "bob"}},
             "context": {"time": "2026-11-24T12:00:00Z", "ip": "192.0.2.1"},
             "foo": "bar", "futureField": {"nested": [true]}, "evaluations": [{}]}\
            """);
    }

    @Test
    void capabilitiesReferencesAndThresholdCount() throws IOException {
        var action = "\"action\":{\"name\":\"%s\",\"properties\":%s}";
        assertDecides(false, question(SUBJECT, action.formatted("ListFaces", "{\"capabilities\":[\"celebrity\"]}")));
        assertDecides(true, question(SUBJECT, action.formatted("CompareFaces", "{\"capabilities\":[\"verify\"]}")));
        assertDecides(
                false,
                question(
                        SUBJECT,
                        action.formatted("CompareFaces", "{\"capabilities\":[\"verify\",\"identify.retro\"]}")));
        assertDecides(false, question(SUBJECT, action.formatted("SearchFaces", "{\"capabilities\":[\"detect\"]}")));
        assertDecides(false, question(SUBJECT, action.formatted("ListFaces", "{\"references\":[\"stream\"]}")));
        assertDecides(true, question(SUBJECT, action.formatted("ListFaces", "{\"threshold\":0.99}")));
        ledger.close();
        assertThat(Records.of(data).getLast()).contains("\"threshold\":\"0.99\"");
    }

    @Test
    void whatAPermitAsksForIsAnObligationOfTheAnswer() throws IOException {
        var action = "\"action\":{\"name\":\"CompareFaces\",\"properties\":{\"capabilities\":[\"verify\"]}}";
        assertThat(json(ask(question(SUBJECT, action))).at("/context/obligations"))
                .isEqualTo(tree("""
                    [{"id": "min_similarity", "type": "custom", "properties": {"vendor": "facegate", "min_similarity": 0.99}},
                     {"id": "redact", "type": "custom", "properties": {"vendor": "facegate", "redact": ["analyze.age", "analyze.emotion"]}},
                     {"id": "max_results", "type": "custom", "properties": {"vendor": "facegate", "max_results": 5}},
                     {"id": "lead_only", "type": "custom", "properties": {"vendor": "facegate", "lead_only": true}},
                     {"id": "reviewers", "type": "custom", "properties": {"vendor": "facegate", "reviewers": 2}},
                     {"id": "authorisation", "type": "custom", "properties": {"vendor": "facegate", "authorisation": "PT24H"}},
                     {"id": "notices", "type": "custom", "properties": {"vendor": "facegate", "notices": ["sign_at_entrance"]}},
                     {"id": "duties", "type": "custom", "properties": {"vendor": "facegate", "duties": ["no_sole_basis"]}},
                     {"id": "retention", "type": "custom", "properties": {"vendor": "facegate",
                      "retention": {"pictures": "P0D", "templates": "P30D", "records": "P3Y"}}}]\
                    """));
    }

    @Test
    void anotherVendorsOperationIsJudgedByItsCapabilities() throws IOException {
        var azure = "\"resource\":{\"type\":\"face_api\",\"id\":\"azure_face\"}";
        var action = "\"action\":{\"name\":\"verify a face\",\"properties\":{\"capabilities\":[\"verify\"]}}";
        assertDecides(true, "{" + SUBJECT + "," + action + "," + azure + "}");
        assertDecides(false, "{" + SUBJECT + ",\"action\":{\"name\":\"find a face\"}," + azure + "}");
        ledger.close();
        assertThat(Records.of(data).getFirst()).contains("\"operation\":\"unreadable\"");
        assertThat(Records.of(data).getLast()).contains("\"code\":\"unknown_operation\"");
    }

    /** The same as of Rekognition: what hangs on content is no refusal, but a question that lacks something. */
    @ParameterizedTest
    @CsvSource({"azure_face,Detect", "azure_vision,Analyze", "google_vision,BatchAnnotateImages", "compreface,Recognize"
    })
    void anOperationOfAnyVendorWithoutCapabilitiesIsAnInvalidQuestion(String provider, String name) throws IOException {
        var resource = "\"resource\":{\"type\":\"face_api\",\"id\":\"" + provider + "\"}";
        assertRejected(
                400,
                "{" + SUBJECT + ",\"action\":{\"name\":\"" + name + "\"}," + resource + "}",
                "Name its capabilities");
        var stated = "\"action\":{\"name\":\"" + name + "\",\"properties\":{\"capabilities\":[\"verify\"]}}";
        ask("{" + SUBJECT + "," + stated + "," + resource + "}");
        ledger.close();
        assertThat(Records.of(data).getLast()).contains("\"verify\"");
        assertThat(Records.of(data).getLast()).contains(name.equals("Detect") ? "\"detect\"" : "\"verify\"");
    }

    @Test
    void anUnknownOperationIsRefused() throws IOException {
        assertDecides(false, question(SUBJECT, "\"action\":{\"name\":\"ReadMinds\"}"));
    }

    @Test
    void whatHangsOnTheContentMustBeSaid() {
        for (var name : List.of("CompareFaces", "DetectFaces", "IndexFaces")) {
            assertRejected(400, question(SUBJECT, "\"action\":{\"name\":\"" + name + "\"}"), "Name its capabilities");
        }
    }

    @Test
    void nobodyMayAskAboutSomebodyElse() {
        var other = "\"subject\":{\"type\":\"organisation\",\"id\":\"pd\"}";
        assertRejected(403, question(other, LIST), "may not ask");
        ledger.close();
        assertThat(Records.of(data)).isEmpty();
    }

    @Test
    void anotherPurposeThanTheDeclaredOneIsRefused() throws IOException {
        var subject =
                "\"subject\":{\"type\":\"organisation\",\"id\":\"hope\",\"properties\":{\"purpose\":\"tracking\"}}";
        assertThat(json(ask(question(subject, LIST))).at("/context/code").asText())
                .isEqualTo("purpose_conflict");
        assertRejected(400, question(subject.replace("\"tracking\"", "7"), LIST), "purpose");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "not json",
                "{\"subject\":{\"type\":\"organisation\",\"id\":\"hope\"},\"subject\":{}}",
                "{SUBJECT,RESOURCE}",
                "{SUBJECT,ACTION}",
                "{ACTION,RESOURCE}",
                "{\"subject\":\"hope\",ACTION,RESOURCE}",
                "{\"subject\":{\"id\":\"hope\"},ACTION,RESOURCE}",
                "{\"subject\":{\"type\":\"organisation\"},ACTION,RESOURCE}",
                "{\"subject\":{\"type\":\"user\",\"id\":\"hope\"},ACTION,RESOURCE}",
                "{\"subject\":{\"type\":\"organisation\",\"id\":7},ACTION,RESOURCE}",
                "{\"subject\":{\"type\":\"organisation\",\"id\":\"hope\",\"properties\":[]},ACTION,RESOURCE}",
                "{SUBJECT,\"action\":{},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":123},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"\"},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"X\",\"properties\":7},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"X\",\"properties\":{\"capabilities\":\"verify\"}},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"X\",\"properties\":{\"capabilities\":[7]}},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"X\",\"properties\":{\"capabilities\":[\"telepathy\"]}},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"X\",\"properties\":{\"references\":[\"moon\"]}},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"X\",\"properties\":{\"threshold\":\"1\"}},RESOURCE}",
                "{SUBJECT,\"action\":{\"name\":\"X\",\"properties\":{\"threshold\":80}},RESOURCE}",
                "{SUBJECT,ACTION,\"resource\":{\"id\":\"rekognition\"}}",
                "{SUBJECT,ACTION,\"resource\":{\"type\":\"face_api\"}}",
                "{SUBJECT,ACTION,\"resource\":{\"type\":\"record\",\"id\":\"rekognition\"}}",
                "{SUBJECT,ACTION,\"resource\":{\"type\":\"face_api\",\"id\":\"crystal_ball\"}}",
                "{SUBJECT,ACTION,RESOURCE,\"context\":\"now\"}"
            })
    void whatIsNoQuestionIsABadRequestAndNotRecorded(String pattern) {
        var body = pattern.replace("SUBJECT", SUBJECT).replace("ACTION", LIST).replace("RESOURCE", RESOURCE);
        assertRejected(400, body, "");
        assertThat(wire.handle(arrival(AuthzenHandler.EVALUATIONS, body, List.of(json(), bearer())))
                        .status())
                .isEqualTo(400);
        ledger.close();
        assertThat(Records.of(data)).isEmpty();
    }

    @Test
    void theContentTypeIsJson() {
        for (var type : List.of("text/plain", "application/x-amz-json-1.1", "application/jsonp")) {
            assertThat(ask(PERMITTED, Map.entry("Content-Type", type), bearer()).status())
                    .as(type)
                    .isEqualTo(400);
        }
        assertThat(ask(PERMITTED, bearer()).status()).isEqualTo(400);
        assertThat(ask(PERMITTED, Map.entry("content-type", "Application/Json;charset=UTF-8"), bearer())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theRequestIdComesBackWhateverTheAnswer() {
        var id = Map.entry("X-Request-ID", "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
        for (var body : List.of(PERMITTED, REFUSED, "{}")) {
            assertThat(header(ask(body, json(), bearer(), id), "X-Request-ID")).isEqualTo(id.getValue());
        }
        assertThat(header(ask(PERMITTED, json(), id), "X-Request-ID")).isEqualTo(id.getValue());
        assertThat(header(ask(PERMITTED, json(), bearer()), "X-Request-ID")).isNull();
    }

    @Test
    void onlyWhoIsKnownIsHeard() {
        var stranger = ask(PERMITTED, json());
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(header(stranger, "WWW-Authenticate")).startsWith("Bearer");
        assertThat(ask("not json", json(), Map.entry("Authorization", "Bearer fgk_nonsense"))
                        .status())
                .isEqualTo(401);
        assertThat(ask(PERMITTED, json(), bearer(), bearer()).status()).isEqualTo(401);
        assertThat(ask(PERMITTED, json(), Map.entry("X-Api-Key", KEY)).status()).isEqualTo(200);
        var open = new Credential.Request(
                "POST", AuthzenHandler.EVALUATION, "", List.of(json(), bearer()), "192.0.2.0/24", false);
        assertThat(wire.handle(new HttpCall(open, new RequestPayload(PERMITTED.getBytes(StandardCharsets.UTF_8)), NOW))
                        .status())
                .as("a token in the clear")
                .isEqualTo(401);
    }

    @Test
    void aBodyIsBounded() {
        assertThat(ask(PERMITTED.replace("}", "}" + " ".repeat(64 * 1024)), json(), bearer())
                        .status())
                .isEqualTo(413);
        assertThat(wire.rejection(new Fault.TooLarge("")).status()).isEqualTo(413);
        assertThat(wire.rejection(new Fault.Overloaded("full")).status()).isEqualTo(503);
    }

    @Test
    void withoutALedgerThereIsNoAnswer() {
        ledger.close();
        assertThat(ask(PERMITTED).status()).isEqualTo(503);
    }

    @Test
    void twoGatewaysThatAskOneAnotherComeToAnEnd() throws IOException {
        var fromGateway = PERMITTED.replace("{\"subject\"", "{\"context\":{\"gateway\":\"facegate\"},\"subject\"");
        assertDecides(true, fromGateway);
        wire = wire(true);
        assertRejected(400, fromGateway, "cannot be one for another gateway");
        assertDecides(true, PERMITTED);
    }

    @Test
    void severalAreAnsweredInTheirOrder() throws IOException {
        var json = several("{" + SUBJECT + "," + RESOURCE + ",\"evaluations\":[{" + LIST + "},{" + SEARCH + "},{}, 7,{"
                + LIST + ",\"subject\":{\"type\":\"organisation\",\"id\":\"pd\"}}]}");
        assertThat(json.has("decision")).isFalse();
        assertThat(json.path("evaluations").findValuesAsText("decision"))
                .containsExactly("true", "false", "false", "false", "false");
        assertThat(json.at("/evaluations/1/context/rule").asText()).isEqualTo("a/no-search");
        assertThat(json.at("/evaluations/2/context/error"))
                .isEqualTo(tree("{\"status\":400,\"message\":\"action is missing.\"}"));
        assertThat(json.at("/evaluations/3/context/error/status").asInt()).isEqualTo(400);
        assertThat(json.at("/evaluations/4/context/error/status").asInt()).isEqualTo(403);
        ledger.close();
        assertThat(Records.of(data)).hasSize(2);
    }

    @Test
    void anEntityOfAnEvaluationReplacesTheDefaultWhole() throws IOException {
        var json = several("{" + SUBJECT + "," + RESOURCE
                + ",\"action\":{\"name\":\"ListFaces\",\"properties\":{\"references\":[\"stream\"]}},"
                + "\"evaluations\":[{},{" + LIST + "}]}");
        assertThat(json.path("evaluations").findValuesAsText("decision")).containsExactly("false", "true");
    }

    @Test
    void eachSemanticStopsWhereItShould() throws IOException {
        var body = "{" + SUBJECT + "," + RESOURCE + ",\"options\":{\"evaluations_semantic\":\"%s\",\"other\":1},"
                + "\"evaluations\":[{" + LIST + "},{" + SEARCH + "},{" + LIST + "}]}";
        assertThat(decisions(several(body.formatted("execute_all")))).containsExactly("true", "false", "true");
        assertThat(decisions(several(body.formatted("deny_on_first_deny")))).containsExactly("true", "false");
        assertThat(decisions(several(body.formatted("permit_on_first_permit")))).containsExactly("true");
        assertThat(severally(body.formatted("guess")).status()).isEqualTo(400);
    }

    @Test
    void withoutEvaluationsItIsASingleQuestion() throws IOException {
        assertThat(several(PERMITTED).path("decision").booleanValue()).isTrue();
        assertThat(several(REFUSED.replace("}}", "},\"evaluations\":[]}"))
                        .path("decision")
                        .isBoolean())
                .isTrue();
    }

    @Test
    void evaluationsAreBounded() {
        var many = "{" + SUBJECT + "," + RESOURCE + "," + LIST + ",\"evaluations\":[" + "{},".repeat(32) + "{}]}";
        assertThat(severally(many).status()).isEqualTo(400);
        assertThat(severally(many.replace("[{},", "[")).status()).isEqualTo(200);
        assertThat(severally("{\"evaluations\":{}}").status()).isEqualTo(400);
    }

    @Test
    void eachQuestionOfABatchCountsInTheCallersRate() throws IOException {
        limiter.use(new QuotaSet(List.of(new Quota(
                "pace",
                new Quota.Scope(Quota.EACH, null, null, null),
                new Quota.Rate(0.001, 3),
                OptionalLong.empty(),
                OptionalLong.empty()))));
        var json = several("{" + SUBJECT + "," + RESOURCE + "," + LIST + ",\"evaluations\":[{},{},{},{},{}]}");
        assertThat(decisions(json)).containsExactly("true", "true", "true", "false", "false");
        assertThat(json.at("/evaluations/3/context/error/status").asInt()).isEqualTo(429);
        assertThat(ask(PERMITTED).status()).isEqualTo(429);
        ledger.close();
        assertThat(Records.of(data)).hasSize(3);
    }

    private void assertDecides(boolean decision, String body) throws IOException {
        var answer = ask(body);
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(json(answer).path("decision").isBoolean()).isTrue();
        assertThat(json(answer).path("decision").booleanValue()).as(body).isEqualTo(decision);
    }

    private void assertRejected(int status, String body, String sentence) {
        var answer = ask(body);
        assertThat(answer.status()).as(body).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("text/plain");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isNotEmpty()
                .contains(sentence);
    }

    private static List<String> decisions(JsonNode json) {
        return json.path("evaluations").findValuesAsText("decision");
    }

    private static String question(String subject, String action) {
        return "{" + subject + "," + action + "," + RESOURCE + "}";
    }

    private HttpAnswer ask(String body) {
        return ask(body, json(), bearer());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private HttpAnswer ask(String body, Map.Entry<String, String>... headers) {
        return wire.handle(arrival(AuthzenHandler.EVALUATION, body, Arrays.asList(headers)));
    }

    private HttpAnswer severally(String body) {
        return wire.handle(arrival(AuthzenHandler.EVALUATIONS, body, List.of(json(), bearer())));
    }

    private JsonNode several(String body) throws IOException {
        var answer = severally(body);
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return json(answer);
    }

    private static HttpCall arrival(String path, String body, List<Map.Entry<String, String>> headers) {
        var head = new Credential.Request("POST", path, "", headers, "192.0.2.0/24", true);
        return new HttpCall(head, new RequestPayload(body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    private static Map.Entry<String, String> json() {
        return Map.entry("Content-Type", "application/json");
    }

    private static Map.Entry<String, String> bearer() {
        return Map.entry("Authorization", "Bearer " + KEY);
    }

    private static String header(HttpAnswer answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static JsonNode json(HttpAnswer answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode tree(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }

    private AuthzenHandler wire(boolean asksOthers) {
        var policies = PolicyEngine.of(PolicyReader.read(Map.of("a.yaml", POLICY.getBytes(StandardCharsets.UTF_8))));
        var identity = new Authenticator(directory(), TokenVerifier.trustingNoIssuer(), "rekognition");
        var gate = new Gateway(identity, () -> policies, ledger, new Nobody(), (by, picture) -> {
                    throw new Fault.ProviderDown("no detector here");
                })
                .withLimiter(limiter);
        return new AuthzenHandler(
                gate, Set.of("rekognition", "azure_face", "azure_vision", "google_vision", "compreface"), asksOthers);
    }

    private static IdentityDirectory directory() {
        var hope = TestOrganisation.of("hope", "nonprofit.child_protection")
                .named("Hope")
                .in("US-OR")
                .purposes("missing_child")
                .build();
        var key = new CallerKey(ID, "hope", List.of(), null, null, new byte[40], ApiKeyVerifier.hash(KEY));
        return new OneOrganisation(hope, key, List.of());
    }

    /** A provider that nobody may ask anything. */
    private static final class Nobody implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            throw new AssertionError("a question asked the provider");
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new AssertionError("a question was sent");
        }
    }
}
