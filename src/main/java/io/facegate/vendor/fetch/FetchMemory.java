package io.facegate.vendor.fetch;

import org.jspecify.annotations.Nullable;

/** Memory budget for fetched pictures. */
@FunctionalInterface
public interface FetchMemory {
    /** Reserves memory for an organisation; waits briefly. Returns null when none was free in time. */
    @Nullable
    Reservation reserve(String whose, long bytes);

    /** Reserved memory, released on close. */
    interface Reservation extends AutoCloseable {
        /** Releases all but the given number of bytes. */
        void shrinkTo(long bytes);

        @Override
        void close();
    }
}
