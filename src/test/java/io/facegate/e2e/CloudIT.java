package io.facegate.e2e;

import static io.facegate.e2e.JavaSdkIT.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;
import software.amazon.awssdk.services.rekognition.model.Attribute;
import software.amazon.awssdk.services.rekognition.model.InternalServerErrorException;
import software.amazon.awssdk.services.rekognition.model.InvalidImageFormatException;
import software.amazon.awssdk.services.rekognition.model.InvalidParameterException;
import software.amazon.awssdk.services.rekognition.model.RekognitionException;

/** A gateway that forwards, in front of a second gateway with the embedded engine, which plays the vendor. */
class CloudIT {
    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Gateway cloud;
    private static Gateway gateway;
    private static Sdk sdk;
    private static RekognitionClient hope;

    @BeforeAll
    static void start() {
        var account = Cast.add(folder.resolve("cloud"), "account", "nonprofit.child_protection", "missing_child");
        cloud = Gateway.start(folder.resolve("cloud"));
        cast = Cast.register(folder.resolve("data"));
        gateway = Gateways.inFrontOf(cloud.calls(), folder.resolve("data"), account);
        sdk = new Sdk(gateway.calls());
        hope = sdk.client(cast.hope());
    }

    @AfterAll
    static void stop() {
        hope.close();
        gateway.close();
        cloud.close();
    }

    @Test
    void anAnswerComesBackAsTheVendorGaveIt() {
        var faces = hope.detectFaces(call -> call.image(image(Photos.GROUP))).faceDetails();
        assertThat(faces).hasSizeGreaterThan(2);
        assertThat(faces.getFirst().landmarks()).isNotEmpty();

        var compared =
                hope.compareFaces(call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME)));
        assertThat(compared.faceMatches()).hasSize(1);
        assertThat(compared.faceMatches().getFirst().similarity()).isBetween(80f, 100f);
    }

    @Test
    void bothLedgersHoldTheCallEachUnderItsOwnCaller() {
        var there = cloud.settledRecords().size();
        hope.detectFaces(call -> call.image(image(Photos.ONE)));

        var here = gateway.show(sdk.lastDecision()).getFirst();
        assertThat(here.at("/organisation/id").asText()).isEqualTo("hope");
        var forwarded = cloud.records().get(there);
        assertThat(forwarded.at("/organisation/id").asText()).isEqualTo("account");
        assertThat(forwarded.get("operation").asText()).isEqualTo("DetectFaces");
    }

    @Test
    void aRefusedCallNeverReachesTheVendor() {
        var there = cloud.settledRecords().size();
        try (var pd = sdk.client(cast.pd())) {
            assertThatThrownBy(() -> pd.detectFaces(call -> call.image(image(Photos.ONE))))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("amazon-rekognition-2020/police");
        }
        assertThatThrownBy(() -> hope.describeCollection(call -> call.collectionId("shared")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("(gallery_not_owned)");
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(picture ->
                        picture.s3Object(object -> object.bucket("faces").name("one.jpg")))))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("(reference_not_owned)");

        assertThat(cloud.records()).hasSize(there);
    }

    @Test
    void aCollectionIsOnesOwnOnTheSharedAccount() {
        assertThat(hope.createCollection(call -> call.collectionId("missing")).collectionArn())
                .endsWith("collection/missing");
        var face = hope.indexFaces(call -> call.collectionId("missing").image(image(Photos.ONE)))
                .faceRecords()
                .getFirst()
                .face()
                .faceId();
        assertThat(hope.searchFacesByImage(call -> call.collectionId("missing").image(image(Photos.ONE)))
                        .faceMatches()
                        .getFirst()
                        .face()
                        .faceId())
                .isEqualTo(face);
        assertThat(hope.listCollections().collectionIds()).containsExactly("missing");
        var unknown = "11111111-2222-4333-8444-555555555555";
        var deleted = hope.deleteFaces(call -> call.collectionId("missing").faceIds(face, unknown));
        assertThat(deleted.deletedFaces()).containsExactly(face);
        assertThat(deleted.unsuccessfulFaceDeletions()).singleElement().satisfies(failed -> {
            assertThat(failed.faceId()).isEqualTo(unknown);
            assertThat(failed.reasonsAsStrings()).containsExactly("FACE_NOT_FOUND");
        });
        assertThat(hope.deleteCollection(call -> call.collectionId("missing")).statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> hope.describeCollection(call -> call.collectionId("missing")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("(gallery_not_owned)");
    }

    @Test
    void anErrorOfTheVendorPassesInItsShape() {
        assertThatThrownBy(() -> hope.compareFaces(
                        call -> call.sourceImage(image(Photos.nobody())).targetImage(image(Photos.ONE))))
                .isInstanceOf(InvalidParameterException.class);
        gateway.settledRecords();
        var recorded = gateway.show(sdk.lastDecision()).getLast();
        assertThat(recorded.get("status").asText()).isEqualTo("vendor_error");
        assertThat(recorded.get("code").asText()).isEqualTo("InvalidParameterException");

        assertThatThrownBy(() ->
                        hope.detectFaces(call -> call.image(image(Photos.ONE)).attributes(Attribute.AGE_RANGE)))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(image(Photos.claiming(1000, 1000)))))
                .isInstanceOf(InvalidImageFormatException.class);
    }

    @Test
    void theGatewaysOwnTroubleWithTheVendorIsNoRefusal() {
        var forbidden = Cast.add(folder.resolve("forbidden"), "hope", "nonprofit.child_protection", "missing_child");
        var nobody = new Gateway.Key("AKIDNOBODYKNOWS", "secret", "");
        try (var other = Gateways.inFrontOf(cloud.calls(), folder.resolve("forbidden"), nobody);
                var client = new Sdk(other.calls()).client(forbidden)) {
            var failed = catchThrowableOfType(
                    RekognitionException.class, () -> client.detectFaces(call -> call.image(image(Photos.ONE))));

            assertThat(failed).isInstanceOf(InternalServerErrorException.class);
            assertThat(failed.statusCode()).as("no SDK tries again").isEqualTo(501);
            assertThat(failed.awsErrorDetails().errorMessage()).doesNotContain("AKIDNOBODYKNOWS", "secret");
            assertThat(other.settledRecords().getLast().get("code").asText()).isEqualTo("provider_credentials");
        }
    }

    @Test
    void aVendorThatIsNotThereIsAnInternalError() {
        var lonely = Cast.add(folder.resolve("lonely"), "hope", "nonprofit.child_protection", "missing_child");
        var nowhere = java.net.URI.create("http://127.0.0.1:1");
        try (var other = Gateways.inFrontOf(nowhere, folder.resolve("lonely"));
                var client = new Sdk(other.calls()).client(lonely)) {
            assertThatThrownBy(() -> client.detectFaces(call -> call.image(image(Photos.ONE))))
                    .isInstanceOf(InternalServerErrorException.class);
            assertThat(other.settledRecords().getLast().get("code").asText()).isEqualTo("provider_down");
        }
    }
}
