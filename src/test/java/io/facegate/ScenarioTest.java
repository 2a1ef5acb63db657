package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.RequestPayload;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Authenticator;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Credential;
import io.facegate.identity.Evidence;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.TokenVerifier;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.tree.Rfc6962;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.HeldResponses;
import io.facegate.testkit.OneOrganisation;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Given, when, then, to the byte: the raw request, the raw reply, the exact records of the ledger, and what the vendor
 * saw. Only what is drawn at random or by the clock is named instead: the first id of a scenario is {@code <1>}, the hash
 * of its record {@code <leaf <1>>}.
 */
class ScenarioTest {
    /** A slow disk is another test's matter. */
    private static final LedgerSettings PATIENT =
            LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)).withLogName("log.example");

    private static final Path FOLDER = Path.of("src/test/resources/scenarios/rekognition");
    private static final Pattern DRAWN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static Vertx vertx;

    @TempDir
    private Path data;

    @BeforeAll
    static void start() {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    static Stream<String> scenarios() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void happensToTheByte(String file) throws Exception {
        var scenario =
                map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FOLDER.resolve(file))));
        var given = map(scenario.get("given"));
        var then = map(scenario.get("then"));
        try (var vendor = FakeVendor.start()) {
            if (given.get("vendor") != null) {
                var canned = map(given.get("vendor"));
                vendor.answers(FakeVendor.Answer.of((Integer) canned.get("status"), (String) canned.get("body")));
            }
            var names = new Names();
            var answer = pass(given, (String) scenario.get("when"), vendor);
            var reply = names.in(leaves(raw(answer)));
            var records = records().stream().map(names::in).toList();
            assertThat(reply).as("reply").isEqualTo(then.get("reply"));
            assertThat(records).as("ledger").isEqualTo(then.get("ledger"));
            assertThat(seen(vendor)).as("vendor").isEqualTo(then.get("vendor"));
            if (scenario.get("approved") != null) {
                afterApproval(scenario, names, vendor);
            }
        }
    }

    /** The same request again, once people approved the answer that is held: the vendor sees nothing more. */
    private void afterApproval(Map<String, Object> scenario, Names names, FakeVendor vendor) throws Exception {
        var given = map(scenario.get("given"));
        var again = map(scenario.get("again"));
        int before = records().size();
        try (var ledger = Ledger.open(data, PATIENT);
                var reviews = reviews(ledger)) {
            var now = Instant.parse((String) given.get("now"));
            var held = reviews.reviewService().all(now).getFirst();
            for (var reviewer : (List<?>) scenario.get("approved")) {
                reviews.reviewService()
                        .add((String) map(given.get("organisation")).get("id"), (String) reviewer, now);
                reviews.reviewService().approve(held.id(), (String) reviewer, now);
            }
        }
        var answer = pass(given, (String) scenario.get("when"), vendor);
        assertThat(names.in(leaves(raw(answer)))).as("reply").isEqualTo(again.get("reply"));
        assertThat(records().stream().skip(before).map(names::in).toList())
                .as("ledger")
                .isEqualTo(again.get("ledger"));
        assertThat(vendor.seen()).as("vendor").hasSize(1);
    }

    private HeldResponses reviews(Ledger ledger) {
        return HeldResponses.open(
                data,
                (act, subject, person) ->
                        ledger.recordAct(new Ledger.Administrative(act, subject, person, Instant.EPOCH)),
                HeldResponses.AGE);
    }

    private HttpAnswer pass(Map<String, Object> given, String request, FakeVendor vendor) throws IOException {
        var now = Instant.parse((String) given.get("now"));
        var cloud = new RekognitionSettings("us-east-1", vendor.url(), null, null, VendorLimits.defaults());
        try (var ledger = Ledger.open(data, PATIENT);
                var reviews = reviews(ledger);
                var provider = RekognitionProvider.create(vertx, cloud, new MemoryHandles(), FileFollower.ONCE)) {
            var policies = policies((String) given.get("policies"));
            var identity = new Authenticator(
                    directory(map(given.get("organisation"))), TokenVerifier.trustingNoIssuer(), "rekognition");
            var gate = new Gateway(identity, () -> policies, ledger, provider, (by, picture) -> {
                throw new Fault.ProviderDown("no detector here");
            });
            return new VendorCallHandler(gate.withReviewQueue(reviews), new RekognitionWire())
                    .handle(arrival(request, now));
        }
    }

    /** The shipped policies, or the one pack that the scenario brings. */
    private PolicyEngine policies(String pack) throws IOException {
        if (pack == null) {
            return PolicyEngine.load(Path.of("policies"));
        }
        var folder = Files.createDirectories(data.resolve("policies"));
        Files.writeString(folder.resolve("house.yaml"), pack);
        return PolicyEngine.load(folder);
    }

    private static IdentityDirectory directory(Map<String, Object> organisation) {
        var id = (String) organisation.get("id");
        var known = TestOrganisation.of(id, (String) organisation.get("type"))
                .in("US-OR")
                .purposes((String) organisation.get("purpose"))
                .build();
        var secret = ((String) organisation.get("secret")).getBytes(StandardCharsets.UTF_8);
        var key = new CallerKey((String) organisation.get("key"), id, List.of(), null, null, secret, new byte[32]);
        var matter = (String) organisation.get("case");
        return new OneOrganisation(
                known,
                key,
                matter == null ? List.of() : List.of(new Evidence("e-1", id, "warrant", matter, null, null, Map.of())));
    }

    private static HttpCall arrival(String request, Instant now) {
        var parts = request.split("\n\n", 2);
        var lines = parts[0].split("\n");
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (int line = 1; line < lines.length; line++) {
            var header = lines[line].split(": ", 2);
            headers.add(Map.entry(header[0], header[1]));
        }
        var head = new Credential.Request("POST", "/", "", headers, "192.0.2.0/24", true);
        return new HttpCall(head, new RequestPayload(parts[1].getBytes(StandardCharsets.UTF_8)), now);
    }

    private static String raw(HttpAnswer answer) {
        var headers = answer.headers().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        return "HTTP/1.1 " + answer.status() + "\n" + headers + "\n\n"
                + new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** Names the hash of each record by the record's id. */
    private String leaves(String text) {
        var named = text;
        for (var record : records()) {
            var leaf = new Rfc6962().leaf(record.getBytes(StandardCharsets.UTF_8));
            var id = record.replaceFirst(".*\"id\":\"(" + DRAWN + ")\".*", "$1");
            named = named.replace(Base64.getEncoder().encodeToString(leaf), "<leaf " + id + '>');
        }
        return named;
    }

    private List<String> records() {
        try (var archive = RecordSearch.open(data)) {
            var all = archive.find(RecordQuery.matchAll(100));
            return all.reversed().stream()
                    .map(entry -> new String(entry.json(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private static Object seen(FakeVendor vendor) {
        if (vendor.seen().isEmpty()) {
            return "nothing";
        }
        return vendor.only().header("x-amz-target") + "\n" + vendor.only().text();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** Names what is drawn at random by the order in which it appears, and hides what the clock says. */
    private static final class Names {
        private final Map<String, String> drawn = new LinkedHashMap<>();

        String in(String text) {
            var named = DRAWN.matcher(text)
                    .replaceAll(found -> drawn.computeIfAbsent(found.group(), id -> "<" + (drawn.size() + 1) + ">"));
            return named.replaceAll("\"micros\":\\d+", "\"micros\":<micros>")
                    .replaceAll("\"policies\":\"[0-9a-f]{64}\"", "\"policies\":\"<digest>\"")
                    .replaceAll("\"(case|gallery|person)\":\"[0-9a-f]{64}\"", "\"$1\":\"<commitment>\"")
                    .replaceAll("\"time\":\"(?!2026-11-24T12:00:00)[^\"]*\"", "\"time\":\"<clock>\"");
        }
    }
}
