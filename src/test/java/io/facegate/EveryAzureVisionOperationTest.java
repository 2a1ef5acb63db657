package io.facegate;

import static io.facegate.Stage.fields;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.MemoryHandles;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Ledger;
import io.facegate.policy.PolicyEngine;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.fetch.Web;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All operations of Azure AI Vision, with each thing that may be asked of them, through the whole gateway under Microsoft's
 * rules, and answered with every field of the table, asked for or not.
 */
class EveryAzureVisionOperationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What stays open to police. */
    private static final Set<Capability> OPEN = Set.of(Capability.NOT_FACE, Capability.ANALYZE_LABELS);

    /** What each field tells. */
    private static final Map<String, Set<Capability>> TELLS =
            VendorApi.AZURE_VISION.catalogue().fields().reveals();

    /** What may be asked, and what it is. */
    private static final Map<String, Set<Capability>> ASKED =
            rows(Path.of("src/test/resources/azure-vision-reference.tsv"));

    @TempDir
    private static Path data;

    private static final MemoryHandles HANDLES = new MemoryHandles();
    private static Vertx vertx;
    private static FakeVendor vendor;
    private static Ledger ledger;
    private static AzureProvider provider;
    private static VendorCallHandler plain;
    private static VendorCallHandler obliging;
    private int before;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, JSON.writeValueAsBytes(everything())));
        ledger = Stage.ledger(data);
        var resource = new AzureResource(
                AzureService.VISION, vendor.url(), AzureCredential.key("key"), null, null, VendorLimits.defaults());
        provider = new AzureProvider(vertx, resource, HANDLES);
        plain = wire("plain", "");
        obliging = wire("obliging", Stage.oblige("azure_vision", "redact: [analyze]"));
    }

    @AfterAll
    static void close() throws Exception {
        provider.close();
        ledger.close();
        vendor.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @BeforeEach
    void look() {
        before = vendor.seen().size();
    }

    static Stream<String> targets() {
        return ASKED.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isWhatTheTableSaysItIs(String target) {
        var call = new AzureVisionWire().read(arrival("rescue", target));

        assertThat(call.facts().capabilities()).isEqualTo(ASKED.get(target));
        assertThat(call.facts().capabilities())
                .containsAll(
                        VendorApi.AZURE_VISION.rest().byName(call.operation()).capabilities());
        assertThat(call.preconditionFailure()).isNull();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isForwardedAsItWasAskedAndToldNoMoreThanItAsked(String target) throws Exception {
        var answer = call(plain, "rescue", target);

        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        var seen = vendor.seen().getLast();
        assertThat(vendor.seen()).hasSize(before + 1);
        assertThat(seen.method() + ' ' + seen.uri().replace("%2C", ",")).isEqualTo(target.replace("%2C", ","));
        assertThat(seen.body()).isEqualTo(Stage.PIXELS);
        assertThat(fields(answer)).isEqualTo(told(ASKED.get(target)));
    }

    /** The model's other form of a picture. */
    @ParameterizedTest
    @MethodSource("targets")
    void aPictureAtAUrlIsForwardedAsItsBytes(String target) throws Exception {
        var folder = Files.createTempDirectory(data, "web");
        try (var web = Web.start(folder).serves("/a.png", Stage.PIXELS)) {
            var gate = Stage.gate(policies("fetching", ""), ledger, provider, EveryAzureVisionOperationTest::caller);
            var fetching = new VendorCallHandler(gate.withPictureFetcher(web.fetching(vertx)), new AzureVisionWire());
            var url = "{\"url\":\"https://" + Web.HOST + "/a.png\"}";
            var answer = fetching.handle(Stage.arrival(
                    target,
                    url.getBytes(UTF_8),
                    NOW,
                    "Ocp-Apim-Subscription-Key",
                    "rescue",
                    "Content-Type",
                    "application/json"));

            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(vendor.seen().getLast().body()).isEqualTo(Stage.PIXELS);
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isRefusedToPoliceInTheUnitedStatesWhereItLooksAtFaces(String target) {
        var answer = call(plain, "police", target);

        if (OPEN.containsAll(ASKED.get(target))) {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        } else {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(text(answer)).contains("AccessDenied", "microsoft-police-2020/us-police");
        }
        assertThat(vendor.seen().size() > before).isEqualTo(answer.status() == 200);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void needsMicrosoftsApprovalWhereItSaysWhoSomebodyIs(String target) {
        var answer = call(plain, "unapproved", target);

        if (ASKED.get(target).contains(Capability.CELEBRITY)) {
            assertThat(text(answer)).contains("AccessDenied", "approval_missing");
        } else {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        }
        assertThat(vendor.seen().size() > before).isEqualTo(answer.status() == 200);
    }

    /** Nothing is kept that somebody could own: what one asked, another may ask. */
    @ParameterizedTest
    @MethodSource("targets")
    void leavesNothingBehindThatSomebodyOwns(String target) {
        for (var who : List.of("rescue", "other")) {
            assertThat(call(plain, who, target).status()).isEqualTo(200);
        }
        assertThat(HANDLES.all()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatIsRedactedIsNeitherAskedNorTold(String target) throws Exception {
        var answer = call(obliging, "rescue", target);

        var left = new TreeSet<>(ASKED.get(target));
        left.removeIf(capability -> capability.isWithin(Capability.ANALYZE));
        if (answer.status() == 403) {
            assertThat(text(answer)).contains("redact");
            assertThat(vendor.seen()).hasSize(before);
            assertThat(left).isNotEqualTo(ASKED.get(target));
        } else {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(fields(answer)).isEqualTo(told(left));
            assertThat(vendor.seen().getLast().uri())
                    .doesNotContainPattern("[=,](caption|denseCaptions|[tT]ags|[oO]bjects|Categories|Description)");
        }
    }

    /** The control: the service tells everything, whatever it is asked. */
    @Test
    void theServiceItselfKeepsNothingBack() throws Exception {
        assertThat(fields(new HttpAnswer(200, List.of(), JSON.writeValueAsBytes(everything()))))
                .containsAll(TELLS.keySet())
                .contains("age", "gender", "celebrities", "faces", "unheardOf");
    }

    @Test
    void theTableHasEveryOperation() {
        var asked = ASKED.keySet().stream()
                .map(target ->
                        new AzureVisionWire().read(arrival("rescue", target)).operation())
                .collect(Collectors.toSet());
        assertThat(asked)
                .isEqualTo(VendorApi.AZURE_VISION.rest().all().stream()
                        .map(RestOperation::operation)
                        .collect(Collectors.toSet()))
                .hasSize(3);
    }

    private static Map<String, Set<Capability>> rows(Path table) {
        try {
            return Files.readAllLines(table).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toMap(
                            row -> row[0],
                            row -> Arrays.stream(row[1].split(","))
                                    .filter(code -> !code.equals("-"))
                                    .map(Capability::fromCode)
                                    .collect(Collectors.toSet()),
                            (one, other) -> one,
                            LinkedHashMap::new));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    /** Every field, and in it a result with every field. */
    private static Map<String, Object> everything() {
        var all = new LinkedHashMap<String, Object>();
        var inner = TELLS.keySet().stream().collect(Collectors.toMap(name -> name, name -> 1));
        TELLS.keySet().forEach(name -> all.put(name, List.of(inner)));
        all.put("unheardOf", List.of(inner));
        return all;
    }

    /** The fields that tell no more than that. */
    private static Set<String> told(Set<Capability> cleared) {
        return TELLS.entrySet().stream()
                .filter(field -> cleared.containsAll(field.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static HttpAnswer call(VendorCallHandler wire, String who, String target) {
        return wire.handle(arrival(who, target));
    }

    private static HttpCall arrival(String who, String target) {
        var type = "application/octet-stream";
        return Stage.arrival(target, Stage.PIXELS, NOW, "Ocp-Apim-Subscription-Key", who, "Content-Type", type);
    }

    private static VendorCallHandler wire(String name, String rules) throws IOException {
        return Stage.wire(
                new AzureVisionWire(), policies(name, rules), ledger, provider, EveryAzureVisionOperationTest::caller);
    }

    private static PolicyEngine policies(String name, String rules) throws IOException {
        var packs = new LinkedHashMap<String, String>();
        for (var pack : List.of("microsoft-police-2020.yaml", "microsoft-responsible-ai-2022.yaml")) {
            packs.put(pack, Stage.shipped(pack));
        }
        var all = "  - {id: all, effect: permit, match: {provider: azure_vision, purpose: missing_child}}\n" + rules;
        return Stage.policies(data.resolve(name), packs, all);
    }

    private static Caller caller(String id) {
        var evidence = id.equals("unapproved")
                ? Set.<String>of()
                : Set.of("approval.azure_vision.identify", "approval.azure_vision.analyze");
        var host = Set.of(Objects.requireNonNull(RegisteredResource.parse("url:https://" + Web.HOST)));
        return Stage.caller(id, host, new AttestedContext(evidence, Map.of(), null));
    }
}
