package io.facegate.vendor.client;

import java.time.Duration;

/**
 * Resource limits of calls to one vendor.
 *
 * @param total the time of one call, retries included
 * @param connect the time to open one connection, TLS handshake included
 * @param connections the most open connections
 * @param waiting the most calls that wait for a connection; more are rejected as overload
 * @param replyBytes the largest answer in bytes
 * @param open how long the circuit breaker stays open
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

    /** Creates limits with the default open time of the circuit breaker. */
    public VendorLimits(Duration total, Duration connect, int connections, int waiting, int replyBytes) {
        this(total, connect, connections, waiting, replyBytes, OPEN);
    }

    public static VendorLimits defaults() {
        return new VendorLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 128, 512, 8 << 20);
    }

    /** Returns the limits with another total time. */
    public VendorLimits withTotal(Duration longest) {
        return new VendorLimits(longest, connect, connections, waiting, replyBytes, open);
    }

    /** Returns the limits with another open time of the circuit breaker. */
    public VendorLimits withOpenTime(Duration pause) {
        return new VendorLimits(total, connect, connections, waiting, replyBytes, pause);
    }
}
