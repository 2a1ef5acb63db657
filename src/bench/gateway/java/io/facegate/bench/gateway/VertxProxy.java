package io.facegate.bench.gateway;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A bare proxy that verifies an AWS signature and the hash of the body, and does nothing else: what Java can do at
 * best. It knows one key, caches the signing key, and does not check the clock.
 */
public final class VertxProxy extends AbstractVerticle {
    private static final int CONNECTIONS = 64;
    private static final int REFUSED = 403;
    private static final int BAD_GATEWAY = 502;
    private static final HexFormat HEX = HexFormat.of();

    private final int port;
    private final URI upstream;
    private final String secret;
    private String scope = "";
    private byte[] signingKey = new byte[0];
    private HttpClient client;

    private VertxProxy(int port, URI upstream, String secret) {
        this.port = port;
        this.upstream = upstream;
        this.secret = secret;
    }

    /** Starts it: port, upstream, secret access key. One event loop a core. */
    public static void main(String... args) {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx.vertx()
                .deployVerticle(
                        () -> new VertxProxy(Integer.parseInt(args[0]), URI.create(args[1]), args[2]),
                        new DeploymentOptions().setInstances(loops));
    }

    @Override
    public void start() {
        client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        vertx.createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> answer(request, body)))
                .listen(port, "127.0.0.1");
    }

    private void answer(HttpServerRequest request, Buffer body) {
        if (!isSigned(request, body.getBytes())) {
            request.response().setStatusCode(REFUSED).end();
            return;
        }
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(upstream.getHost())
                        .setPort(upstream.getPort())
                        .setURI(request.uri())
                        .putHeader("Content-Type", request.getHeader("Content-Type")))
                .compose(onward -> onward.send(body))
                .compose(HttpClientResponse::body)
                .onSuccess(reply -> request.response()
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .end(reply))
                .onFailure(
                        failed -> request.response().setStatusCode(BAD_GATEWAY).end());
    }

    private boolean isSigned(HttpServerRequest request, byte[] body) {
        try {
            var parts = request.getHeader("Authorization").split("Credential=|, SignedHeaders=|, Signature=");
            var names = parts[2];
            var given = HEX.parseHex(parts[3]);
            var hash = HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            var declared = request.getHeader("x-amz-content-sha256");
            var canonical = canonical(request, names, hash);
            var scoped = parts[1].substring(parts[1].indexOf('/') + 1);
            var toSign = "AWS4-HMAC-SHA256\n" + request.getHeader("X-Amz-Date") + '\n' + scoped + '\n'
                    + HEX.formatHex(
                            MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
            return (declared == null || declared.equals(hash))
                    && MessageDigest.isEqual(given, hmac(key(scoped), toSign));
        } catch (GeneralSecurityException | RuntimeException malformed) {
            return false;
        }
    }

    private static String canonical(HttpServerRequest request, String names, String hash) {
        var text = new StringBuilder("POST\n").append(request.path()).append("\n\n");
        for (var name : List.of(names.split(";"))) {
            text.append(name.toLowerCase(Locale.ROOT))
                    .append(':')
                    .append(request.getHeader(name).strip())
                    .append('\n');
        }
        return text.append('\n').append(names).append('\n').append(hash).toString();
    }

    private byte[] key(String scoped) throws GeneralSecurityException {
        if (!scoped.equals(scope)) {
            var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (var part : scoped.split("/")) {
                key = hmac(key, part);
            }
            signingKey = key;
            scope = scoped;
        }
        return signingKey;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
