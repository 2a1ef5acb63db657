package io.facegate.app.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/** A webhook that checks each signature by the standard, keeps what it accepted, and can refuse. */
public final class WebhookReceiver implements AutoCloseable {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The secret as the file holds it. */
    public static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    /**
     * Something that came.
     *
     * @param isSigned whether the signature is right
     */
    public record Received(String id, boolean isSigned, JsonNode body) {}

    /** What was accepted. */
    public final List<Received> received = new CopyOnWriteArrayList<>();
    /** Requests that were answered by an error. */
    public final AtomicInteger refused = new AtomicInteger();
    /** The status of answers; 200 accepts. */
    public volatile int status = 200;

    /** What happens before an answer that accepts. */
    public volatile Runnable beforeAnswer = () -> {};

    private final HttpServer server;

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    public static WebhookReceiver start() throws IOException {
        return start(HttpServer.create(address(), 0));
    }

    /** One that speaks TLS only. */
    public static WebhookReceiver start(SSLContext identity) throws IOException {
        var server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        return start(server);
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static WebhookReceiver start(HttpServer server) {
        var receiver = new WebhookReceiver(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    public URI url() {
        var scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var heads = exchange.getRequestHeaders();
            var id = heads.getFirst("webhook-id");
            var timestamp = heads.getFirst("webhook-timestamp");
            if (status != 200) {
                refused.incrementAndGet();
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            } else {
                received.add(new Received(
                        id,
                        ("v1," + sign(id + '.' + timestamp + '.', body)).equals(heads.getFirst("webhook-signature")),
                        JsonMappers.PLAIN.readTree(body)));
                beforeAnswer.run();
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static String sign(String head, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
