package io.facegate.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * AWS KMS as Moto emulates it; the AWS SDK of this process is told to ask it, as an operator would tell it. Moto uses
 * disabled keys all the same, so what stands before it refuses them as AWS does.
 */
final class KmsEmulator implements AutoCloseable {
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "AKIATEST", "aws.secretAccessKey", "secret");
    private static final String ENDPOINT = "aws.endpointUrlKms";
    private static final String SCHEME = "aws-kms:";

    private final Moto moto;
    private final URI url;
    private final HttpServer front;
    private final HttpClient forward = HttpClient.newHttpClient();
    private final KmsClient client;
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();

    private KmsEmulator(Moto moto) throws Exception {
        this.moto = moto;
        this.url = moto.url();
        this.front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.createContext("/", this::answer);
        front.start();
        this.client = KmsClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        CREDENTIALS.forEach(System::setProperty);
        System.setProperty(ENDPOINT, endpoint().toString());
    }

    static KmsEmulator start() throws Exception {
        return new KmsEmulator(Moto.start());
    }

    /** Where it answers. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var text = new String(body, StandardCharsets.UTF_8);
            if (disabled.stream().anyMatch(text::contains)) {
                send(exchange, 400, "{\"__type\":\"DisabledException\",\"message\":\"is disabled.\"}");
                return;
            }
            var request = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofByteArray(body));
            for (var name : new String[] {"X-Amz-Target", "Content-Type", "Authorization", "X-Amz-Date"}) {
                request.header(name, exchange.getRequestHeaders().getFirst(name));
            }
            var answer = forward.send(request.build(), BodyHandlers.ofString());
            send(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** A new key, by its name as a master key. */
    String key() {
        return SCHEME + client.createKey(how -> {}).keyMetadata().arn();
    }

    /** An alias of a key, by its name as a master key. */
    String alias(String key, String name) {
        var arn = key.substring(SCHEME.length());
        client.createAlias(how -> how.aliasName("alias/" + name).targetKeyId(arn));
        return SCHEME + arn.replaceAll(":key/.*", ":alias/" + name);
    }

    void disable(String key) {
        disabled.add(key.substring(SCHEME.length()));
    }

    void enable(String key) {
        disabled.remove(key.substring(SCHEME.length()));
    }

    /** Nobody answers at this endpoint, until it is given back. */
    Absence unreachable() {
        var before = System.setProperty(ENDPOINT, "http://127.0.0.1:9");
        return () -> System.setProperty(ENDPOINT, before);
    }

    /** The time in which nobody answers. */
    interface Absence extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        System.clearProperty(ENDPOINT);
        CREDENTIALS.keySet().forEach(System::clearProperty);
        client.close();
        forward.close();
        front.stop(0);
        try {
            moto.stop();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
