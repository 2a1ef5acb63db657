package io.facegate.http;

/**
 * The room that all bodies share, and a part for fetched pictures that no body takes any of.
 *
 * @param small for bodies that say that they have at most 64 KiB, which no other takes any of
 * @param begun for the first 64 KiB of all others
 * @param growing for what comes after these, reserved as it comes
 * @param whole for bodies that find no more room to grow: each waits here for all that it may still need, so that half-read
 *     bodies do not wait for one another
 * @param fetched for pictures that are fetched, whose hosts may take long to send them
 */
public record MemoryBudget(
        ByteLimiter small, ByteLimiter begun, ByteLimiter growing, ByteLimiter whole, ByteLimiter fetched) {
    private static final int SMALL = 16;
    private static final int BEGUN = 8;
    private static final int FETCHED = 4;

    /** So many bytes in all, with so many waiting for each part of them. */
    public static MemoryBudget of(long bytes, int waiting) {
        long small = bytes / SMALL;
        long begun = bytes / BEGUN;
        long fetched = bytes / FETCHED;
        long growing = (bytes - small - begun - fetched) / 2;
        return new MemoryBudget(
                new ByteLimiter(small, waiting),
                new ByteLimiter(begun, waiting),
                new ByteLimiter(growing, waiting),
                new ByteLimiter(bytes - small - begun - growing - fetched, waiting),
                new ByteLimiter(fetched, waiting));
    }

    /** Bytes held now. */
    public long held() {
        return small.held() + begun.held() + growing.held() + whole.held() + fetched.held();
    }
}
