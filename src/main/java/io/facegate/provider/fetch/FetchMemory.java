package io.facegate.provider.fetch;

import org.jspecify.annotations.Nullable;

/** The memory that fetched pictures may take. */
@FunctionalInterface
public interface FetchMemory {
    /** Waits for room for an organisation, but not for long; null where there was none in time. */
    @Nullable
    Taken take(String whose, long bytes);

    /** Room that is taken until it is closed. */
    interface Taken extends AutoCloseable {
        /** Gives back all but so many bytes. */
        void keep(long bytes);

        @Override
        void close();
    }
}
