package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Discovery 1.0: where an issuer publishes its keys, and where its people log in. */
final class OidcDiscovery {
    private static final String PATH = "/.well-known/openid-configuration";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private OidcDiscovery() {}

    /** Address of the discovery document of an issuer. */
    static String address(String issuer) {
        return (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + PATH;
    }

    /** Why an address is not fetched, or null. Plain HTTP would let anybody on the way replace the keys. */
    static @Nullable String problem(String address) {
        try {
            var uri = new URI(address);
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                return "is no address of a host, without a user and without a fragment";
            }
            return "https".equals(uri.getScheme()) || isPlainLoopback(uri)
                    ? null
                    : "must be https, or http on this machine";
        } catch (URISyntaxException malformed) {
            return "is no address";
        }
    }

    private static boolean isPlainLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
    }

    /**
     * Asks the issuer where its keys are.
     *
     * @throws IOException if the document names another issuer, or another host than the issuer's
     */
    static URI locateKeys(String issuer) throws IOException {
        var document = URI.create(address(issuer));
        var found = document(issuer);
        var keys = found.path("jwks_uri").textValue();
        if (keys == null || problem(keys) != null || !isSameOrigin(document, URI.create(keys))) {
            throw new IOException(document + " names no address of keys on the issuer's own host");
        }
        return URI.create(keys);
    }

    /**
     * Asks the issuer where people log in.
     *
     * @throws IOException if the document names another issuer, or a token endpoint on another host than the issuer's
     */
    static OidcEndpoints locateEndpoints(String issuer) throws IOException {
        var document = URI.create(address(issuer));
        var found = document(issuer);
        var authorization = found.path("authorization_endpoint").textValue();
        var token = found.path("token_endpoint").textValue();
        if (authorization == null || problem(authorization) != null) {
            throw new IOException(document + " names no address at which people log in");
        }
        if (token == null || problem(token) != null || !isSameOrigin(document, URI.create(token))) {
            throw new IOException(document + " names no token endpoint on the issuer's own host");
        }
        var logout = found.path("end_session_endpoint").textValue();
        return new OidcEndpoints(
                URI.create(authorization),
                URI.create(token),
                logout == null || problem(logout) != null ? null : URI.create(logout),
                found.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    /**
     * Asks the issuer where people log in who have a browser elsewhere.
     *
     * @throws IOException if the document names another issuer, or an endpoint on another host than the issuer's
     */
    static OidcEndpoints.Device locateDevice(String issuer) throws IOException {
        return new OidcEndpoints.Device(
                endpoint(issuer, "device_authorization_endpoint"), endpoint(issuer, "token_endpoint"));
    }

    private static URI endpoint(String issuer, String name) throws IOException {
        var document = URI.create(address(issuer));
        var found = document(issuer).path(name).textValue();
        if (found == null || problem(found) != null || !isSameOrigin(document, URI.create(found))) {
            throw new IOException(document + " names no " + name + " on the issuer's own host");
        }
        return URI.create(found);
    }

    private static JsonNode document(String issuer) throws IOException {
        var document = URI.create(address(issuer));
        var found = read(IssuerHttpClient.get(document));
        if (!issuer.equals(found.path("issuer").textValue())) {
            throw new IOException(document + " is of another issuer");
        }
        return found;
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return Objects.equals(one.getScheme(), other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private static JsonNode read(byte[] document) throws IOException {
        try {
            return JsonMappers.STRICT.readTree(document);
        } catch (IOException malformed) {
            throw new IOException("The discovery document is no JSON", malformed);
        }
    }
}
