package io.facegate.app.demo;

import io.facegate.registry.MintedKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Rekognition client of the demo, with real SigV4 signatures as from an AWS SDK. */
final class SignedClient {
    /** Headers that the JDK's client sets itself. */
    private static final Set<String> OWN = Set.of("host", "content-length");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final URI gateway;
    private final AwsCredentialsIdentity key;

    SignedClient(URI gateway, MintedKey key) {
        this.gateway = gateway;
        this.key = AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey());
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
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(gateway.resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "RekognitionService." + operation)
                .build();
        var signed = signer.sign(request -> request.identity(key)
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rekognition")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        var request = HttpRequest.newBuilder(gateway.resolve("/")).POST(BodyPublishers.ofByteArray(body));
        signed.request().headers().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
