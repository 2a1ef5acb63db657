package io.facegate.provider;

import java.time.Duration;

/**
 * What one call to a vendor, and all calls together, may take.
 *
 * @param total for one call, with its retries
 * @param connect for one connection, with its TLS handshake
 * @param connections open at once
 * @param waiting calls that wait for a connection; one more is refused as overload
 * @param replyBytes the largest answer that is read
 * @param open how long a vendor is left alone when calls to it keep failing
 */
public record VendorLimits(
        Duration total, Duration connect, int connections, int waiting, int replyBytes, Duration open) {
    private static final Duration OPEN = Duration.ofSeconds(5);

    public VendorLimits {
        if (!total.isPositive() || !connect.isPositive() || open.toMillis() < 1) {
            throw new IllegalArgumentException("The cloud's timeouts must be longer than nothing.");
        }
        if (connections < 1 || waiting < 0 || replyBytes < 1) {
            throw new IllegalArgumentException(
                    "The cloud needs at least one connection, a queue of zero or more, and room for an answer.");
        }
    }

    /** One that leaves a failing vendor alone for the usual while. */
    public VendorLimits(Duration total, Duration connect, int connections, int waiting, int replyBytes) {
        this(total, connect, connections, waiting, replyBytes, OPEN);
    }

    public static VendorLimits usual() {
        return new VendorLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 128, 512, 8 << 20);
    }

    /** The same, but so long in all. */
    public VendorLimits within(Duration longest) {
        return new VendorLimits(longest, connect, connections, waiting, replyBytes, open);
    }

    /** The same, but a failing vendor is left alone so long. */
    public VendorLimits opening(Duration pause) {
        return new VendorLimits(total, connect, connections, waiting, replyBytes, pause);
    }
}
