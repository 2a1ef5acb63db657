package io.facegate.app.bench.report;

/** Closed-loop throughput with bodies of one size, of nginx and of Facegate. */
public record Throughput(BenchTarget target, Rate peer, Rate gateway) {
    /**
     * How fast one of them is.
     *
     * @param perSecond calls answered a second
     * @param micros microseconds of processor time it used for one call
     */
    public record Rate(double perSecond, double micros) {}

    /** Facegate's share of what nginx does. */
    public double share() {
        return gateway.perSecond() / peer.perSecond();
    }

    public boolean isMet() {
        return share() >= target.share();
    }
}
