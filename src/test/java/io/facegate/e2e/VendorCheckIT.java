package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeAzureResource;
import io.facegate.FakeCompreFace;
import io.facegate.FakeVendor;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code facegate vendor check} against emulators of the vendors, as an operator runs it with an account. */
class VendorCheckIT {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void aVendorThatAnswersAsItsCatalogueSaysHasNoDifference() throws Exception {
        try (var vendor = FakeCompreFace.start()) {
            vendor.tellsOnlyWhatIsDescribed();
            var result = compreFace(vendor.url().toString(), "--yes");

            assertThat(result.code()).as(result.out() + result.err()).isZero();
            assertThat(lines(result, "ok "))
                    .containsExactly("Detect", "Verify", "AddFace", "ListFaces", "Recognize", "DeleteSubject");
            assertThat(result.out()).contains("The vendor answered every call as the catalogue says.");
            assertThat(vendor.subjects()).as("what the tour made").isEmpty();
            var records = Gateway.records(recorded(result));
            assertThat(records.stream()
                            .filter(record -> record.path("verdict").isTextual())
                            .map(record -> record.path("operation").asText()))
                    .containsExactly("Detect", "Verify", "AddFace", "ListFaces", "Recognize", "DeleteSubject");
        }
    }

    @Test
    void withoutYesNothingIsSent() throws Exception {
        try (var vendor = FakeCompreFace.start()) {
            var result = compreFace(vendor.url().toString());

            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("  Recognize\n", "To make them, add --yes and the two pictures.");
            assertThat(vendor.seen()).isEmpty();
        }
    }

    @Test
    void aFieldThatTheCatalogueDoesNotKnowIsNamed() throws Exception {
        var face = """
            {"result":[{"box":{"probability":1.0,"x_min":1,"y_min":1,"x_max":9,"y_max":9},"aura":"blue"}],
             "mood":{"now":"calm"}}\
            """;
        try (var vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, face))) {
            var result = compreFace(vendor.url().toString(), "--yes");

            assertThat(result.code()).as(result.out() + result.err()).isEqualTo(1);
            assertThat(result.out())
                    .contains("differs  Detect  fields that the catalogue does not know: mood, result/aura\n");
        }
    }

    @Test
    void aReplyWithoutItsResultsAndAFaultAreNoSuccess() throws Exception {
        try (var vendor = FakeVendor.start()
                .answers(
                        FakeVendor.Answer.of(200, "{\"result\":[]}"),
                        FakeVendor.Answer.of(401, "{\"code\":18,\"message\":\"Wrong key\"}"))) {
            var result = compreFace(vendor.url().toString(), "--yes");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).contains("differs  Detect  200 without result/0/box\n");
            assertThat(lines(result, "failed ")).contains("Verify");
        }
    }

    @Test
    void azuresServicesAreTriedAndTheListIsRemoved() throws Exception {
        var key = Files.writeString(folder.resolve("key"), "0123456789abcdef");
        try (var vendor = FakeAzureResource.start()) {
            var result =
                    check("azure", "--azure-endpoint", vendor.url().toString(), "--azure-key", key.toString(), "--yes");

            assertThat(vendor.seen().stream().map(FakeAzureResource.Seen::operation))
                    .contains("Detect", "CreateFaceList", "DeleteFaceList");
            assertThat(result.out()).as("the stand-in has no image analysis").containsPattern("failed +Analyze");
            assertThat(vendor.kept()).isEmpty();
            assertThat(lines(result, "ok ")).contains("CreateFaceList", "DeleteFaceList");
        }
    }

    /** Moto has no DetectFaces in every version; what it lacks is told as its error. */
    @Test
    void anEmulatorThatNobodyHereWroteIsToured() throws Exception {
        var moto = Moto.start();
        try {
            var result =
                    check("rekognition", "--aws-endpoint", moto.url().toString(), "--aws-region", "us-east-1", "--yes");

            assertThat(lines(result, "ok ")).as(result.out() + result.err()).contains("CompareFaces");
            assertThat(result.out()).contains("DeleteCollection");
        } finally {
            moto.stop();
        }
    }

    /** The operator's environment names where the real gateway publishes: the log of a check must not stand there. */
    @Test
    void aCheckPublishesNothing() throws Exception {
        var published = folder.resolve("published");
        environment.put("FACEGATE_PUBLISH", published.toString());
        environment.put("FACEGATE_KAFKA", "127.0.0.1:1");
        try (var vendor = FakeCompreFace.start()) {
            vendor.tellsOnlyWhatIsDescribed();
            var result = compreFace(vendor.url().toString(), "--yes");

            assertThat(result.code()).as(result.out() + result.err()).isZero();
            assertThat(published).doesNotExist();
        }
    }

    @Test
    void aTerminalIsToldNoCommandsOfTheVendor() throws Exception {
        var hostile = "{\"result\":[{\"box\":{},\"\u009b31mred\\u001b[2J\":1}]}";
        try (var vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, hostile))) {
            var result = compreFace(vendor.url().toString(), "--yes");

            assertThat(result.out()).contains("31mred").doesNotContain("\u009b", "\u001b");
        }
    }

    @Test
    void onePictureIsTooFew() throws Exception {
        var result = Gateway.run(
                "vendor", "check", "--provider", "rekognition", "--picture", Photos.ONE.toString(), "--yes");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--picture must be given twice, not 1 times.");
    }

    @Test
    void whatIsNoVendorIsAUsageError() throws Exception {
        var result = check("local", "--yes");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--provider is local; it must be rekognition, azure, google, compreface or faceplusplus.");
    }

    private Gateway.Result compreFace(String url, String... more) throws IOException {
        var keys = Files.writeString(folder.resolve("keys"), FakeCompreFace.KEYS);
        var words = new ArrayList<>(List.of("--compreface-endpoint", url, "--compreface-keys", keys.toString()));
        words.addAll(List.of(more));
        return check("compreface", words.toArray(String[]::new));
    }

    private Gateway.Result check(String provider, String... more) throws IOException {
        var words = new ArrayList<>(List.of("vendor", "check", "--provider", provider));
        words.addAll(List.of("--data", folder.resolve("data").toString()));
        words.addAll(List.of("--picture", Photos.ONE.toString(), "--picture", Photos.SAME.toString()));
        words.addAll(List.of(more));
        var process = Gateway.starting(words);
        process.environment().putAll(environment);
        process.environment().put("AWS_ACCESS_KEY_ID", "test");
        process.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        return Gateway.Result.of(process);
    }

    /** The operations of the lines that begin so. */
    private static List<String> lines(Gateway.Result result, String begin) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.split(" +")[1])
                .toList();
    }

    private static Path recorded(Gateway.Result result) {
        var named = result.out()
                .lines()
                .filter(line -> line.contains("ledger tail --data "))
                .findFirst();
        return Path.of(named.orElseThrow().replaceFirst(".*--data ", ""));
    }
}
