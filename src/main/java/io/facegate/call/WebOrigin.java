package io.facegate.call;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A web origin (RFC 6454): scheme, host and port of a server.
 *
 * @param port 0 or less for the scheme's own
 */
public record WebOrigin(boolean isTls, String host, int port) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** True if a header {@code Origin} names this origin; false for one that is malformed, opaque or absent. */
    public boolean isNamedBy(@Nullable String header) {
        if (header == null) {
            return false;
        }
        try {
            var there = URI.create(header);
            return (isTls ? "https" : "http").equals(there.getScheme())
                    && host.equalsIgnoreCase(there.getHost())
                    && known(there.getPort()) == known(port);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private int known(int given) {
        return given > 0 ? given : isTls ? HTTPS : HTTP;
    }
}
