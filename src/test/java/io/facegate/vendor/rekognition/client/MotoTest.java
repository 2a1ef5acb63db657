package io.facegate.vendor.rekognition.client;

import static io.facegate.vendor.rekognition.client.Calls.NONPROFIT;
import static io.facegate.vendor.rekognition.client.Calls.WITH_ROLE;
import static io.facegate.vendor.rekognition.client.Calls.call;
import static io.facegate.vendor.rekognition.client.Calls.caller;
import static io.facegate.vendor.rekognition.client.Calls.detect;
import static io.facegate.vendor.rekognition.client.Calls.picture;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.FakeVendor;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.OwnedResource;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.VendorLimits;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class MotoTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static Moto moto;

    @BeforeAll
    static void start() throws Exception {
        moto = Moto.start();
    }

    @AfterAll
    static void stop() throws Exception {
        moto.stop();
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void comparesFaces() throws Exception {
        var reply = send(
                moto.url(),
                NONPROFIT,
                "CompareFaces",
                Map.of(
                        "SourceImage", Map.of("Bytes", picture(2000)),
                        "TargetImage", Map.of("Bytes", picture(3000)),
                        "SimilarityThreshold", 80L));

        var body = new ObjectMapper().readTree(reply.body());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(body.at("/FaceMatches/0/Similarity").isNumber()).isTrue();
    }

    @Test
    void startsAFaceSearch() throws Exception {
        var withBucket = TestOrganisation.of("rescue", "nonprofit.child_protection")
                .purposes("find_children")
                .resources(Set.of(requireNonNull(RegisteredResource.parse("s3:films"))))
                .build();
        var reply = send(
                moto.url(),
                withBucket,
                "StartFaceSearch",
                Map.of(
                        "CollectionId",
                        "missing",
                        "Video",
                        Map.of("S3Object", Map.of("Bucket", "films", "Name", "one.mp4", "Version", "1"))));

        assertThat(new ObjectMapper().readTree(reply.body()).get("JobId").textValue())
                .isNotEmpty();
    }

    @Test
    void faultsWhereMotoHasNoAnswer() {
        assertThatThrownBy(() -> send(moto.url(), NONPROFIT, "DetectFaces", detect(2000)))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("The vendor answered with status 500 without the JSON object of Rekognition.");
    }

    @Test
    void assumesARoleAtMotosSts() throws Exception {
        try (var vendor = FakeVendor.start()) {
            send(vendor.url(), WITH_ROLE, "DetectFaces", detect(10));

            assertThat(vendor.only().header("authorization")).contains("Credential=ASIA");
            assertThat(vendor.only().header("authorization")).contains("x-amz-security-token");
            assertThat(vendor.only().header("x-amz-security-token")).isNotEmpty();
        }
    }

    private static Reply.Verbatim send(
            URI url, Organisation organisation, String operation, Map<String, @Nullable Object> params)
            throws Exception {
        var limits = new VendorLimits(Duration.ofSeconds(20), Duration.ofSeconds(2), 4, 4, 100_000);
        var own = StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", "secret"));
        var handles = new MemoryHandles();
        handles.register(new OwnedResource(
                new ResourceId("rekognition", ResourceKind.COLLECTION, "6.rescue.missing"),
                "rescue",
                "find_children",
                Set.of(),
                null,
                "",
                "",
                "0190-test",
                Instant.EPOCH,
                null));
        try (var provider = RekognitionProvider.create(
                VERTX, new RekognitionSettings("us-east-1", url, moto.url(), null, limits), handles, own)) {
            return (Reply.Verbatim) provider.send(Passes.of(caller(organisation), call(operation, params)));
        }
    }
}
