package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.rekognition.RekognitionAsyncClient;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;
import software.amazon.awssdk.services.rekognition.model.BoundingBox;
import software.amazon.awssdk.services.rekognition.model.FaceMatch;
import software.amazon.awssdk.services.rekognition.model.FaceRecord;
import software.amazon.awssdk.services.rekognition.model.Image;
import software.amazon.awssdk.services.rekognition.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.rekognition.model.ResourceNotFoundException;

/** The AWS SDK for Java v2 against the embedded engine: all that it answers, allowed and refused. */
class JavaSdkIT {
    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Gateway gateway;
    private static Sdk sdk;
    private static RekognitionClient hope;

    @BeforeAll
    static void start() {
        cast = Cast.register(folder.resolve("data"));
        gateway = Gateway.start(folder.resolve("data"));
        sdk = new Sdk(gateway.calls());
        hope = sdk.client(cast.hope());
    }

    @AfterAll
    static void stop() {
        hope.close();
        gateway.close();
    }

    static Image image(Path photo) {
        return image(Photos.bytes(photo));
    }

    static Image image(byte[] bytes) {
        return Image.builder().bytes(SdkBytes.fromByteArray(bytes)).build();
    }

    @Test
    void detectsAFace() {
        var answer = hope.detectFaces(call -> call.image(image(Photos.ONE)));

        assertThat(answer.faceDetails()).hasSize(1);
        var face = answer.faceDetails().getFirst();
        assertThat(face.confidence()).isBetween(80f, 100f);
        assertInside(face.boundingBox());
        assertThat(face.landmarks()).extracting(mark -> mark.typeAsString()).contains("eyeLeft", "eyeRight", "nose");
        assertThat(face.landmarks()).allSatisfy(mark -> {
            assertThat(mark.x()).isBetween(0f, 1f);
            assertThat(mark.y()).isBetween(0f, 1f);
        });
    }

    @Test
    void detectsEveryFaceOfAGroup() {
        assertThat(hope.detectFaces(call -> call.image(image(Photos.GROUP))).faceDetails())
                .hasSizeGreaterThan(2)
                .allSatisfy(face -> assertInside(face.boundingBox()));
    }

    @Test
    void findsNobodyOnAWall() {
        assertThat(hope.detectFaces(call -> call.image(image(Photos.nobody()))).faceDetails())
                .isEmpty();
    }

    @Test
    void seesTheSamePersonInTwoPhotographs() {
        var answer =
                hope.compareFaces(call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME)));

        assertThat(answer.faceMatches()).hasSize(1);
        assertThat(answer.faceMatches().getFirst().similarity()).isBetween(80f, 100f);
        assertInside(answer.faceMatches().getFirst().face().boundingBox());
        assertThat(answer.unmatchedFaces()).isEmpty();
        assertInside(answer.sourceImageFace().boundingBox());
    }

    @Test
    void tellsTwoPeopleApart() {
        var answer =
                hope.compareFaces(call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.OTHER)));

        assertThat(answer.faceMatches()).isEmpty();
        assertThat(answer.unmatchedFaces()).hasSize(1);
    }

    @Test
    void aThresholdOfNoughtMatchesAnybody() {
        var answer = hope.compareFaces(call -> call.sourceImage(image(Photos.ONE))
                .targetImage(image(Photos.OTHER))
                .similarityThreshold(0f));

        assertThat(answer.faceMatches()).hasSize(1);
        assertThat(answer.faceMatches().getFirst().similarity()).isBetween(0f, 80f);
    }

    @Test
    void keepsACollectionFromItsBirthToItsEnd() {
        var id = "a-whole-life";
        var created = hope.createCollection(call -> call.collectionId(id));
        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(created.collectionArn()).contains(id);
        assertThat(created.faceModelVersion()).isNotEmpty();
        assertThat(hope.listCollections(call -> {}).collectionIds()).contains(id);

        var first = indexed(hope, id, Photos.ONE, "franck");
        indexed(hope, id, Photos.OTHER, "audrey");
        var described = hope.describeCollection(call -> call.collectionId(id));
        assertThat(described.faceCount()).isEqualTo(2);
        assertThat(described.collectionARN()).isEqualTo(created.collectionArn());
        assertThat(described.creationTimestamp())
                .isBetween(java.time.Instant.now().minusSeconds(120), java.time.Instant.now());

        var found = hope.searchFacesByImage(call -> call.collectionId(id).image(image(Photos.SAME)));
        assertThat(found.faceMatches()).extracting(JavaSdkIT::name).containsExactly("franck");
        assertThat(found.faceMatches().getFirst().similarity()).isBetween(80f, 100f);
        assertThat(found.searchedFaceConfidence()).isBetween(80f, 100f);
        assertInside(found.searchedFaceBoundingBox());

        var alike = hope.searchFaces(
                call -> call.collectionId(id).faceId(first.face().faceId()).faceMatchThreshold(0f));
        assertThat(alike.searchedFaceId()).isEqualTo(first.face().faceId());
        assertThat(alike.faceMatches()).extracting(JavaSdkIT::name).containsExactly("audrey");

        var deleted = hope.deleteFaces(
                call -> call.collectionId(id).faceIds(first.face().faceId()));
        assertThat(deleted.deletedFaces()).containsExactly(first.face().faceId());
        assertThat(deleted.unsuccessfulFaceDeletions()).isEmpty();
        var again = hope.deleteFaces(
                call -> call.collectionId(id).faceIds(first.face().faceId()));
        assertThat(again.deletedFaces()).isEmpty();
        assertThat(again.unsuccessfulFaceDeletions()).singleElement().satisfies(missing -> {
            assertThat(missing.faceId()).isEqualTo(first.face().faceId());
            assertThat(missing.reasonsAsStrings()).containsExactly("FACE_NOT_FOUND");
        });
        assertThat(hope.searchFacesByImage(call -> call.collectionId(id).image(image(Photos.SAME)))
                        .faceMatches())
                .isEmpty();
        assertThat(hope.deleteCollection(call -> call.collectionId(id)).statusCode())
                .isEqualTo(200);
        assertThat(hope.listCollections(call -> {}).collectionIds()).doesNotContain(id);
    }

    private static FaceRecord indexed(RekognitionClient client, String collection, Path photo, String name) {
        var answer = client.indexFaces(
                call -> call.collectionId(collection).image(image(photo)).externalImageId(name));
        assertThat(answer.faceRecords()).hasSize(1);
        var kept = answer.faceRecords().getFirst();
        assertThat(kept.face().faceId()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(kept.face().externalImageId()).isEqualTo(name);
        assertInside(kept.faceDetail().boundingBox());
        return kept;
    }

    private static String name(FaceMatch match) {
        return match.face().externalImageId();
    }

    @Test
    void listsFacesPageByPage() {
        hope.createCollection(call -> call.collectionId("pages"));
        var answer = hope.indexFaces(call -> call.collectionId("pages").image(image(Photos.GROUP)));
        var ids =
                answer.faceRecords().stream().map(kept -> kept.face().faceId()).toList();
        assertThat(ids).hasSizeGreaterThan(2).doesNotHaveDuplicates();

        var first = hope.listFaces(call -> call.collectionId("pages").maxResults(2));
        assertThat(first.faces()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(hope.listFacesPaginator(call -> call.collectionId("pages").maxResults(2)).faces().stream()
                        .map(face -> face.faceId()))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(hope.listCollectionsPaginator(call -> call.maxResults(1)).collectionIds())
                .contains("pages");
    }

    @Test
    void leavesOutTheFacesBeyondMaxFaces() {
        hope.createCollection(call -> call.collectionId("one-at-most"));

        var answer = hope.indexFaces(call ->
                call.collectionId("one-at-most").image(image(Photos.GROUP)).maxFaces(1));

        assertThat(answer.faceRecords()).hasSize(1);
        assertThat(answer.unindexedFaces()).hasSizeGreaterThan(1);
        assertThat(answer.unindexedFaces().getFirst().reasonsAsStrings()).containsExactly("EXCEEDS_MAX_FACES");
    }

    @Test
    void anotherOrganisationSeesNothingOfACollection() {
        hope.createCollection(call -> call.collectionId("ours"));
        var face = indexed(hope, "ours", Photos.ONE, "franck").face().faceId();
        try (var beacon = sdk.client(cast.beacon())) {
            assertThat(beacon.listCollections(call -> {}).collectionIds()).doesNotContain("ours");
            List.<Runnable>of(
                            () -> beacon.describeCollection(call -> call.collectionId("ours")),
                            () -> beacon.listFaces(call -> call.collectionId("ours")),
                            () -> beacon.searchFaces(
                                    call -> call.collectionId("ours").faceId(face)),
                            () -> beacon.searchFacesByImage(
                                    call -> call.collectionId("ours").image(image(Photos.ONE))),
                            () -> beacon.deleteFaces(
                                    call -> call.collectionId("ours").faceIds(face)),
                            () -> beacon.deleteCollection(call -> call.collectionId("ours")))
                    .forEach(peek -> assertThatThrownBy(peek::run).isInstanceOf(ResourceNotFoundException.class));
            beacon.createCollection(call -> call.collectionId("ours"));
            assertThat(beacon.describeCollection(call -> call.collectionId("ours"))
                            .faceCount())
                    .isZero();
        }
        assertThat(hope.describeCollection(call -> call.collectionId("ours")).faceCount())
                .isEqualTo(1);
    }

    @Test
    void saysThatACollectionIsThereAlreadyOrIsNot() {
        hope.createCollection(call -> call.collectionId("twice"));

        assertThatThrownBy(() -> hope.createCollection(call -> call.collectionId("twice")))
                .isInstanceOf(ResourceAlreadyExistsException.class);
        assertThatThrownBy(() -> hope.describeCollection(call -> call.collectionId("never")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void refusesPoliceInTheVendorsOwnWordsAndSaysWhy() {
        try (var pd = sdk.client(cast.pd())) {
            var refused = catchThrowableOfType(
                    AccessDeniedException.class, () -> pd.detectFaces(call -> call.image(image(Photos.ONE))));

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(refused.awsErrorDetails().errorMessage())
                    .contains("amazon-rekognition-2020/police", "moratorium", "10 June 2020", "checked 2026-11-24")
                    .contains("Appeal: ");
            assertThat(refused.requestId()).isEqualTo(sdk.lastDecision());
            var record = gateway.show(sdk.lastDecision()).getFirst();
            assertThat(record.get("verdict").asText()).isEqualTo("refuse");
            assertThat(record.get("rule").asText()).isEqualTo("amazon-rekognition-2020/police");
            assertThat(record.at("/organisation/id").asText()).isEqualTo("pd");
        }
    }

    @Test
    void aShopMayCountFacesButCompareNone() {
        try (var shop = sdk.plainClient(cast.shop())) {
            assertThat(shop.detectFaces(call -> call.image(image(Photos.ONE))).faceDetails())
                    .hasSize(1);
            assertThatThrownBy(() -> shop.compareFaces(
                            call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME))))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("Refused by rule");
        }
    }

    @Test
    void policeMayEraseWhatTheyMayNotMake() {
        try (var pd = sdk.client(cast.pd())) {
            assertThatThrownBy(() -> pd.createCollection(call -> call.collectionId("suspects")))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> pd.deleteCollection(call -> call.collectionId("suspects")))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void everyAnswerNamesADecisionThatIsOnRecord() {
        var before = sdk.decisions().size();
        hope.detectFaces(call -> call.image(image(Photos.ONE)));
        assertThatThrownBy(() -> hope.describeCollection(call -> call.collectionId("never")))
                .isInstanceOf(ResourceNotFoundException.class);

        var named = sdk.decisions().subList(before, before + 2);
        gateway.settledRecords();
        var answered = gateway.show(named.getFirst());
        assertThat(answered.getFirst().get("verdict").asText()).isEqualTo("permit");
        assertThat(answered.getFirst().get("operation").asText()).isEqualTo("DetectFaces");
        assertThat(answered.getLast().get("kind").asText()).isEqualTo("OUTCOME");
        assertThat(answered.getLast().get("results").asInt()).isEqualTo(1);
        var erred = gateway.show(named.getLast());
        assertThat(erred.getLast().get("code").asText()).isEqualTo("not_found");
    }

    @Test
    void theAsynchronousClientGetsTheSame() {
        try (RekognitionAsyncClient later = sdk.asyncClient(cast.hope());
                RekognitionAsyncClient never = sdk.asyncClient(cast.pd())) {
            assertThat(later.detectFaces(call -> call.image(image(Photos.ONE)))
                            .join()
                            .faceDetails())
                    .hasSize(1);
            assertThat(later.compareFaces(
                                    call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME)))
                            .join()
                            .faceMatches())
                    .hasSize(1);
            assertThatThrownBy(() -> never.detectFaces(call -> call.image(image(Photos.ONE)))
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("amazon-rekognition-2020/police");
        }
    }

    private static void assertInside(BoundingBox box) {
        assertThat(box.width()).isBetween(0.01f, 1f);
        assertThat(box.height()).isBetween(0.01f, 1f);
        assertThat(box.left()).isBetween(-0.2f, 1f);
        assertThat(box.top()).isBetween(-0.2f, 1f);
    }
}
