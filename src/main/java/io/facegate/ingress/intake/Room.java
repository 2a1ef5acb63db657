package io.facegate.ingress.intake;

/**
 * The room that all bodies share.
 *
 * @param small for bodies that say that they have at most 64 KiB, which no other takes any of
 * @param begun for the first 64 KiB of all others
 * @param rest for what comes after these
 */
public record Room(InFlight small, InFlight begun, InFlight rest) {
    private static final int SMALL = 16;
    private static final int BEGUN = 8;

    /** So many bytes in all, with so many waiting for each part of them. */
    public static Room of(long bytes, int waiting) {
        long small = bytes / SMALL;
        long begun = bytes / BEGUN;
        return new Room(
                new InFlight(small, waiting),
                new InFlight(begun, waiting),
                new InFlight(bytes - small - begun, waiting));
    }

    /** Bytes held now. */
    public long held() {
        return small.held() + begun.held() + rest.held();
    }
}
