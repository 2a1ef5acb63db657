package io.facegate.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.AwsModel;
import io.facegate.FakeRekognition;
import io.facegate.Stage;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.console.ListQueries;
import io.facegate.http.VendorCallHandler;
import io.facegate.http.authzen.AuthzenHandler;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.VendorWire;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts of one vendor behind one gateway: who answers, what policies see, and whose resources they are. */
class AccountsWireTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String PICTURE = Base64.getEncoder().encodeToString(Stage.PIXELS);
    private static final String DETECT = "{\"Image\":{\"Bytes\":\"" + PICTURE + "\"}}";
    private static final String BOTH = "routes: [{organisations: [hope], providers: [rekognition/eu]},"
            + " {organisations: [beacon], providers: [rekognition/us, rekognition/eu]}]";
    private static final String EU_ONLY = """
          - {id: all, effect: permit, match: {provider: rekognition}}
          - id: eu-only
            effect: refuse
            match: {organisation_id: hope}
            unless: [{processed_in: EU}]
            reason: {code: outside_the_eu, text: Pictures of hope stay in the European Union.}
            citation: {ref: A house rule, checked: 2026-11-28}
        """;

    @TempDir
    private Path folder;

    private Vertx vertx;
    private FakeRekognition eu;
    private FakeRekognition us;
    private Ledger ledger;
    private OwnedResources owners;
    private PolicyEngine policies;

    @BeforeEach
    void open() throws Exception {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        vertx = Vertx.vertx();
        eu = FakeRekognition.start(AwsModel.load());
        us = FakeRekognition.start(AwsModel.load());
        ledger = Stage.ledger(folder);
        owners = OwnedResources.open(folder, InstantSource.system());
        policies = PolicyEngine.load(Stage.house(folder.resolve("policies"), EU_ONLY));
    }

    @AfterEach
    void close() throws Exception {
        owners.close();
        ledger.close();
        eu.close();
        us.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void theRoutesChooseTheAccountAndItsPlaceIsJudged() throws Exception {
        var wire = wire(new RekognitionWire(), BOTH);

        assertThat(call(wire, "hope", "DetectFaces", DETECT).status()).isEqualTo(200);
        assertThat(eu.seen()).hasSize(1);
        assertThat(us.seen()).isEmpty();
        var record = decision();
        assertThat(record.get("account").asText()).isEqualTo("eu");
        assertThat(record.get("provider").asText()).isEqualTo("rekognition");
        assertThat(record.get("facts").toString()).isEqualTo("[\"processed_in=IE\"]");

        assertThat(call(wire, "beacon", "DetectFaces", DETECT).status()).isEqualTo(200);
        assertThat(us.seen()).hasSize(1);
        assertThat(decision().get("account").asText()).isEqualTo("us");

        assertThat(Stage.text(call(wire, "third", "DetectFaces", DETECT)))
                .as("no route, and no account is the default one")
                .contains("(no_provider)");
        assertThat(decision().has("account")).isFalse();
    }

    @Test
    void picturesThatMustStayInTheEuAreRefusedWhereOnlyTheOtherAccountIsThere() throws Exception {
        var wire = wire(new RekognitionWire(), "routes: [{providers: [rekognition/us]}]");

        var refused = call(wire, "hope", "DetectFaces", DETECT);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(us.seen()).isEmpty();
        var record = decision();
        assertThat(record.get("verdict").asText()).isEqualTo("refuse");
        assertThat(record.get("rule").asText()).isEqualTo("house/eu-only");
        assertThat(record.get("account").asText()).isEqualTo("us");
        assertThat(call(wire, "beacon", "DetectFaces", DETECT).status()).isEqualTo(200);
    }

    @Test
    void aSecondChoiceIsAnotherAccountAndJudgedAnew() throws Exception {
        eu.close();
        var wire = wire(
                new RekognitionWire(),
                "routes: [{organisations: [hope], providers: [rekognition/eu, rekognition/us]},"
                        + " {providers: [rekognition/eu, rekognition/us]}]");

        assertThat(call(wire, "beacon", "DetectFaces", DETECT).status()).isEqualTo(200);
        assertThat(us.seen()).hasSize(1);
        assertThat(call(wire, "hope", "DetectFaces", DETECT).status())
                .as("its pictures are not sent to the other account instead")
                .isEqualTo(500);
        assertThat(us.seen()).hasSize(1);
        assertThat(decision().get("rule").asText()).isEqualTo("house/eu-only");
    }

    @Test
    void aCollectionOfOneAccountIsNoCollectionOfAnother() throws Exception {
        var collection = "{\"CollectionId\":\"missing\"}";
        var search = "{\"CollectionId\":\"missing\",\"Image\":{\"Bytes\":\"" + PICTURE + "\"}}";
        var first = wire(new RekognitionWire(), "routes: [{providers: [rekognition/us]}]");
        assertThat(call(first, "beacon", "CreateCollection", collection).status())
                .isEqualTo(200);
        assertThat(us.kept("collection")).containsExactly("6.beacon.missing");

        var second = wire(new RekognitionWire(), "routes: [{providers: [rekognition/eu]}]");
        assertThat(Stage.text(call(second, "beacon", "SearchFacesByImage", search)))
                .contains("(gallery_not_owned)");
        assertThat(eu.seen()).isEmpty();
        assertThat(call(second, "beacon", "CreateCollection", collection).status())
                .as("the same id is another collection there")
                .isEqualTo(200);
        assertThat(call(second, "beacon", "DeleteCollection", collection).status())
                .isEqualTo(200);
        assertThat(eu.kept("collection")).isEmpty();
        assertThat(call(first, "beacon", "SearchFacesByImage", search).status())
                .as("the first one is as it was")
                .isEqualTo(200);
    }

    @Test
    void aGalleryOfTheNeutralApiStaysAtItsAccount() throws Exception {
        var gallery = "{\"gallery\":\"missing\"}";
        var first = wire(new NeutralWire(), "routes: [{providers: [rekognition/us]}]");
        assertThat(neutral(first, "POST /facegate/v1/galleries", gallery).status())
                .isEqualTo(201);
        var second = wire(new NeutralWire(), "routes: [{providers: [rekognition/eu]}]");

        assertThat(neutral(second, "GET /facegate/v1/galleries/missing/faces", "")
                        .status())
                .isEqualTo(200);

        assertThat(us.last().operation()).isEqualTo("ListFaces");
        assertThat(eu.seen()).isEmpty();
        assertThat(decision().get("account").asText()).isEqualTo("us");
        assertThat(Stage.text(neutral(second, "GET /facegate/v1/galleries?provider=rekognition", "")))
                .as("the provider is named, and the route chooses its account")
                .doesNotContain("missing");
        assertThat(eu.last().operation()).isEqualTo("ListCollections");
        assertThat(Stage.text(neutral(second, "GET /facegate/v1/galleries?provider=rekognition/us", "")))
                .contains("provider must be rekognition.");
    }

    /** As a call would be: by the first account of its route, and not by one that another vendor stands before. */
    @Test
    void aQuestionIsJudgedForTheAccountThatWouldAnswerTheCall() throws Exception {
        var question = """
            {"subject": {"type": "organisation", "id": "%s"}, "action": {"name": "ListFaces"},
             "resource": {"type": "face_api", "id": "rekognition"}}\
            """;
        var there =
                asking("routes: [{organisations: [hope], providers: [rekognition/eu]}, {providers: [rekognition/us]}]");
        assertThat(ask(there, "hope", question).path("decision").asBoolean()).isTrue();
        var record = newest("EVALUATION");
        assertThat(record.path("account").asText()).isEqualTo("eu");
        assertThat(record.path("facts").toString()).isEqualTo("[\"processed_in=IE\"]");

        var elsewhere = asking("routes: [{providers: [rekognition/us, rekognition/eu]}]");
        assertThat(ask(elsewhere, "hope", question).path("decision").asBoolean())
                .isFalse();
        assertThat(newest("EVALUATION").path("rule").asText()).isEqualTo("house/eu-only");
        assertThat(newest("EVALUATION").path("account").asText()).isEqualTo("us");
        assertThat(ask(elsewhere, "beacon", question).path("decision").asBoolean())
                .isTrue();

        var none = asking("routes: [{organisations: [beacon], providers: [rekognition/eu]}]");
        assertThat(ask(none, "hope", question).path("decision").asBoolean())
                .as("where it would be processed is not known")
                .isFalse();
        assertThat(newest("EVALUATION").has("account")).isFalse();
    }

    @Test
    void aSearchFindsWhatAnAccountAnswered() throws Exception {
        var wire = wire(new RekognitionWire(), BOTH);
        call(wire, "hope", "DetectFaces", DETECT);
        call(wire, "beacon", "DetectFaces", DETECT);
        call(wire, "third", "DetectFaces", DETECT);
        try (var archive = RecordSearch.open(folder)) {
            var words = new SearchWords(archive, Map::of, List::of);
            for (var account : List.of("eu", "us")) {
                var found = archive.find(ListQueries.of("/console/decisions?account=" + account, words));
                assertThat(found)
                        .singleElement()
                        .satisfies(entry -> assertThat(JSON.readTree(entry.json())
                                        .path("account")
                                        .asText())
                                .isEqualTo(account));
            }
            assertThat(words.recorded(SearchFacet.ACCOUNT)).containsExactlyInAnyOrder("eu", "us");
        }
    }

    private AuthzenHandler asking(String routes) throws IOException {
        return new AuthzenHandler(
                Stage.gate(policies, ledger, routing(routes), Stage::caller), Set.of("rekognition"), false);
    }

    private static JsonNode ask(AuthzenHandler handler, String who, String question) throws IOException {
        var answer = handler.handle(Stage.arrival(
                "POST " + AuthzenHandler.EVALUATION,
                question.formatted(who).getBytes(UTF_8),
                NOW,
                "X-Api-Key",
                who,
                "Content-Type",
                "application/json"));
        return JSON.readTree(answer.body());
    }

    private VendorCallHandler wire(VendorWire wire, String routes) throws IOException {
        return Stage.wire(wire, policies, ledger, routing(routes), Stage::caller);
    }

    private ProviderRouting routing(String routes) throws IOException {
        var accounts = Files.writeString(folder.resolve("accounts.yaml"), """
            accounts:
              - {name: eu, provider: rekognition, processed_in: [IE], region: eu-west-1, endpoint: "%s"}
              - {name: us, provider: rekognition, processed_in: [US-VA], region: us-east-1, endpoint: "%s"}
            """.formatted(eu.url(), us.url()));
        var rules = Files.writeString(folder.resolve("routes.yaml"), routes);
        var selection = ProviderSelection.parse("rekognition", rules).withAccounts(accounts);
        assertThat(selection.problem()).isNull();
        var vendor = new RegisteredVendors().find("rekognition").orElseThrow();
        var named = new LinkedHashMap<String, Provider>(new VendorAccounts(accounts)
                .opener(vendor)
                .open(vertx, owners, VendorLimits.defaults(), FileFollower.ONCE));
        return new ProviderRouting(named, null, selection.routes(FileFollower.ONCE));
    }

    private static HttpAnswer call(VendorCallHandler wire, String who, String operation, String body) {
        return wire.handle(Stage.arrival(
                "POST /",
                body.getBytes(UTF_8),
                NOW,
                "X-Api-Key",
                who,
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "RekognitionService." + operation));
    }

    private static HttpAnswer neutral(VendorCallHandler wire, String target, String body) {
        return wire.handle(Stage.arrival(
                target, body.getBytes(UTF_8), NOW, "X-Api-Key", "beacon", "Content-Type", "application/json"));
    }

    private JsonNode decision() throws IOException {
        return newest("DECISION");
    }

    private JsonNode newest(String kind) throws IOException {
        try (var archive = RecordSearch.open(folder)) {
            for (var entry : archive.find(RecordQuery.matchAll(10))) {
                var record = JSON.readTree(entry.json());
                if (record.path("kind").asText().equals(kind)) {
                    return record;
                }
            }
        }
        throw new AssertionError("There is no such record.");
    }
}
