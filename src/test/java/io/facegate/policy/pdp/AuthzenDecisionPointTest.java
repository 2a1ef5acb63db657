package io.facegate.policy.pdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.SelfSigned;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client, against a decision point that answers what a test tells it to. */
class AuthzenDecisionPointTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Decision.Permit PERMIT =
            new Decision.Permit("base/all", List.of("base/all", "base/more"), "5f".repeat(32));

    @TempDir
    private Path folder;

    private FakeVendor remote;

    @BeforeEach
    void start() throws IOException {
        remote = FakeVendor.start();
    }

    @AfterEach
    void stop() {
        remote.close();
    }

    @Test
    void aPlainTrueIsNoObjection() throws IOException {
        assertThat(asked(json("{\"decision\":true}"))).isEmpty();
        assertThat(asked(json("{\"decision\":true,\"context\":{\"obligations\":[]},\"new\":1}")))
                .isEmpty();
        assertThat(asked(Answer.of(200, "{\"decision\":true}").with("Content-Type", "Application/JSON; charset=utf-8")))
                .isEmpty();
    }

    @Test
    void asksInTheWordsOfAuthzenAndTellsNothingBiometric() throws IOException {
        asked(json("{\"decision\":true}"));
        var seen = remote.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/access/v1/evaluation");
        assertThat(seen.header("content-type")).isEqualTo("application/json");
        assertThat(seen.header("authorization")).isNull();
        assertThat(tree(seen.text())).isEqualTo(tree("""
            {"subject": {"type": "organisation", "id": "lab", "properties": {
               "organisation_type": "contractor", "chain": [{"id": "hope", "type": "nonprofit.child_protection"}],
               "jurisdictions": ["US-OR", "US-WA"], "purpose": "missing_child"}},
             "action": {"name": "SearchFacesByImage", "properties": {
               "capabilities": ["identify.live", "identify.retro"], "references": ["s3_object"], "threshold": 0.8}},
             "resource": {"type": "face_api", "id": "rekognition", "properties": {
               "gallery_source": ["consented", "custody_photos", "watchlist"]}},
             "context": {"time": "2026-11-24T12:00:00Z", "evidence": ["case_number", "warrant"],
               "policies": "%s", "gateway": "facegate"}}\
            """.formatted("5f".repeat(32))));
        assertThat(seen.text()).doesNotContain("suspects", "case-77", "Hope for Children", "FGAK1");
    }

    @Test
    void aFalseRefusesByTheBuiltInRule() throws IOException {
        var refuse = asked(json("""
            {"decision": false, "context": {"id": "0192-abc", "reason_admin": {"en": "policy C07"},
             "reason_user": {"403": "Not on\\u0000 \\u202eSundays.\\n  Ask again"}}}\
            """)).orElseThrow();
        assertThat(refuse.refusal().rule()).isEqualTo("facegate/pdp_refused");
        assertThat(refuse.refusal().code()).isEqualTo("pdp_refused");
        assertThat(refuse.refusal().reason())
                .isEqualTo("The external decision point refused this call. It says: Not on Sundays. Ask again");
        assertThat(refuse.clause()).isEqualTo("decision point: refused, its id 0192-abc");
        assertThat(refuse.matched()).isEqualTo(PERMIT.matched());
        assertThat(refuse.policies()).isEqualTo(PERMIT.policies());
    }

    @Test
    void whatTheCallerIsToldIsShort() throws IOException {
        var refuse = asked(json("{\"decision\":false,\"context\":{\"reason_user\":\"" + "é".repeat(9_000) + "\"}}"))
                .orElseThrow();
        assertThat(refuse.refusal().reason()).endsWith(" It says: " + "é".repeat(300));
        for (var said : List.of("{}", "[]", "7", "null", "{\"403\":{\"a\":\"b\"}}", "\"\\u0007\"")) {
            assertThat(asked(json("{\"decision\":false,\"context\":{\"reason_user\":" + said + "}}"))
                            .orElseThrow()
                            .refusal()
                            .reason())
                    .as(said)
                    .isEqualTo("The external decision point refused this call.");
        }
    }

    @Test
    void anObligationThatIsNotKnownRefuses() throws IOException {
        var refuse = asked(json("""
            {"decision": true, "context": {"obligations": [{"id": "o1", "type": "step-up", "properties": {}}]}}\
            """)).orElseThrow();
        assertThat(refuse.refusal().rule()).isEqualTo("facegate/pdp_refused");
        assertThat(refuse.clause()).isEqualTo("decision point: an obligation that is not known here");
    }

    @Test
    void whatIsNoAnswerOfTheSpecificationRefuses() throws IOException {
        for (var body : List.of(
                "",
                "true",
                "[]",
                "{}",
                "{\"decision\":\"true\"}",
                "{\"decision\":1}",
                "{\"decision\":null}",
                "{\"decision\":true} {\"decision\":true}",
                "{\"decision\":false,\"decision\":true}",
                "{\"decision\":true,\"context\":null}",
                "{\"decision\":true,\"context\":[]}",
                "{\"decision\":true,\"context\":{\"obligations\":{}}}",
                "{\"decision\":true,\"context\":{\"obligations\":null}}",
                "{\"evaluations\":[{\"decision\":true}]}",
                "{\"decision\":true,\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}",
                "{\"decision\":true",
                "{decision:true}",
                "<decision>true</decision>")) {
            assertUnavailable(asked(json(body)), body);
        }
        assertUnavailable(asked(Answer.of(200, "{\"decision\":true}").with("Content-Type", "text/html")), "text/html");
    }

    @Test
    void anyOtherStatusRefusesAndNoRedirectIsFollowed() throws IOException {
        for (int status : new int[] {201, 204, 301, 302, 307, 308, 400, 401, 403, 404, 429, 500, 503}) {
            var answer = Answer.of(status, status == 204 ? "" : "{\"decision\":true}")
                    .with("Content-Type", "application/json")
                    .with("Location", remote.url() + "/elsewhere");
            assertUnavailable(asked(answer), "status " + status);
        }
        assertThat(remote.seen()).allSatisfy(seen -> assertThat(seen.uri()).isEqualTo("/access/v1/evaluation"));
    }

    @Test
    void anAnswerThatIsTooLargeRefusesAndIsNotAskedForAgain() throws IOException {
        assertUnavailable(asked(json("{\"decision\":true,\"x\":\"" + "x".repeat(64 * 1024) + "\"}")), "large");
        assertThat(remote.seen()).hasSize(1);
    }

    @Test
    void aLateAnswerRefusesInTime() throws IOException {
        remote.answers(json("{\"decision\":true}").after(Duration.ofSeconds(5)));
        try (var point = point(Duration.ofMillis(150), null)) {
            var refuse = objection(point).orElseThrow();
            assertThat(refuse.clause()).isEqualTo("decision point: no answer within 150 ms");
        }
    }

    @Test
    void anAnswerThatStopsHalfwayRefusesInTime() throws Exception {
        try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    var guest = listening.accept();
                    guest.getOutputStream()
                            .write(
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"dec"
                                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            var address = URI.create("http://127.0.0.1:" + listening.getLocalPort());
            try (var point =
                    AuthzenDecisionPoint.create(new DecisionPointSettings(address, null, Duration.ofMillis(200)))) {
                assertThat(objection(point).orElseThrow().clause()).endsWith("no answer within 200 ms");
            }
        }
    }

    @Test
    void nobodyThereRefuses() throws IOException {
        try (var point = point(PATIENT, null)) {
            remote.close();
            assertUnavailable(objection(point), "closed");
        }
    }

    @Test
    void aFirstConnectionIsMadeBeforeAnybodyWaitsForIt() throws Exception {
        remote.answers(json("{\"decision\":true}"));
        try (var point = point(PATIENT, null).connect()) {
            Await.until(() -> !remote.seen().isEmpty());
            assertThat(remote.only().uri()).isEqualTo("/.well-known/authzen-configuration");
            assertThat(remote.only().method()).isEqualTo("GET");
            assertThat(objection(point)).isEmpty();
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsToldNothing() throws Exception {
        try (var disguised = FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1"));
                var point = AuthzenDecisionPoint.create(new DecisionPointSettings(disguised.url(), null, PATIENT))) {
            assertUnavailable(objection(point), "certificate");
            assertThat(disguised.seen()).isEmpty();
        }
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsReplacedOnce() throws IOException {
        remote.answers(json("{\"decision\":true}").cutAfter(0), json("{\"decision\":true}"));
        try (var point = point(PATIENT, null)) {
            assertThat(objection(point)).isEmpty();
        }
        remote.answers(json("{\"decision\":true}").cutAfter(0));
        try (var point = point(PATIENT, null)) {
            assertUnavailable(objection(point), "cut");
        }
    }

    @Test
    void noMoreThanSixtyFourAreAskedAtOnceAndTheRestWaitTheirTurn() throws Exception {
        remote.answers(json("{\"decision\":true}").after(Duration.ofMillis(300)));
        try (var point = point(PATIENT, null);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            var all = new ArrayList<Callable<Optional<Decision.Refuse>>>();
            for (int i = 0; i < 65; i++) {
                all.add(() -> objection(point));
            }
            for (var done : callers.invokeAll(all)) {
                assertThat(done.get()).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(599));
        }
    }

    @Test
    void anInterruptedCallIsRefusedAndStaysInterrupted() throws IOException {
        remote.answers(json("{\"decision\":true}").after(Duration.ofSeconds(2)));
        try (var point = point(PATIENT, null)) {
            Thread.currentThread().interrupt();
            assertUnavailable(objection(point), "interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void theTokenIsSentReadAgainWhenItChangesAndNeverPrinted() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "first-secret\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        remote.answers(json("{\"decision\":true}"));
        try (var point = point(PATIENT, file)) {
            assertThat(objection(point)).isEmpty();
            Files.writeString(file, "second-secret");
            assertThat(objection(point)).isEmpty();
            Files.delete(file);
            var refuse = objection(point).orElseThrow();
            assertThat(refuse.refusal().code()).isEqualTo("pdp_unavailable");
            assertThat(refuse + point.toString()).doesNotContain("secret");
        }
        assertThat(remote.seen().stream().map(seen -> seen.header("authorization")))
                .containsExactly("Bearer first-secret", "Bearer second-secret");
        assertThat(new BearerTokenFile(file).toString()).doesNotContain("secret");
    }

    @Test
    void aFileWithoutATokenIsSaidBeforeAnythingIsAsked() throws IOException {
        for (var text : List.of("", "two words", "line\nbreak", "über", "x".repeat(9_000))) {
            var file = Files.writeString(folder.resolve("token"), text);
            assertThatThrownBy(() -> point(PATIENT, file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + " must hold one token of visible ASCII characters");
        }
        assertThatThrownBy(() -> point(PATIENT, folder.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void onlyHttpsOrThisMachineIsAsked() {
        for (var fine : List.of(
                "https://pdp.example.com",
                "https://pdp.example.com:8443/tenant/",
                "http://127.0.0.1:9",
                "http://127.9.9.9",
                "http://[::1]:80",
                "http://localhost:8080")) {
            assertThat(DecisionPointSettings.problem(fine)).as(fine).isNull();
        }
        for (var wrong : List.of(
                "http://pdp.example.com",
                "http://10.0.0.1",
                "http://127.0.0.1.example.com",
                "http://[2001:db8::1]",
                "ftp://127.0.0.1",
                "https://user:pass@pdp.example.com",
                "https://pdp.example.com?a=b",
                "https://pdp.example.com#x",
                "https:///path",
                "pdp.example.com",
                "//pdp.example.com",
                "https://a b",
                "")) {
            assertThat(DecisionPointSettings.problem(wrong)).as(wrong).isNotNull();
        }
    }

    @Test
    void thePathOfTheAddressStaysInFront() {
        assertThat(new DecisionPointSettings(URI.create("https://a.example/tenant/"), null, PATIENT).evaluation())
                .hasToString("https://a.example/tenant/access/v1/evaluation");
        assertThat(new DecisionPointSettings(URI.create("https://a.example"), null, PATIENT).evaluation())
                .hasToString("https://a.example/access/v1/evaluation");
        assertThat(new DecisionPointSettings(URI.create("https://a.example:8443/tenant/"), null, PATIENT).metadata())
                .hasToString("https://a.example:8443/.well-known/authzen-configuration/tenant");
    }

    private static void assertUnavailable(Optional<Decision.Refuse> objection, String what) {
        assertThat(objection.orElseThrow().refusal().rule()).as(what).isEqualTo("facegate/pdp_unavailable");
        assertThat(objection.orElseThrow().clause()).as(what).startsWith("decision point: ");
    }

    private Optional<Decision.Refuse> asked(Answer answer) throws IOException {
        remote.answers(answer);
        try (var point = point(PATIENT, null)) {
            return objection(point);
        }
    }

    private AuthzenDecisionPoint point(Duration timeout, Path token) throws IOException {
        return AuthzenDecisionPoint.create(new DecisionPointSettings(remote.url(), token, timeout));
    }

    static Optional<Decision.Refuse> objection(DecisionPoint point) {
        return point.findObjection(caller(), call(), NOW, PERMIT);
    }

    private static Answer json(String body) {
        return Answer.of(200, body).with("Content-Type", "application/json");
    }

    private static JsonNode tree(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }

    private static Caller caller() {
        var hope = TestOrganisation.of("hope", "nonprofit.child_protection")
                .named("Hope for Children")
                .in("US-WA")
                .purposes("missing_child")
                .facts(Map.of("gallery_source", List.of("custody_photos", "consented")))
                .build();
        var lab = TestOrganisation.of("lab", "contractor")
                .named("Lab")
                .in("US-OR")
                .purposes("missing_child")
                .facts(Map.of("gallery_source", List.of("watchlist")))
                .build();
        var attested = new AttestedContext(
                Set.of("warrant", "case_number"),
                Map.of("gallery_source", List.of("consented"), "offence", List.of("murder")),
                "case-77");
        return TestCaller.of(lab)
                .actingFor(hope)
                .purpose("missing_child")
                .in("US-OR", "US-WA")
                .attested(attested)
                .by("sigv4", "FGAK1")
                .build();
    }

    private static FaceCall call() {
        var facts = FaceCall.Facts.of(Set.of(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE))
                .inGallery("suspects")
                .referringTo(Set.of(FaceCall.Reference.S3_OBJECT))
                .withThreshold(0.8);
        return new FaceCall(
                "rekognition", "SearchFacesByImage", facts, new NormalizedRequest.VendorSpecific(""), Map.of(), null);
    }
}
