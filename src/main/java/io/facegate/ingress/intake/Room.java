package io.facegate.ingress.intake;

/**
 * The room that all bodies share, and a part for fetched pictures that no body takes any of.
 *
 * @param small for bodies that say that they have at most 64 KiB, which no other takes any of
 * @param begun for the first 64 KiB of all others
 * @param rest for what comes after these
 * @param fetched for pictures that are fetched, whose hosts may take long to send them
 */
public record Room(InFlight small, InFlight begun, InFlight rest, InFlight fetched) {
    private static final int SMALL = 16;
    private static final int BEGUN = 8;
    private static final int FETCHED = 4;

    /** So many bytes in all, with so many waiting for each part of them. */
    public static Room of(long bytes, int waiting) {
        long small = bytes / SMALL;
        long begun = bytes / BEGUN;
        long fetched = bytes / FETCHED;
        return new Room(
                new InFlight(small, waiting),
                new InFlight(begun, waiting),
                new InFlight(bytes - small - begun - fetched, waiting),
                new InFlight(fetched, waiting));
    }

    /** Bytes held now. */
    public long held() {
        return small.held() + begun.held() + rest.held() + fetched.held();
    }
}
