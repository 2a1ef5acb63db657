package io.facegate.app.demo;

import io.facegate.app.vendors.rekognition.SignedRekognitionRequest;
import io.facegate.registry.MintedKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Rekognition client of the demo, with real SigV4 signatures as from an AWS SDK. */
final class SignedClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final MintedKey key;

    SignedClient(URI gateway, MintedKey key) {
        this.gateway = gateway;
        this.key = key;
    }

    HttpResponse<String> detectFaces(Path picture) throws IOException, InterruptedException {
        return call("DetectFaces", "{\"Image\":" + image(picture) + "}");
    }

    HttpResponse<String> compareFaces(Path source, Path target) throws IOException, InterruptedException {
        return call("CompareFaces", "{\"SourceImage\":" + image(source) + ",\"TargetImage\":" + image(target) + "}");
    }

    private static String image(Path picture) throws IOException {
        return "{\"Bytes\":\"" + Base64.getEncoder().encodeToString(Files.readAllBytes(picture)) + "\"}";
    }

    private HttpResponse<String> call(String operation, String json) throws IOException, InterruptedException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        return http.send(
                SignedRekognitionRequest.of(gateway, key, operation, body).build(), BodyHandlers.ofString());
    }
}
