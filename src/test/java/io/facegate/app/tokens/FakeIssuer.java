package io.facegate.app.tokens;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** A token issuer on loopback: a discovery document and a key set, both as a test sets them. */
final class FakeIssuer implements AutoCloseable {
    static final String DISCOVERY = "/.well-known/openid-configuration";
    static final String KEYS = "/keys";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    /** What was sent last to a path: the body, and in a second line the authorization. */
    private final Map<String, String> forms = new ConcurrentHashMap<>();

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param pause milliseconds before each byte, for slow servers; 0 for none */
    record Answer(int status, String body, String location, int pause) {}

    FakeIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            asked.add(path);
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var sent = exchange.getRequestHeaders().getFirst("Authorization");
            forms.put(path, form + '\n' + sent);
            var answer = answers.getOrDefault(path, new Answer(404, "", "", 0));
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            if (!answer.location().isEmpty()) {
                exchange.getResponseHeaders().add("Location", answer.location());
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            try (var out = exchange.getResponseBody()) {
                write(out, body, answer.pause());
            } catch (IOException gone) {
                // The client gave up, as it should with a slow server.
            }
        });
        server.start();
        answer(DISCOVERY, discovery(url(), url() + KEYS));
    }

    private static void write(OutputStream out, byte[] body, int pause) throws IOException {
        if (pause == 0) {
            out.write(body);
            return;
        }
        for (var one : body) {
            sleep(pause);
            out.write(one);
            out.flush();
        }
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    static String discovery(String issuer, String keys) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\",\"response_types_supported\":[\"code\"]}";
    }

    FakeIssuer answer(String path, String body) {
        answers.put(path, new Answer(200, body, "", 0));
        return this;
    }

    FakeIssuer answer(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    FakeIssuer keys(String... jwks) {
        return answer(KEYS, "{\"keys\":[" + String.join(",", jwks) + "]}");
    }

    String form(String path) {
        return forms.getOrDefault(path, "");
    }

    /** How often a path was asked for. */
    long asked(String path) {
        return asked.stream().filter(path::equals).count();
    }

    static String jwk(String id, PublicKey key) {
        try {
            var jwk = PublicJsonWebKey.Factory.newPublicJwk(key);
            jwk.setKeyId(id);
            return jwk.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** So many small keys. */
    static String[] many(int count, PublicKey key) {
        var all = new ArrayList<String>();
        for (int at = 0; at < count; at++) {
            all.add(at == 0 ? jwk("k0", key) : "{\"kty\":\"oct\",\"k\":\"AA\"}");
        }
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
