package io.facegate.cli.caller;

import io.facegate.call.Digests;
import io.facegate.identity.SigV4Signer;
import io.facegate.identity.SigV4Signer.SigningCredentials;
import io.facegate.integrity.TrustedAuthorities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client with a caller's key, as {@code key mint --export} exports it. The secret of a pair signs the request and is
 * never sent. An API key is sent over TLS, or to this machine.
 */
final class CallerClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI gateway;
    private final Map<String, String> environment;
    private final @Nullable Path authorities;

    /** @param authorities PEM file of the certificates to trust instead of the machine's, or null */
    CallerClient(URI gateway, Map<String, String> environment, @Nullable Path authorities) {
        this.gateway = gateway;
        this.environment = environment;
        this.authorities = authorities;
    }

    /** Why the gateway cannot be asked, or null. */
    @Nullable
    String problem() {
        boolean web = ("http".equals(gateway.getScheme()) || "https".equals(gateway.getScheme()))
                && gateway.getHost() != null
                && gateway.getUserInfo() == null;
        if (!web) {
            return "--gateway is not an address such as https://gateway.example:8443.";
        }
        if (!isSigned() && value("FACEGATE_API_KEY") == null) {
            return "There is no key. Set FACEGATE_API_KEY, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as facegate"
                    + " key mint --export does.";
        }
        if (!isSigned() && !isEncrypted() && !isHere()) {
            return "An API key is not sent without TLS. Name the gateway's https:// address, or set AWS_ACCESS_KEY_ID"
                    + " and AWS_SECRET_ACCESS_KEY: the secret signs the request and is never sent.";
        }
        return null;
    }

    private boolean isEncrypted() {
        return "https".equals(gateway.getScheme());
    }

    private boolean isHere() {
        return List.of("127.0.0.1", "localhost", "[::1]").contains(gateway.getHost());
    }

    private boolean isSigned() {
        return value("AWS_ACCESS_KEY_ID") != null && value("AWS_SECRET_ACCESS_KEY") != null;
    }

    private @Nullable String value(String variable) {
        var value = environment.get(variable);
        return value == null || value.isBlank() ? null : value;
    }

    HttpResponse<String> get(String path, Map<String, String> declared)
            throws IOException, InterruptedException, GeneralSecurityException {
        var base = gateway.getPath().replaceAll("/+$", "");
        var request = HttpRequest.newBuilder(gateway.resolve(base + path))
                .timeout(PATIENCE)
                .GET();
        headers(base + path, declared).forEach((name, value) -> {
            if (!name.equals("host")) {
                request.header(name, value);
            }
        });
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
        if (authorities != null) {
            client.sslContext(TrustedAuthorities.trustOnly(TrustedAuthorities.read(authorities)));
        }
        try (var http = client.build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private Map<String, String> headers(String path, Map<String, String> declared) {
        var headers = new HashMap<>(declared);
        var id = value("AWS_ACCESS_KEY_ID");
        var secret = value("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            headers.put("x-api-key", String.valueOf(value("FACEGATE_API_KEY")));
            return headers;
        }
        headers.put("host", gateway.getPort() < 0 ? gateway.getHost() : gateway.getHost() + ':' + gateway.getPort());
        return new SigV4Signer("us-east-1", "rekognition", InstantSource.system())
                .sign("GET", path, headers, Digests.sha256(new byte[0]), new SigningCredentials(id, secret, null));
    }
}
