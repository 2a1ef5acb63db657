package io.facegate.bench.gateway.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Closed-loop throughput of the peers and of Facegate with bodies of one size.
 *
 * @param peers by name, in the order of the table; nginx is among them
 */
public record Throughput(BenchTarget target, Map<String, Rate> peers, Rate gateway) {
    private static final String NGINX = "nginx";

    public Throughput {
        peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    }

    /**
     * Measured rate of one server.
     *
     * @param perSecond calls answered a second
     * @param micros microseconds of processor time a call
     */
    public record Rate(double perSecond, double micros) {}

    /** Facegate's throughput as a share of nginx's. */
    public double share() {
        return share(NGINX);
    }

    /** Facegate's throughput as a share of that peer's. */
    public double share(String peer) {
        return gateway.perSecond() / Objects.requireNonNull(peers.get(peer)).perSecond();
    }

    public boolean isMet() {
        return share() >= target.share();
    }

    /** True for the peer that the target speaks of. */
    static boolean isTarget(String peer) {
        return peer.equals(NGINX);
    }
}
