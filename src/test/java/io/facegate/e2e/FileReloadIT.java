package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.FakeCompreFace;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's key and the routes, which change while the gateway runs. */
class FileReloadIT {
    private static final String DETECT = "/detection/detect";

    @TempDir
    private Path folder;

    @Test
    void aVendorsKeyAndTheRoutesAreTakenWithoutARestartAndAreOnRecord() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        var keys = Files.writeString(
                folder.resolve("keys"), FakeCompreFace.KEYS.replaceAll("[0-9a-f]{12}", "0".repeat(12)));
        var routes = Files.writeString(folder.resolve("routes.yaml"), routesTo("compreface"));
        try (var server = FakeCompreFace.start();
                var gateway = Gateway.start(
                        data,
                        "--provider=compreface,local",
                        "--compreface-endpoint=" + server.url(),
                        "--compreface-keys=" + keys,
                        "--routes=" + routes)) {
            assertThat(detect(gateway, cast)).isNotEqualTo(200);
            replace(keys, FakeCompreFace.KEYS);
            Await.until(() -> detect(gateway, cast) == 200);
            assertThat(acts(gateway)).containsExactly("vendor_credential_loaded compreface-keys");
            int sent = server.seen().size();

            replace(keys, "no key");
            Await.until(() -> health(gateway).contains("Changed, but cannot be used: --compreface-keys"));
            assertThat(detect(gateway, cast)).as("the key before is used").isEqualTo(200);
            assertThat(server.seen().size()).isEqualTo(sent + 1);

            replace(routes, routesTo("local"));
            Await.until(() -> acts(gateway).size() == 2);
            assertThat(acts(gateway).getLast()).startsWith("routes_loaded sha256:");
            assertThat(detect(gateway, cast)).isEqualTo(200);
            assertThat(server.seen().size()).as("the embedded engine answers").isEqualTo(sent + 1);
        }
    }

    @Test
    void amazonsKeysAreTakenFromTheirFileWithoutARestartAndAreOnRecord() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        var keys = Files.writeString(folder.resolve("credentials"), profile("AKIAFIRST"));
        var environment = Map.of(
                "AWS_SHARED_CREDENTIALS_FILE", keys.toString(),
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_ACCESS_KEY_ID", "",
                "AWS_EC2_METADATA_DISABLED", "true");
        try (var vendor = FakeVendor.start().answers(Answer.of(200, "{\"FaceDetails\":[]}"));
                var gateway = Gateway.start(
                        data,
                        environment,
                        List.of(),
                        "--provider=rekognition",
                        "--aws-region=us-east-1",
                        "--aws-endpoint=" + vendor.url())) {
            assertThat(keyOfACall(gateway, hope, vendor)).isEqualTo("AKIAFIRST");
            replace(keys, profile("AKIASECOND"));
            Await.until(() -> keyOfACall(gateway, hope, vendor).equals("AKIASECOND"));
            assertThat(acts(gateway)).containsExactly("vendor_credential_loaded AWS_SHARED_CREDENTIALS_FILE");

            replace(keys, "no profile [");
            Await.until(() -> health(gateway).contains("Changed, but cannot be used: AWS_SHARED_CREDENTIALS_FILE"));
            assertThat(keyOfACall(gateway, hope, vendor))
                    .as("the key before is used")
                    .isEqualTo("AKIASECOND");
            assertThat(gateway.log()).doesNotContain("secret-of-", "no profile [");
        }
    }

    private static String profile(String key) {
        return "[default]\naws_access_key_id = " + key + "\naws_secret_access_key = secret-of-" + key + '\n';
    }

    private static String keyOfACall(Gateway gateway, Gateway.Key hope, FakeVendor vendor) throws Exception {
        var picture = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));
        var answer = Wire.signed(gateway.calls(), hope, "DetectFaces", "{\"Image\":{\"Bytes\":\"" + picture + "\"}}")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        return vendor.seen().getLast().header("authorization").replaceAll(".*Credential=([A-Z]+)/.*", "$1");
    }

    private static String routesTo(String provider) {
        return "routes:\n  - {wires: [compreface], providers: [" + provider + "]}\n";
    }

    private static void replace(Path file, String content) throws IOException {
        var next = Files.writeString(file.resolveSibling("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int detect(Gateway gateway, Cast cast) throws Exception {
        var form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n";
        var body = new ByteArrayOutputStream();
        body.write(form.getBytes(StandardCharsets.US_ASCII));
        body.write(Photos.bytes(Photos.ONE));
        body.write("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(gateway.calls().resolve("/api/v1" + DETECT))
                                    .header("x-api-key", cast.hope().apiKey())
                                    .header("Content-Type", "multipart/form-data; boundary=b")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static String health(Gateway gateway) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(gateway.health().resolve("/health/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static List<String> acts(Gateway gateway) {
        return gateway.records().stream()
                .map(record -> record.path("act").asText()
                        + ' '
                        + record.path("subject").asText())
                .filter(act -> act.startsWith("vendor_credential_loaded") || act.startsWith("routes_loaded"))
                .toList();
    }
}
