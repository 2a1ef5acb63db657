package io.facegate.app.connections;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Number of open file descriptors of this process, and its limit. The last tenth is a reserve for the ledger, vendor
 * connections and the health page; callers cannot use it.
 */
public final class OpenFiles {
    private static final @Nullable UnixOperatingSystemMXBean SYSTEM =
            ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix : null;

    private static final System.Logger LOG = System.getLogger(OpenFiles.class.getName());
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int RESERVED = 10;
    private static final AtomicLong SEEN = new AtomicLong(System.nanoTime() - FRESH);

    /** Connections that may still open before the next count, so that a burst cannot use up the reserve. */
    private static final AtomicLong UNCOUNTED = new AtomicLong();

    private static volatile boolean isShort;

    private OpenFiles() {}

    /** Number of open descriptors; empty where the platform does not report it. */
    public static OptionalLong open() {
        if (SYSTEM == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(SYSTEM.getOpenFileDescriptorCount());
        } catch (InternalError noneLeft) {
            // Counting opens a folder itself, which fails when all descriptors are in use.
            return limit();
        }
    }

    /** Limit of open descriptors; empty where the platform does not report it. */
    public static OptionalLong limit() {
        return SYSTEM == null ? OptionalLong.empty() : OptionalLong.of(SYSTEM.getMaxFileDescriptorCount());
    }

    /** True if a new connection would leave no more than the reserve. Counts it as about to open. */
    static boolean isShortForOneMore() {
        if (UNCOUNTED.decrementAndGet() < 0) {
            SEEN.set(System.nanoTime());
            recount();
        }
        return isShort();
    }

    /** True if no more than the reserve is left. Counts again after a tenth of a second. */
    public static boolean isShort() {
        long seen = SEEN.get();
        long now = System.nanoTime();
        if (now - seen >= FRESH && SEEN.compareAndSet(seen, now)) {
            recount();
        }
        return isShort;
    }

    private static synchronized void recount() {
        long most = limit().orElse(0);
        UNCOUNTED.set(most / RESERVED / 4);
        // Hysteresis: the shortage ends at a higher margin than it begins, to avoid a log line for each connection.
        long enough = most - most / RESERVED * (isShort ? 2 : 1);
        boolean now = most > 0 && open().orElse(0) > enough;
        if (now && !isShort) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Nearly all of the {0} files that this process may open are open: new connections are refused.",
                    Long.toString(most));
        } else if (!now && isShort) {
            LOG.log(System.Logger.Level.INFO, "There are enough files again: new connections are accepted.");
        }
        isShort = now;
    }
}
