package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose credentials are missing, or not accepted: its operator is told, and its callers are not. */
class NoCredentialsIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
    private static final int CALLS = 25;

    @TempDir
    private Path folder;

    @Test
    void missingCredentialsAreFoundAtTheStartAndSaidInHealthLogAndRecord() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        var nothing = Map.of(
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_REGION", "us-east-1");
        try (var gateway = Gateway.start(data, nothing, java.util.List.of(), "--provider", "rekognition")) {
            Await.until(() -> gateway.readiness().contains("No credentials for Amazon were found"));
            assertThat(gateway.readiness()).as("nobody's call can be answered").contains("\"status\": \"DOWN\"");

            for (int call = 0; call < CALLS; call++) {
                var answer = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT)
                        .send();
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.message())
                        .contains("The vendor cannot be reached")
                        .doesNotContainIgnoringCase("credential");
            }

            assertThat(gateway.settledRecords().stream()
                            .filter(record -> record.path("code").asText().equals("provider_credentials")))
                    .hasSize(CALLS);
            assertThat(gateway.log().lines().filter(line -> line.contains("[VendorCredentials]")))
                    .as("a condition is logged once, not with every call")
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("ERROR", "No call to rekognition can be answered", "AWS_ACCESS_KEY_ID");
        }
    }

    @Test
    void refusedCredentialsAreSaidUntilTheVendorAcceptsThemAgain() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data)) {
            vendor.answers(Answer.error(400, "UnrecognizedClientException"));
            var refused =
                    Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT).send();
            assertThat(refused.message())
                    .contains("The vendor cannot be reached")
                    .doesNotContain("UnrecognizedClient");
            assertThat(gateway.readiness())
                    .contains("did not accept the gateway's own credentials (UnrecognizedClientException)");

            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}"));
            assertThat(Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT)
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.readiness()).doesNotContain("did not accept");
            assertThat(gateway.log()).contains("accepts the credentials of the gateway again");
        }
    }
}
