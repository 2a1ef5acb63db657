package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that show a certificate to the packaged gateway. */
class ClientCertificateIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Path data;
    private static Path server;
    private static Gateway gateway;
    private static HttpClient hope;
    private static HttpClient unregistered;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        cast = Cast.register(data);
        server = SelfSigned.pem(folder, "ip:127.0.0.1");
        hope = showing(SelfSigned.client("hope", folder.resolve("hope.pem"), server));
        unregistered = showing(SelfSigned.client("unregistered", folder.resolve("unregistered.pem"), server));
        var authorities = folder.resolve("authorities.pem");
        Files.writeString(
                authorities,
                Files.readString(folder.resolve("hope.pem")) + Files.readString(folder.resolve("unregistered.pem")));
        register("hope", folder.resolve("hope.pem")).expect(0);
        gateway = Gateway.encrypting(server, data, "--trust-loopback=false", "--tls-client-ca", authorities.toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aCertificateIsACredentialOnTwoWires() throws Exception {
        var answer = detect(hope);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var decision = answer.headers().firstValue("facegate-decision").orElseThrow();
        assertThat(gateway.records()).anySatisfy(record -> {
            assertThat(record.path("id").asText()).isEqualTo(decision);
            assertThat(record.path("method").asText()).isEqualTo("certificate");
            assertThat(record.path("key").asText()).startsWith("FGCT");
            assertThat(record.at("/organisation/id").asText()).isEqualTo("hope");
        });
        var neutral = HttpRequest.newBuilder(address("/facegate/v1/detect"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"image\":" + Neutral.image(Photos.ONE) + "}"))
                .build();
        assertThat(hope.send(neutral, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutACertificateOrWithOneThatIsNotRegisteredNobodyCalls() throws Exception {
        var none =
                HttpClient.newBuilder().sslContext(SelfSigned.trusting(server)).build();
        var missing = detect(none, "X-Forwarded-Client-Cert", "Hash=" + "ab".repeat(32));
        assertThat(missing.body()).contains("MissingAuthenticationToken");
        var unknown = detect(unregistered);
        assertThat(unknown.body()).contains("UnrecognizedClientException").contains("not registered here");
    }

    /** The server names its authority, so the client shows no certificate of another one, and is nobody. */
    @Test
    void aCertificateOfAnotherAuthorityIsNotLetIn() throws Exception {
        var stranger = showing(SelfSigned.client("stranger", folder.resolve("stranger.pem"), server));
        assertThat(detect(stranger).body()).contains("MissingAuthenticationToken");
    }

    @Test
    void theOtherCredentialMustBeOfTheSameOrganisation() throws Exception {
        var same = detect(hope, "Authorization", "Bearer " + cast.hope().apiKey());
        assertThat(same.statusCode()).as(same.body()).isEqualTo(200);
        var other = detect(hope, "Authorization", "Bearer " + cast.beacon().apiKey());
        assertThat(other.body()).contains("UnrecognizedClientException").contains("different organisations");
    }

    @Test
    void aRevokedKeyEndsTheCertificateOnOpenConnectionsToo() throws Exception {
        var client = showing(SelfSigned.client("unregistered", folder.resolve("again.pem"), server));
        var registered =
                register("beacon", folder.resolve("again.pem")).expect(0).json();
        assertThat(register("hope", folder.resolve("again.pem")).code()).isNotZero();
        Gateway.pause(1000);
        assertThat(detect(client).statusCode()).isEqualTo(200);
        Gateway.run("key", "revoke", registered.path("accessKeyId").asText(), "--data", data.toString())
                .expect(0);
        Gateway.pause(1000);
        assertThat(detect(client).body()).contains("UnrecognizedClientException");
    }

    private static Gateway.Result register(String organisation, Path certificate) {
        return Gateway.run(
                "key",
                "add-certificate",
                "--org",
                organisation,
                "--certificate",
                certificate.toString(),
                "--data",
                data.toString());
    }

    private static HttpClient showing(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static URI address(String path) {
        return URI.create("https://127.0.0.1:" + gateway.encrypted().getPort() + path);
    }

    private static HttpResponse<String> detect(HttpClient client, String... header)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address("/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "RekognitionService.DetectFaces")
                .POST(BodyPublishers.ofString(DETECT));
        if (header.length > 0) {
            request.headers(header);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
