package io.facegate.registry.master;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Stands in for Azure Key Vault: one key with versions, which really wraps by RSA-OAEP-256, and strict about requests. */
final class FakeKeyVault implements AutoCloseable {
    static final String TOKEN = "a-token";

    private static final Pattern PATH = Pattern.compile("/keys/facegate(?:/([0-9a-f]{32}))?/(wrapkey|unwrapkey)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final HttpServer server;
    private final Map<String, KeyPair> versions = new LinkedHashMap<>();
    private boolean enabled = true;
    private volatile String form = "";

    FakeKeyVault() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.createContext("/t1/oauth2/v2.0/token", this::issue);
        server.createContext("/metadata/identity/oauth2/token", this::issue);
        server.start();
        addVersion();
    }

    URI key() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys/facegate");
    }

    void addVersion() throws GeneralSecurityException {
        var maker = KeyPairGenerator.getInstance("RSA");
        maker.initialize(2048);
        versions.put("%032x".formatted(versions.size() + 1), maker.generateKeyPair());
    }

    void enable(boolean now) {
        enabled = now;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")
                    || exchange.getRequestURI().getPath().startsWith("/t2")) {
                send(exchange, 404, error("NotFound"));
                return;
            }
            var path = PATH.matcher(exchange.getRequestURI().getPath());
            var asked = JSON.readTree(exchange.getRequestBody());
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, error("Unauthorized"));
            } else if (!path.matches()
                    || !"api-version=7.4".equals(exchange.getRequestURI().getQuery())) {
                send(exchange, 404, error("KeyNotFound"));
            } else if (!enabled) {
                send(exchange, 403, error("Forbidden"));
            } else if (!"RSA-OAEP-256".equals(asked.path("alg").asText())) {
                send(exchange, 400, error("BadParameter"));
            } else {
                var version = path.group(1) == null ? "%032x".formatted(versions.size()) : path.group(1);
                var value = Base64.getUrlDecoder().decode(asked.path("value").asText());
                compute(exchange, version, value, path.group(2).equals("wrapkey"));
            }
        }
    }

    /** Issues a token, as Microsoft Entra or a machine's own service does. */
    private void issue(HttpExchange exchange) throws IOException {
        try (exchange) {
            form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = form.contains("grant_type=client_credentials")
                    || "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
            send(exchange, known ? 200 : 400, "{\"access_token\":\"" + TOKEN + "\"}");
        }
    }

    /** The form by which a token was asked for last. */
    String lastForm() {
        return form;
    }

    private void compute(HttpExchange exchange, String version, byte[] value, boolean wraps) throws IOException {
        try {
            send(exchange, 200, result(version, value, wraps));
        } catch (GeneralSecurityException refused) {
            send(exchange, 400, error("BadParameter"));
        }
    }

    private String result(String version, byte[] value, boolean wraps) throws GeneralSecurityException {
        var pair = versions.get(version);
        var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                wraps ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, wraps ? pair.getPublic() : pair.getPrivate(), OAEP);
        return JSON.createObjectNode()
                .put("kid", key() + "/" + version)
                .put("value", Base64.getUrlEncoder().withoutPadding().encodeToString(cipher.doFinal(value)))
                .toString();
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"A name: secret-account\"}}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
