package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.http.VendorCallHandler;
import io.facegate.ledger.Ledger;
import io.facegate.policy.PolicyEngine;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One face is compared with many others, under a new id each time: these comparisons are counted together as those of
 * one picture.
 */
class FreshFaceIdsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Vertx VERTX = Vertx.vertx();

    /** Others with which a picture may be compared within an hour. */
    private static final int OTHERS = 10;

    @TempDir
    private Path folder;

    private VendorCallHandler wire;

    @AfterAll
    static void end() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void onFacePlusPlusByTheEmbeddedEngine() throws Exception {
        try (var ledger = Stage.ledger(folder);
                var engine = EmbeddedProvider.open(folder, () -> FacePlusPlusForms.NOW)) {
            facePlusPlus(ledger, engine);
            for (int other = 1; other <= OTHERS; other++) {
                assertThat(compareTokens(other).status()).isEqualTo(200);
            }
            assertSearch(compareTokens(OTHERS + 1));
        }
    }

    /** A token and a picture: answered, and counted with the others. */
    @Test
    void byATokenAndAPicture() throws Exception {
        try (var ledger = Stage.ledger(folder);
                var engine = EmbeddedProvider.open(folder, () -> FacePlusPlusForms.NOW)) {
            facePlusPlus(ledger, engine);
            for (int other = 1; other <= OTHERS; other++) {
                var answer = compare(Map.of("face_token1", detected(0), "image_file2", picture(other)));
                assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(200);
                var body = JSON.readTree(answer.body());
                assertThat(body.path("confidence").asDouble()).isGreaterThan(90);
                assertThat(body.at("/faces2/0/face_rectangle/width").asInt()).isPositive();
                assertThat(body.has("faces1")).isFalse();
            }
            assertSearch(compare(Map.of("image_file1", picture(OTHERS + 1), "face_token2", detected(0))));
        }
    }

    @Test
    void whereFacePlusPlusItselfAnswers() throws Exception {
        try (var stage = FacePlusPlusStage.open(folder, VERTX)) {
            facePlusPlus(stage.ledger(), stage.provider());
            for (int other = 1; other <= OTHERS; other++) {
                assertThat(compareTokens(other).status()).isEqualTo(200);
            }
            assertSearch(compareTokens(OTHERS + 1));
            assertThat(stage.vendor().seen()).isNotEmpty();
        }
    }

    /** A comparison of two pictures gives a caller who may not search no token of either. */
    @Test
    void aComparisonGivesNoToken() throws Exception {
        try (var stage = FacePlusPlusStage.open(folder, VERTX)) {
            facePlusPlus(stage.ledger(), stage.provider());
            var answer = compare(Map.of("image_file1", picture(1), "image_file2", picture(0)));
            assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(200);
            assertThat(Stage.text(answer)).contains("face_rectangle").doesNotContain("face_token");
        }
    }

    @Test
    void onAzureByTheEmbeddedEngine() throws Exception {
        try (var ledger = Stage.ledger(folder);
                var engine = EmbeddedProvider.open(folder, () -> FacePlusPlusForms.NOW)) {
            wire = Stage.wire(new AzureFaceWire(), policies("azure_face"), ledger, engine, Stage::caller);
            for (int other = 1; other <= OTHERS; other++) {
                var answer = verify(other);
                assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(200);
            }
            var refused = verify(OTHERS + 1);
            assertThat(refused.status()).as(Stage.text(refused)).isEqualTo(403);
        }
    }

    private PolicyEngine policies(String provider) throws IOException {
        return Stage.policies(
                folder.resolve("packs"),
                Map.of(),
                "  - {id: only, effect: permit, match: {provider: %s, capability: [detect, verify, enroll]}}\n"
                        .formatted(provider));
    }

    private void facePlusPlus(Ledger ledger, Provider provider) throws IOException {
        wire = Stage.wire(
                new FacePlusPlusWire(),
                policies("faceplusplus"),
                ledger,
                provider,
                key -> Stage.caller(key.split("_")[1]));
    }

    /** The photograph with so many bytes after its end: another picture of the same face. */
    private static byte[] picture(int number) {
        var bytes = Album.bytes("cage.jpg");
        return Arrays.copyOf(bytes, bytes.length + number);
    }

    private HttpAnswer compareTokens(int other) throws IOException {
        return compare(Map.of("face_token1", detected(0), "face_token2", detected(other)));
    }

    private HttpAnswer compare(Map<String, Object> fields) {
        return wire.handle(
                FacePlusPlusForms.multipart("/facepp/v3/compare", FacePlusPlusForms.signed("rescue", fields)));
    }

    private String detected(int number) throws IOException {
        var answer = wire.handle(FacePlusPlusForms.multipart(
                "/facepp/v3/detect", FacePlusPlusForms.signed("rescue", Map.of("image_file", picture(number)))));
        assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body()).at("/faces/0/face_token").asText();
    }

    private HttpAnswer verify(int other) throws IOException {
        var ids = Map.of("faceId1", azureId(0), "faceId2", azureId(other));
        return azure("/face/v1.0/verify", JSON.writeValueAsBytes(ids), "application/json");
    }

    private String azureId(int number) throws IOException {
        var answer = azure("/face/v1.0/detect?returnFaceId=true", picture(number), "application/octet-stream");
        assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body()).at("/0/faceId").asText();
    }

    private HttpAnswer azure(String target, byte[] body, String type) {
        return wire.handle(Stage.arrival(
                "POST " + target,
                body,
                FacePlusPlusForms.NOW,
                "Ocp-Apim-Subscription-Key",
                "rescue",
                "Content-Type",
                type));
    }

    private static void assertSearch(HttpAnswer answer) {
        assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(403);
        assertThat(new String(answer.body(), UTF_8)).contains("AUTHORIZATION_ERROR");
    }

    /** The control: as many comparisons of other pictures are no search. */
    @Test
    void otherPicturesAreNotCountedTogether() throws Exception {
        try (var stage = FacePlusPlusStage.open(folder, VERTX)) {
            facePlusPlus(stage.ledger(), stage.provider());
            var statuses = Stream.iterate(1, number -> number + 2)
                    .limit(OTHERS + 2)
                    .map(number -> pair(number).status())
                    .toList();
            assertThat(Set.copyOf(statuses)).containsExactly(200);
        }
    }

    private HttpAnswer pair(int number) {
        try {
            return compare(Map.of("face_token1", detected(number), "face_token2", detected(number + 1)));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
