package io.facegate.app.server;

import io.facegate.http.ByteLimiter;
import io.facegate.vendor.fetch.FetchMemory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Memory budget of all fetched pictures, separate from bodies. One organisation gets at most half of it. */
public final class PictureMemory implements FetchMemory {
    private static final long WAIT_SECONDS = 2;
    private static final int PARTS = 2;

    private final ByteLimiter pictures;
    private final Map<String, ByteLimiter> own = new ConcurrentHashMap<>();

    public PictureMemory(ByteLimiter pictures) {
        this.pictures = pictures;
    }

    @Override
    public @Nullable Reservation reserve(String whose, long bytes) {
        var part = own.computeIfAbsent(
                whose, any -> new ByteLimiter(Math.max(1, pictures.limit() / PARTS), pictures.queue()));
        var mine = lease(part, bytes);
        var all = mine == null ? null : lease(pictures, bytes);
        if (mine == null || all == null) {
            if (mine != null) {
                mine.close();
            }
            return null;
        }
        return new Reservation() {
            @Override
            public void shrinkTo(long needed) {
                mine.shrinkTo(needed);
                all.shrinkTo(needed);
            }

            @Override
            public void close() {
                mine.close();
                all.close();
            }
        };
    }

    private static ByteLimiter.@Nullable Lease lease(ByteLimiter from, long bytes) {
        var granted = new CountDownLatch(1);
        var lease = from.request(bytes, granted::countDown);
        if (!lease.isHeld() && (lease.isOver() || !isGranted(granted))) {
            lease.close();
            return null;
        }
        return lease;
    }

    private static boolean isGranted(CountDownLatch granted) {
        try {
            return granted.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
