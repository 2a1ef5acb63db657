package io.facegate.vendor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Stage;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Picture.Format;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.compreface.wire.Requests;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wire takes the encodings that its vendor documents, of those that are known here. */
class PictureFormatsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Set<Format> ALL = EnumSet.allOf(Format.class);

    /** A wire, what its vendor takes, and a call with a picture. */
    record Taken(VendorWire wire, Set<Format> formats, Function<byte[], HttpCall> call) {
        @Override
        public String toString() {
            return wire.getClass().getSimpleName();
        }
    }

    static Taken[] wires() {
        return new Taken[] {
            new Taken(
                    new RekognitionWire(),
                    EnumSet.of(Format.JPEG, Format.PNG),
                    picture -> json(
                            "POST /",
                            "application/x-amz-json-1.1",
                            "{\"Image\":{\"Bytes\":\"" + base64(picture) + "\"}}")),
            new Taken(
                    new AzureFaceWire(),
                    EnumSet.complementOf(EnumSet.of(Format.WEBP)),
                    picture -> bytes("POST /face/v1.2/detect?returnFaceId=false", picture)),
            new Taken(
                    new AzureVisionWire(),
                    ALL,
                    picture -> bytes(
                            "POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=people",
                            picture)),
            new Taken(
                    new GoogleVisionWire(),
                    ALL,
                    picture -> json(
                            "POST /v1/images:annotate",
                            "application/json",
                            "{\"requests\":[{\"image\":{\"content\":\"" + base64(picture)
                                    + "\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}")),
            new Taken(
                    new CompreFaceWire(),
                    ALL,
                    picture -> Requests.of("POST /api/v1/detection/detect", "{\"file\":\"" + base64(picture) + "\"}"))
        };
    }

    @ParameterizedTest
    @MethodSource("wires")
    void eachWireTakesWhatItsVendorTakes(Taken taken) throws IOException {
        for (var picture : pictures().entrySet()) {
            var call = taken.wire().read(taken.call().apply(picture.getValue()));
            assertThat(call.preconditionFailure()).isNull();
            assertThat(call.request() instanceof NormalizedRequest.Flawed)
                    .as(picture.getKey() + ": " + call.request())
                    .isEqualTo(!taken.formats().contains(picture.getKey()));
            if (taken.formats().contains(picture.getKey())) {
                assertThat(call.pictures().pixels()).hasValue(96);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theSizeIsReadFromTheHeader(Format format) throws IOException {
        var bytes = pictures().get(format);
        var picture = Picture.read(bytes);
        assertThat(picture).isNotNull();
        assertThat(picture.format()).isEqualTo(format);
        assertThat(picture.width()).isEqualTo(12);
        assertThat(picture.height()).isEqualTo(8);
        for (int length = 0; length < Math.min(bytes.length, 40); length++) {
            var cut = Picture.read(java.util.Arrays.copyOf(bytes, length));
            assertThat(cut == null || cut.width() > 0).isTrue();
        }
    }

    /** The three kinds of WebP, as libwebp writes their heads; and BMPs of another age and of rows from the top. */
    @ParameterizedTest
    @CsvSource({
        "WEBP,52494646240000005745425056503820180000003001009d012a0c0008000140262500",
        "WEBP,524946461c00000057454250565038 4c0f0000002f0bc0010007d0ffff00000000",
        "WEBP,524946461c00000057454250565038580a000000100000000b0000070000000000",
        "BMP,424d00000000000000001a0000000c0000000c00080001001800",
        "BMP,424d0000000000000000360000002800 00000c000000f8ffffff0100"
    })
    void everyKindOfHeaderIsRead(Format format, String head) {
        var picture = Picture.read(HexFormat.of().parseHex(head.replace(" ", "")));
        assertThat(picture).isNotNull();
        assertThat(picture.format()).isEqualTo(format);
        assertThat(picture.pixels()).isEqualTo(96);
    }

    @Test
    void aSizeOfNothingIsBroken() {
        assertThat(Picture.read("GIF89a\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)))
                .isNull();
        assertThat(Picture.read(HexFormat.of().parseHex("424d000000000000000036000000280000000c000000000000800100")))
                .isNull();
    }

    private static Map<Format, byte[]> pictures() throws IOException {
        var image = TestPictures.black(12, 8);
        var made = new EnumMap<Format, byte[]>(Format.class);
        for (var format : Format.values()) {
            var out = new ByteArrayOutputStream();
            if (format == Format.WEBP) {
                out.writeBytes(HexFormat.of()
                        .parseHex("52494646240000005745425056503820180000003001009d012a0c0008000140262500"));
            } else {
                out.writeBytes(TestPictures.encoded(image, format.name().toLowerCase(Locale.ROOT)));
            }
            made.put(format, out.toByteArray());
        }
        return made;
    }

    private static HttpCall json(String target, String type, String body) {
        return Stage.arrival(
                target,
                body.getBytes(StandardCharsets.UTF_8),
                NOW,
                "Content-Type",
                type,
                "X-Amz-Target",
                "RekognitionService.DetectFaces");
    }

    private static HttpCall bytes(String target, byte[] body) {
        return Stage.arrival(target, body, NOW, "Content-Type", "application/octet-stream");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
