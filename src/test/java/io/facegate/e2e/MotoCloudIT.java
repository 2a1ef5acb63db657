package io.facegate.e2e;

import static io.facegate.e2e.JavaSdkIT.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.vendor.rekognition.client.Moto;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;
import software.amazon.awssdk.services.rekognition.model.Image;
import software.amazon.awssdk.services.rekognition.model.InternalServerErrorException;
import software.amazon.awssdk.services.rekognition.model.Video;

/** A gateway that forwards, in front of moto, an emulator that nobody here wrote. */
class MotoCloudIT {
    @TempDir
    private static Path folder;

    private static Moto moto;
    private static Cast cast;
    private static Gateway gateway;
    private static Sdk sdk;
    private static RekognitionClient hope;

    @BeforeAll
    static void start() throws Exception {
        moto = Moto.start();
        cast = Cast.register(folder.resolve("data"));
        Gateway.run(
                        "org",
                        "change",
                        "hope",
                        "--resource",
                        "s3:films",
                        "--data",
                        folder.resolve("data").toString())
                .expect(0);
        gateway = Gateways.inFrontOf(moto.url(), folder.resolve("data"));
        sdk = new Sdk(gateway.calls());
        hope = sdk.client(cast.hope());
    }

    @AfterAll
    static void stop() throws Exception {
        hope.close();
        gateway.close();
        moto.stop();
    }

    @Test
    void comparesFacesThereAndWritesItDownHere() {
        var answer =
                hope.compareFaces(call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME)));

        assertThat(answer.faceMatches()).isNotEmpty();
        gateway.settledRecords();
        var records = gateway.show(sdk.lastDecision());
        assertThat(records.getFirst().get("operation").asText()).isEqualTo("CompareFaces");
        assertThat(records.getLast().get("status").asText()).isEqualTo("ok");
    }

    @Test
    void aFaultThereIsAnInternalErrorHere() {
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(image(Photos.ONE))))
                .isInstanceOf(InternalServerErrorException.class);

        gateway.settledRecords();
        assertThat(gateway.show(sdk.lastDecision()).getLast().get("code").asText())
                .isEqualTo("provider_down");
    }

    @Test
    void picturesInARegisteredBucketAreForwardedToWhoCanReadThem() {
        var answer =
                hope.compareFaces(call -> call.sourceImage(stored("films", "1")).targetImage(stored("films", "2")));

        assertThat(answer.faceMatches()).isNotEmpty();
        gateway.settledRecords();
        var record = gateway.show(sdk.lastDecision()).getFirst();
        assertThat(record.get("pictures")).isEmpty();
        assertThat(record.get("references").toString()).isEqualTo("[\"s3_object\"]");
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(stored("others", "1"))))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("(reference_not_owned)");
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(stored("films", null))))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("(reference_not_pinned)");
    }

    /**
     * What moto's own tests of Rekognition ask, all without a Version or with a job that nobody started: refused, and with
     * what is missing answered, but for a collection and a model, which moto has no operation to make.
     */
    @Test
    void whatMotosOwnTestsAskIsAnsweredOnceNothingIsMissing() {
        for (var version : new String[] {null, "1"}) {
            var image = stored("films", version);
            var video = Video.builder()
                    .s3Object(object -> object.bucket("films").name("one.mp4").version(version))
                    .build();
            var asked = List.<ThrowingCallable>of(
                    () -> assertThat(hope.detectLabels(call -> call.image(image).maxLabels(10))
                                    .labels())
                            .isNotEmpty(),
                    () -> assertThat(hope.detectText(call -> call.image(image)).textDetections())
                            .isNotEmpty(),
                    () -> assertThat(hope.startTextDetection(call -> call.video(video))
                                    .jobId())
                            .isNotEmpty());
            for (var ask : asked) {
                if (version == null) {
                    assertThatThrownBy(ask)
                            .isInstanceOf(AccessDeniedException.class)
                            .hasMessageContaining("(reference_not_pinned)");
                } else {
                    assertThatCode(ask).doesNotThrowAnyException();
                }
            }
            assertThatThrownBy(() -> hope.startFaceSearch(
                            call -> call.collectionId("collection_id").video(video)))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() ->
                            hope.detectCustomLabels(call -> call.image(image).projectVersionArn("nobody-made-it")))
                    .isInstanceOf(AccessDeniedException.class);
        }
        assertThatThrownBy(() -> hope.getTextDetection(call -> call.jobId("NOBODYSTARTEDTHISJOB")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("(unknown_handle)");
        var job = hope.startTextDetection(call -> call.video(video -> video.s3Object(
                        object -> object.bucket("films").name("one.mp4").version("1"))))
                .jobId();
        assertThat(hope.getTextDetection(call -> call.jobId(job)).textDetections())
                .isNotEmpty();
    }

    private static Image stored(String bucket, @Nullable String version) {
        return Image.builder()
                .s3Object(object -> object.bucket(bucket).name("one.jpg").version(version))
                .build();
    }

    @Test
    void policeAreRefusedHere() {
        try (var pd = sdk.client(cast.pd())) {
            assertThatThrownBy(() -> pd.compareFaces(
                            call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME))))
                    .isInstanceOf(AccessDeniedException.class);
        }
    }
}
