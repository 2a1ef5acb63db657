package io.facegate.app.tokens;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where people log in at an issuer.
 *
 * @param authorization where the browser is sent
 * @param token where a code is exchanged
 * @param logout where a person logs out, or null
 * @param namesIssuer whether what the browser brings back names the issuer (RFC 9207)
 */
record OidcEndpoints(URI authorization, URI token, @Nullable URI logout, boolean namesIssuer) {
    /**
     * Where a person logs in who has a browser elsewhere (RFC 8628).
     *
     * @param device where such a login begins
     * @param token where it is waited for
     */
    record Device(URI device, URI token) {}
}
