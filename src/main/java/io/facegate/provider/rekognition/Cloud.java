package io.facegate.provider.rekognition;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the cloud is and how long to wait for it, as configured.
 *
 * @param region or null for the one that AWS's own settings name
 * @param endpoint or null for {@code AWS_ENDPOINT_URL_REKOGNITION}, {@code AWS_ENDPOINT_URL}, then the region's regular one
 * @param stsEndpoint where roles are assumed, or null for the one that AWS's own settings name
 * @param authorities a PEM file of the only authorities whose certificates are believed, or null for the JDK's
 */
public record Cloud(
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable URI stsEndpoint,
        @Nullable Path authorities,
        Limits limits) {

    /** Nothing configured: AWS's own settings decide. */
    public static Cloud usual() {
        return new Cloud(null, null, null, null, Limits.usual());
    }

    /**
     * What one call, and all calls together, may take.
     *
     * @param total for one call, with its retries
     * @param connect for one connection, with its TLS handshake
     * @param connections open at once
     * @param waiting calls that wait for a connection; one more is refused as overload
     * @param replyBytes the largest answer that is read
     */
    public record Limits(Duration total, Duration connect, int connections, int waiting, int replyBytes) {
        public Limits {
            if (!total.isPositive() || !connect.isPositive()) {
                throw new IllegalArgumentException("The cloud's timeouts must be longer than nothing.");
            }
            if (connections < 1 || waiting < 0 || replyBytes < 1) {
                throw new IllegalArgumentException(
                        "The cloud needs at least one connection, a queue of zero or more, and room for an answer.");
            }
        }

        public static Limits usual() {
            return new Limits(Duration.ofSeconds(10), Duration.ofSeconds(2), 128, 512, 8 << 20);
        }
    }
}
