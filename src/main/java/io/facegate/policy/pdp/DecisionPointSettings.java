package io.facegate.policy.pdp;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a decision point.
 *
 * @param base base URL; {@code /access/v1/evaluation} is appended
 * @param token file with the bearer token of this gateway, or null for none
 * @param timeout for one question, from connect to the last byte of the response
 */
public record DecisionPointSettings(URI base, @Nullable Path token, Duration timeout) {
    private static final String EVALUATION = "/access/v1/evaluation";
    private static final String METADATA = "/.well-known/authzen-configuration";

    /** Why the URL is not acceptable, or null. */
    public static @Nullable String problem(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException broken) {
            return "it is not a URL";
        }
        var host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return "it must be a URL of scheme, host, port and path alone";
        }
        boolean safe = "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(host));
        return safe ? null : "it must begin with https://, unless it is on this machine (127.0.0.1, [::1], localhost)";
    }

    URI evaluation() {
        return base.resolve(path() + EVALUATION);
    }

    /** URL of the decision point's AuthZEN metadata. */
    URI metadata() {
        return base.resolve(METADATA + path());
    }

    private String path() {
        var path = base.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
