package io.facegate.app.cloud;

import io.facegate.ingress.intake.InFlight;
import io.facegate.provider.fetch.Room;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The room that all fetched pictures share, and no body. */
public record SharedRoom(InFlight pictures) implements Room {
    private static final long WAIT_SECONDS = 2;

    @Override
    public @Nullable Taken take(long bytes) {
        var granted = new CountDownLatch(1);
        var lease = pictures.request(bytes, granted::countDown);
        if (!lease.isHeld() && (lease.isOver() || !isGranted(granted))) {
            lease.close();
            return null;
        }
        return new Taken() {
            @Override
            public void keep(long needed) {
                lease.keep(needed);
            }

            @Override
            public void close() {
                lease.close();
            }
        };
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
