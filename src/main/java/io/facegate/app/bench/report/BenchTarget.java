package io.facegate.app.bench.report;

/** What Facegate sets out to reach: for each size of body, its share of what nginx does. */
public enum BenchTarget {
    SMALL("1 KB", 1024, 0.20),
    LARGE("100 KB", 102_400, 0.30);

    /** Milliseconds that p99 may grow by, beyond the disk's own. */
    public static final double ADDED_P99_MILLIS = 5;

    /** The fixed rate at which that is measured. */
    public static final int CALLS_PER_SECOND = 1000;

    /** Connections of the closed loop. */
    public static final int CONNECTIONS = 32;

    /** Callers who send their largest image at once. */
    public static final int CALLERS = 64;

    /** The heap within which they are served. */
    public static final int HEAP_MIB = 512;

    private final String size;
    private final int bytes;
    private final double share;

    BenchTarget(String size, int bytes, double share) {
        this.size = size;
        this.bytes = bytes;
        this.share = share;
    }

    public String size() {
        return size;
    }

    /** Of a whole request body. */
    public int bytes() {
        return bytes;
    }

    /** The least share of the peer's throughput. */
    public double share() {
        return share;
    }
}
