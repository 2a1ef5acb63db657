package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeVendor;
import io.facegate.e2e.Gateway.Key;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that would lead a reader astray: each call is answered, and its decision and its end are on record. */
class HostilePicturesIT {
    private static final Path ONE_FACE = Photos.FOLDER.resolve("average2_crop.jpg");
    private static final String PHOTO = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));

    @TempDir
    private static Path folder;

    private static FakeVendor vendor;
    private static Key bank;
    private static Key resident;
    private static Gateway local;
    private static Gateway cloud;

    @BeforeAll
    static void start() throws IOException {
        vendor = FakeVendor.start();
        bank = Cast.addIn("US-NV", folder.resolve("cloud"), "bank", "bank", "onboarding_kyc");
        cloud = Gateways.inFrontOf(vendor.url(), folder.resolve("cloud"));
        resident = Cast.addIn("US-NV", folder.resolve("local"), "bank", "bank", "onboarding_kyc");
        local = Gateway.start(folder.resolve("local"));
    }

    @AfterAll
    static void stop() {
        local.close();
        cloud.close();
        vendor.close();
    }

    /** A photograph whose EXIF is as many empty directories as fit, each naming the next. */
    static byte[] chained(byte[] jpeg) {
        int directories = 10_880;
        int length = 2 + 6 + 8 + directories * 6;
        var chain = ByteBuffer.allocate(jpeg.length + 2 + length);
        chain.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) length);
        chain.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42}).putInt(8);
        for (int directory = 1; directory <= directories; directory++) {
            chain.putShort((short) 0).putInt(directory == directories ? 0 : 8 + directory * 6);
        }
        return chain.put(jpeg, 2, jpeg.length - 2).array();
    }

    private static Wire.Answer compared(Gateway gateway, Key key, byte[] target) {
        var json = "{\"SourceImage\":{\"Bytes\":\"%s\"},\"TargetImage\":{\"Bytes\":\"%s\"}}"
                .formatted(PHOTO, Base64.getEncoder().encodeToString(target));
        return Wire.signed(gateway.calls(), key, "CompareFaces", json).send();
    }

    @Test
    void exifWithTenThousandDirectoriesIsCountedLikeTheSamePictureWithout() {
        for (var photo : List.of(ONE_FACE, Photos.GROUP)) {
            var plain = compared(cloud, bank, Photos.bytes(photo));
            assertThat(plain.error().isEmpty()).as(plain.json().toString()).isEqualTo(photo.equals(ONE_FACE));
            for (int time = 0; time < 5; time++) {
                int seen = vendor.seen().size();
                var answer = compared(cloud, bank, chained(Photos.bytes(photo)));
                assertThat(answer.error()).isEqualTo(plain.error());
                assertThat(vendor.seen()).hasSize(seen + (photo.equals(ONE_FACE) ? 1 : 0));
                assertThat(record(cloud, answer.decision()).path("verdict").asText())
                        .isEqualTo(photo.equals(ONE_FACE) ? "permit" : "refuse");
            }
        }
        assertEverythingEnded(cloud);
    }

    @Test
    void exifWithTenThousandDirectoriesIsAnsweredByTheEmbeddedEngine() {
        var answer = compared(local, resident, chained(Photos.bytes(ONE_FACE)));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().path("FaceMatches").size()
                        + answer.json().path("UnmatchedFaces").size())
                .isEqualTo(1);
        assertEverythingEnded(local);
    }

    private static JsonNode record(Gateway gateway, String decision) {
        return gateway.records().stream()
                .filter(record -> record.path("id").asText().equals(decision))
                .findFirst()
                .orElseThrow();
    }

    private static void assertEverythingEnded(Gateway gateway) {
        assertThat(gateway.settledRecords().stream()
                        .filter(record -> record.path("kind").asText().equals("OUTCOME"))
                        .map(record -> record.path("status").asText()))
                .isNotEmpty()
                .containsOnly("ok");
        assertThat(gateway.log()).doesNotContain("StackOverflow", "ERROR");
    }
}
