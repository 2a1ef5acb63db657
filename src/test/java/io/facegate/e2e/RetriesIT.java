package io.facegate.e2e;

import static io.facegate.e2e.JavaSdkIT.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.ai.vision.imageanalysis.ImageAnalysisClientBuilder;
import com.azure.ai.vision.imageanalysis.models.VisualFeatures;
import com.azure.core.credential.KeyCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.SelfSigned;
import io.facegate.e2e.Gateway.Key;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.rekognition.model.RekognitionException;

/**
 * One call of an unmodified client whose vendor answers each with an error, directly and through a gateway: how many
 * calls the vendor sees. The client retries, the gateway does not.
 */
class RetriesIT {
    private static final Answer AWS_THROTTLES = Answer.error(400, "ThrottlingException");
    private static final Answer AWS_FAILS = Answer.error(503, "ServiceUnavailableException");
    private static final Answer AWS_REJECTS = Answer.error(400, "UnrecognizedClientException");
    private static final Answer AZURE_THROTTLES = Answer.of(
                    429, "{\"error\":{\"code\":\"429\",\"message\":\"Slow down.\"}}")
            .with("Content-Type", "application/json")
            .with("Retry-After", "1");
    private static final Answer AZURE_FAILS = Answer.of(
                    503, "{\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"Broken.\"}}")
            .with("Content-Type", "application/json");
    private static final Answer AZURE_REJECTS = Answer.of(
                    401,
                    "{\"error\":{\"code\":\"401\",\"message\":\"Access denied due to invalid subscription key.\"}}")
            .with("Content-Type", "application/json");

    @TempDir
    private static Path folder;

    private static Path certificate;

    @BeforeAll
    static void prepare() throws Exception {
        Node.install("retries.mjs");
        certificate = SelfSigned.pem(folder, "ip:127.0.0.1,dns:localhost");
    }

    /** A client at work: it calls once at an address, with a key. */
    private interface Client {
        void call(Target target) throws Exception;
    }

    /** What a client is told. */
    private record Target(URI address, Key key, Path photo) {}

    /** Who is asked, directly or through a gateway. */
    private record Calls(int direct, int through) {}

    @Test
    void amazonSeesAsManyCallsAsWithoutTheGateway() throws Exception {
        assertSame(
                measureAll(awsClients(), AWS_THROTTLES),
                Map.of(
                        "boto3 legacy",
                        5,
                        "boto3 standard",
                        3,
                        "boto3 adaptive",
                        3,
                        "Java legacy",
                        4,
                        "Java standard",
                        3,
                        "Java adaptive",
                        3,
                        "JavaScript v3",
                        3));
    }

    @Test
    void anAmazonThatFailsSeesAsManyCallsAsWithoutTheGateway() throws Exception {
        var few = awsClients();
        // With all of them the circuit would open.
        few.keySet().retainAll(List.of("boto3 legacy", "Java legacy", "JavaScript v3"));
        assertSame(measureAll(few, AWS_FAILS), Map.of("boto3 legacy", 5, "Java legacy", 4, "JavaScript v3", 3));
    }

    @Test
    void rejectedCredentialsOfTheGatewayAreTriedOnce() throws Exception {
        for (var one : measureAll(awsClients(), AWS_REJECTS).entrySet()) {
            assertThat(one.getValue().through()).as(one.getKey()).isEqualTo(1);
        }
        for (var one : measureAll(azureClients(), AZURE_REJECTS).entrySet()) {
            assertThat(one.getValue().through()).as(one.getKey()).isEqualTo(1);
        }
    }

    @Test
    void azureSeesAsManyCallsAsWithoutTheGateway() throws Exception {
        assertSame(
                measureAll(azureClients(), AZURE_THROTTLES),
                Map.of("Face JavaScript", 4, "image analysis JavaScript", 4, "image analysis Java", 4));
        assertSame(
                measureAll(azureClients(), AZURE_FAILS),
                Map.of("Face JavaScript", 4, "image analysis JavaScript", 4, "image analysis Java", 4));
    }

    private static void assertSame(Map<String, Calls> seen, Map<String, Integer> expected) {
        expected.forEach(
                (client, calls) -> assertThat(seen.get(client)).as(client).isEqualTo(new Calls(calls, calls)));
        assertThat(seen).hasSameSizeAs(expected);
    }

    private static Map<String, Client> awsClients() {
        var all = new TreeMap<String, Client>();
        for (var mode : List.of("legacy", "standard", "adaptive")) {
            all.put("boto3 " + mode, target -> boto3(mode, target));
        }
        for (var mode : List.of(RetryMode.LEGACY, RetryMode.STANDARD, RetryMode.ADAPTIVE_V2)) {
            var name = "Java " + mode.name().toLowerCase(java.util.Locale.ROOT).replace("_v2", "");
            all.put(name, target -> javaSdk(mode, target));
        }
        all.put("JavaScript v3", target -> javaScript("rekognition", target));
        return all;
    }

    private static Map<String, Client> azureClients() {
        return Map.of(
                "Face JavaScript", target -> javaScript("face", target),
                "image analysis JavaScript", target -> javaScript("vision", target),
                "image analysis Java", RetriesIT::imageAnalysis);
    }

    /** All clients at once, since they wait most of their time; each sends another picture, by which it is known. */
    private static Map<String, Calls> measureAll(Map<String, Client> clients, Answer answer) throws Exception {
        boolean isAzure = answer.headers().containsValue("application/json");
        var data = Files.createTempDirectory(folder, "data");
        var key = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var alone = vendor(isAzure).answers(answer);
                var behind = FakeVendor.start().answers(answer);
                var gateway = inFrontOf(behind.url(), data);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = new ArrayList<CompletableFuture<Void>>();
            for (var client : clients.entrySet()) {
                var photo = Files.write(folder.resolve(client.getKey() + ".jpg"), picture(working.size()));
                var through = isAzure ? gateway.encrypted() : gateway.calls();
                for (var address : List.of(alone.url(), through)) {
                    working.add(CompletableFuture.runAsync(
                            () -> run(client.getValue(), new Target(address, key, photo)), threads));
                }
            }
            working.forEach(CompletableFuture::join);
            var found = new TreeMap<String, Calls>();
            int number = 0;
            for (var client : clients.keySet()) {
                found.put(client, new Calls(count(alone, number), count(behind, number)));
                number += 2;
            }
            return found;
        }
    }

    /** The photograph, with so many bytes more after its end. */
    private static byte[] picture(int number) {
        return Arrays.copyOf(Photos.bytes(Photos.ONE), Photos.bytes(Photos.ONE).length + number);
    }

    private static int count(FakeVendor vendor, int number) throws IOException {
        int length = picture(number).length;
        int calls = 0;
        for (var seen : vendor.seen()) {
            boolean isJson = seen.body()[0] == '{';
            var image = isJson
                    ? Gateway.JSON.readTree(seen.body()).at("/Image/Bytes").binaryValue()
                    : seen.body();
            calls += image.length == length ? 1 : 0;
        }
        return calls;
    }

    /** Azure's clients send a key to nobody without TLS. */
    private static FakeVendor vendor(boolean isAzure) throws Exception {
        return isAzure
                ? FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1,dns:localhost"))
                : FakeVendor.start();
    }

    private static Gateway inFrontOf(URI vendor, Path data) throws IOException {
        var policies = Files.createTempDirectory(folder, "policies");
        Files.writeString(policies.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: faces, effect: permit, match: {capability: [detect, not_face]}}
            """);
        var key = Files.writeString(folder.resolve("azure.key"), "the-gateways-own-key\n")
                .toString();
        var options = new ArrayList<>(List.of("--provider", "rekognition,azure", "--policies", policies.toString()));
        options.addAll(List.of("--azure-endpoint", vendor.toString(), "--azure-key", key));
        options.addAll(List.of("--azure-vision-endpoint", vendor.toString(), "--azure-vision-key", key));
        options.addAll(List.of("--tls-port", "0", "--tls-cert", certificate.toString()));
        options.addAll(
                List.of("--tls-key", certificate.resolveSibling("vendor.key").toString()));
        return Gateways.inFrontOf(vendor, data, options.toArray(String[]::new));
    }

    private static void run(Client client, Target target) {
        try {
            client.call(target);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void boto3(String mode, Target target) {
        var python = Node.demand("/usr/bin/python3", "python3");
        var builder = new ProcessBuilder(python, "src/test/py/retries.py");
        builder.environment().putAll(environment(target));
        builder.environment().putAll(Map.of("MODE", mode));
        assertThat(Gateway.Result.of(builder).expect(0).json().get("code").isTextual())
                .isTrue();
    }

    private static void javaScript(String client, Target target) {
        var environment = environment(target);
        environment.putAll(Map.of("CLIENT", client, "NODE_EXTRA_CA_CERTS", certificate.toString()));
        var builder = new ProcessBuilder(Node.demand("/usr/bin/node", "nodejs"), "target/js/retries.mjs");
        builder.environment().putAll(environment);
        assertThat(Gateway.Result.of(builder).expect(0).json().get("code").isTextual())
                .isTrue();
    }

    private static Map<String, String> environment(Target target) {
        return new HashMap<>(Map.of(
                "ENDPOINT", target.address.toString(),
                "KEY_ID", target.key.id(),
                "KEY_SECRET", target.key.secret(),
                "API_KEY", target.key.apiKey(),
                "PHOTO", target.photo.toString()));
    }

    private static void javaSdk(RetryMode mode, Target target) {
        try (var client = new Sdk(target.address)
                .client(
                        target.key,
                        builder -> builder.overrideConfiguration(
                                all -> all.retryStrategy(AwsRetryStrategy.forRetryMode(mode))))) {
            client.detectFaces(call -> call.image(image(target.photo)));
        } catch (RekognitionException expected) {
            assertThat(expected.awsErrorDetails().errorCode()).isNotEmpty();
        }
    }

    private static void imageAnalysis(Target target) throws Exception {
        var trusting = HttpClient.newBuilder().sslContext(SelfSigned.trusting(certificate));
        var client = new ImageAnalysisClientBuilder()
                .endpoint(target.address.toString())
                .credential(new KeyCredential(target.key.apiKey()))
                .httpClient(new JdkHttpClientBuilder(trusting).build())
                .buildClient();
        try {
            client.analyze(
                    BinaryData.fromBytes(Files.readAllBytes(target.photo)), List.of(VisualFeatures.PEOPLE), null);
        } catch (HttpResponseException expected) {
            assertThat(expected.getResponse().getStatusCode()).isPositive();
        }
    }
}
