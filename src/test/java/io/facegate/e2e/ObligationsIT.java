package io.facegate.e2e;

import static io.facegate.e2e.JavaSdkIT.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.FakeVendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;
import software.amazon.awssdk.services.rekognition.model.Attribute;
import software.amazon.awssdk.services.rekognition.model.CompareFacesResponse;

/** What policies ask in return, as an unmodified SDK meets it: on the embedded engine, and in front of a cloud. */
class ObligationsIT {
    private static final String PACK = """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: all, effect: permit, match: {organisation: nonprofit}}
              - id: strict
                effect: oblige
                match: {organisation_id: hope}
                obligations: {min_similarity: 0.99, redact: [analyze], lead_only: true}
                citation: {ref: A house rule, checked: 2026-11-24}
              - id: two-people
                effect: oblige
                match: {organisation_id: beacon}
                obligations: {reviewers: 2}
                citation: {ref: A house rule, checked: 2026-11-24}
              - id: forgetful
                effect: oblige
                match: {organisation_id: brief, capability: enroll}
                obligations: {retention: {templates: P0D}}
                citation: {ref: A house rule, checked: 2026-11-24}
            """;

    @TempDir
    private static Path folder;

    private static Path policies;
    private static Cast here;
    private static Gateway.Key brief;
    private static Gateway local;
    private static FakeVendor vendor;
    private static Cast there;
    private static Gateway cloud;

    @BeforeAll
    static void start() throws IOException {
        policies = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(policies.resolve("house.yaml"), PACK);
        here = Cast.register(folder.resolve("local"));
        brief = Cast.add(folder.resolve("local"), "brief", "nonprofit.child_protection", "missing_child");
        local = Gateway.start(folder.resolve("local"), "--policies", policies.toString());
        vendor = FakeVendor.start();
        there = Cast.register(folder.resolve("cloud"));
        cloud = Gateways.inFrontOf(vendor.url(), folder.resolve("cloud"), "--policies", policies.toString());
    }

    @AfterAll
    static void stop() {
        cloud.close();
        vendor.close();
        local.close();
    }

    @Test
    void theEngineIsHeldToTheLeastSimilarityAndAskedForNoTraits() {
        var sdk = new Sdk(local.calls());
        try (var hope = sdk.client(here.hope());
                var shop = sdk.client(here.shop())) {
            var compared = compare(hope);
            assertThat(compared.faceMatches()).isEmpty();
            assertThat(compared.unmatchedFaces()).hasSize(1);
            assertThat(compared.sdkHttpResponse().firstMatchingHeader("Facegate-Label"))
                    .contains("lead-only");
            // The engine infers no traits and says so; with all of them redacted there is nothing left to say it of.
            var detected =
                    hope.detectFaces(call -> call.image(image(Photos.ONE)).attributes(Attribute.ALL));
            assertThat(detected.faceDetails()).hasSize(1);
            var record = local.show(sdk.lastDecision()).getFirst();
            assertThat(record.at("/obligations/redact/0").asText()).isEqualTo("analyze");
            assertThat(record.get("capabilities").toString()).contains("analyze.age");
            assertThatThrownBy(() -> compare(shop)).isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void theCloudsAnswerIsHeldToItToo() {
        vendor.answers(FakeVendor.Answer.of(200, """
                {"SourceImageFace":{"Confidence":99.9},"FaceMatches":[\
                {"Similarity":99.2,"Face":{"Confidence":99.1,"Emotions":[{"Type":"SAD","Confidence":70.0}]}},\
                {"Similarity":98.9,"Face":{"Confidence":99.2}}],"UnmatchedFaces":[]}"""));
        var sdk = new Sdk(cloud.calls());
        int before = vendor.seen().size();
        try (var hope = sdk.client(there.hope())) {
            var compared = compare(hope);
            assertThat(compared.faceMatches()).singleElement().satisfies(match -> {
                assertThat(match.similarity()).isEqualTo(99.2f);
                assertThat(match.face().hasEmotions()).isFalse();
            });
            assertThat(compared.unmatchedFaces()).hasSize(1);
            assertThat(vendor.seen().get(before).text()).contains("\"SimilarityThreshold\":99.0");
            assertThatThrownBy(() -> hope.getCelebrityInfo(call -> call.id("3Ir0du6")))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("(obligation_unenforceable)")
                    .hasMessageContaining("min_similarity of house/strict");
            assertThat(vendor.seen()).hasSize(before + 1);
        }
    }

    @Test
    void twoPeopleApproveWhatIsThenReleased() {
        vendor.answers(FakeVendor.Answer.of(200, """
                {"FaceMatches":[{"Similarity":97.5,"Face":{"Confidence":99.1}}],"UnmatchedFaces":[]}"""));
        int before = vendor.seen().size();
        var sdk = new Sdk(cloud.calls());
        try (var beacon = sdk.client(there.beacon())) {
            var held = catchThrowableOfType(AccessDeniedException.class, () -> compare(beacon));
            var review = sdk.lastDecision();
            assertThat(held.awsErrorDetails().errorMessage()).contains("(needs_review)", review);
            assertThat(vendor.seen()).hasSize(before + 1);

            for (var person : List.of("r.doe", "r.roe")) {
                onCloud("reviewer", "add", "--org", "beacon", "--id", person).expect(0);
            }
            var shown = onCloud("review", "show", review, "--json").expect(0).json();
            assertThat(shown.get("state").asText()).isEqualTo("pending");
            assertThat(shown.get("results").asInt()).isEqualTo(1);
            assertThat(shown.get("similarities").get(0).asDouble()).isEqualTo(0.975);
            onCloud("review", "approve", review, "--by", "r.doe").expect(0);
            onCloud("review", "approve", review, "--by", "r.doe").expect(2);
            onCloud("review", "approve", review, "--by", "hope").expect(2);
            assertThatThrownBy(() -> compare(beacon)).hasMessageContaining("1 has so far");
            onCloud("review", "approve", review, "--by", "r.roe").expect(0);

            var released = compare(beacon);
            assertThat(released.faceMatches().getFirst().similarity()).isEqualTo(97.5f);
            assertThat(vendor.seen()).hasSize(before + 1);
            cloud.settledRecords();
            var record = cloud.show(sdk.lastDecision());
            assertThat(record.getFirst().get("review").asText()).isEqualTo(review);
            assertThat(record.getLast().get("status").asText()).isEqualTo("released");
            assertThat(cloud.records())
                    .filteredOn(act -> act.path("act").asText().equals("review_approve"))
                    .hasSize(2)
                    .allSatisfy(act -> {
                        assertThat(act.path("subject").asText()).isEqualTo(review);
                        assertThat(act.path("person").asText()).hasSize(64).doesNotContain("roe");
                    });
        }
    }

    @Test
    void onTheNeutralWireTooAnAnswerWaitsForItsOwnPicturesOnly() throws Exception {
        var neutral = Neutral.of(local);
        assertThat(held(neutral, Photos.SAME)).isEqualTo(held(neutral, Photos.SAME));
        assertThat(held(neutral, Photos.GROUP)).isNotEqualTo(held(neutral, Photos.SAME));
    }

    /** The decision whose answer waits. */
    private static String held(Neutral neutral, Path target) {
        var two = "{\"source\":" + Neutral.image(Photos.ONE) + ",\"target\":" + Neutral.image(target) + "}";
        var detail = neutral.send(here.beacon(), "POST", "verify", two)
                .problem(403, "refused")
                .json()
                .path("detail")
                .asText();
        assertThat(detail).contains("needs_review");
        var id = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}").matcher(detail);
        assertThat(id.find()).as(detail).isTrue();
        return id.group();
    }

    @Test
    void aTemplateIsKeptNoLongerThanItMayBe() {
        var sdk = new Sdk(local.calls());
        try (var client = sdk.client(brief)) {
            client.createCollection(call -> call.collectionId("missing"));
            assertThat(client.indexFaces(call -> call.collectionId("missing").image(image(Photos.ONE)))
                            .faceRecords())
                    .hasSize(1);
            assertThat(client.searchFacesByImage(
                                    call -> call.collectionId("missing").image(image(Photos.ONE)))
                            .faceMatches())
                    .isEmpty();
            assertThat(client.describeCollection(call -> call.collectionId("missing"))
                            .faceCount())
                    .isZero();
        }
    }

    private static CompareFacesResponse compare(RekognitionClient client) {
        return client.compareFaces(call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME)));
    }

    private static Gateway.Result onCloud(String... words) {
        var all = new java.util.ArrayList<>(List.of(words));
        all.addAll(List.of("--data", cloud.data().toString()));
        return Gateway.run(all.toArray(String[]::new));
    }
}
