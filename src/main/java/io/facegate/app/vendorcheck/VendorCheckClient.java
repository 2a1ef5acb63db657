package io.facegate.app.vendorcheck;

import io.facegate.app.demo.SignedRekognitionRequest;
import io.facegate.registry.MintedKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Client of the check: calls the gateway on the vendor's wire, with the key that the check made. */
final class VendorCheckClient {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final MintedKey key;
    private final String provider;

    VendorCheckClient(URI gateway, MintedKey key, String provider) {
        this.gateway = gateway;
        this.key = key;
        this.provider = provider;
    }

    /** Sends one call, and returns the gateway's answer. */
    HttpResponse<byte[]> send(CheckedCall step, String path, byte[] body) throws IOException, InterruptedException {
        var request = provider.equals("rekognition")
                ? SignedRekognitionRequest.of(gateway, key, step.operation(), body)
                : HttpRequest.newBuilder(gateway.resolve(path))
                        .method(step.method(), BodyPublishers.ofByteArray(body))
                        .header(keyHeader(), key.apiKey());
        if (!provider.equals("rekognition") && body.length > 0) {
            request.header("Content-Type", step.sendsPicture() ? "application/octet-stream" : "application/json");
        }
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    }

    private String keyHeader() {
        return switch (provider) {
            case "azure" -> "Ocp-Apim-Subscription-Key";
            case "google" -> "x-goog-api-key";
            default -> "x-api-key";
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
