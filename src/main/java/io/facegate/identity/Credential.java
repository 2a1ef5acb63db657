package io.facegate.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An unverified credential. */
public sealed interface Credential {
    Request request();

    /**
     * AWS Signature Version 4.
     *
     * @param bodySha256 of the received bytes; always computed here, never taken from a header
     */
    record Signed(Request request, byte[] bodySha256) implements Credential {
        @Override
        public String toString() {
            return "Signed[]";
        }
    }

    record Bearer(Request request, String token) implements Credential {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    record ApiKey(Request request, String key) implements Credential {
        @Override
        public String toString() {
            return "ApiKey[]";
        }
    }

    record Missing(Request request) implements Credential {}

    /** How a request came to the gateway. */
    enum Transport {
        /** Over TLS, or as the operator says as safely; it may carry a secret. */
        CONFIDENTIAL,
        /** Unencrypted, over loopback: it crossed no network, but a proxy of this machine may have forwarded it. */
        LOCAL,
        /** Unencrypted, over a network. */
        CLEAR
    }

    /**
     * Head of the request as received.
     *
     * @param path raw, percent-encoded as received
     * @param query raw, without the question mark; empty if absent
     * @param headers one entry per header line, names and order as received
     * @param source the peer address, shortened to its network
     * @param transport how it came here
     * @param certificate SHA-256 of the client certificate of the TLS session in lowercase hex; null if there is none.
     *     Never taken from a header
     */
    record Request(
            String method,
            String path,
            String query,
            List<Map.Entry<String, String>> headers,
            String source,
            Transport transport,
            @Nullable String certificate) {
        private static final Set<String> DECLARATIONS = Set.of(
                "facegate-purpose", "facegate-place", "facegate-on-behalf-of", "facegate-evidence", "facegate-case");

        /** A request without a client certificate; one that is not confidential came over loopback. */
        public Request(
                String method,
                String path,
                String query,
                List<Map.Entry<String, String>> headers,
                String source,
                boolean confidential) {
            this(method, path, query, headers, source, confidential ? Transport.CONFIDENTIAL : Transport.LOCAL, null);
        }

        public boolean confidential() {
            return transport == Transport.CONFIDENTIAL;
        }

        /** Returns the first unknown {@code Facegate-*} header, or null. */
        public @Nullable String findUnknownDeclaration() {
            for (var line : headers) {
                if (RequestHeaders.startsWithIgnoreCase(line.getKey(), "facegate-")
                        && !DECLARATIONS.contains(line.getKey().toLowerCase(Locale.ROOT))) {
                    return line.getKey();
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return "Request[" + method + ']';
        }
    }
}
