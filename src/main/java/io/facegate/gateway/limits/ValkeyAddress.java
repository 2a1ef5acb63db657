package io.facegate.gateway.limits;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Address of a Valkey or Redis server.
 *
 * @param tls true for {@code rediss://}
 * @param user null for the server's default user
 */
public record ValkeyAddress(
        String host, int port, boolean tls, @Nullable String user) {
    private static final int DEFAULT_PORT = 6379;

    /** Why the text is no address that is accepted, or null. */
    public static @Nullable String problem(String url) {
        try {
            var uri = new URI(url);
            if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
                return "it must start with redis:// or rediss://";
            }
            if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                return "it must be redis://HOST:PORT";
            }
            if (uri.getRawPath() != null && !uri.getRawPath().isEmpty()) {
                return "it must be redis://HOST:PORT, without a path: database 0 is used";
            }
            return uri.getUserInfo() != null && uri.getUserInfo().indexOf(':') >= 0
                    ? "it holds a password, which others on this machine can read; put it in a file and name that with"
                            + " --limits-password"
                    : null;
        } catch (URISyntaxException malformed) {
            return "it is not a URL";
        }
    }

    public static ValkeyAddress parse(String url) {
        var uri = URI.create(url);
        return new ValkeyAddress(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                uri.getScheme().equals("rediss"),
                uri.getUserInfo());
    }

    /** True if a password sent there could be read on the way: without TLS, and not to this machine. */
    public boolean exposesPassword() {
        return !tls && !isLoopback();
    }

    /** A name is not looked up: only {@code localhost} is this machine. */
    private boolean isLoopback() {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    @Override
    public String toString() {
        return host + ':' + port;
    }
}
