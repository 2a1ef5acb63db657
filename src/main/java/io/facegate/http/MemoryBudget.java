package io.facegate.http;

/**
 * Memory limits for request bodies, and a separate one for fetched pictures. The parts do not share memory.
 *
 * @param small for bodies with a declared length of at most 64 KiB
 * @param begun for the first 64 KiB of all other bodies
 * @param growing for the bytes beyond those, reserved as they arrive
 * @param whole for bodies that cannot grow any more: each waits here for its full remaining size, so that half-read
 *     bodies do not deadlock
 * @param fetched for fetched pictures, whose hosts may be slow
 */
public record MemoryBudget(
        ByteLimiter small, ByteLimiter begun, ByteLimiter growing, ByteLimiter whole, ByteLimiter fetched) {
    private static final int SMALL = 16;
    private static final int BEGUN = 8;
    private static final int FETCHED = 4;

    /** Splits a total number of bytes; at most {@code waiting} requests wait for each part. */
    public static MemoryBudget split(long bytes, int waiting) {
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
    public long heldBytes() {
        return small.heldBytes() + begun.heldBytes() + growing.heldBytes() + whole.heldBytes() + fetched.heldBytes();
    }
}
