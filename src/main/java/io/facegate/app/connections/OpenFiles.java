package io.facegate.app.connections;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many files and connections this process has open, and may have. The last tenth is not for callers: the ledger, the
 * vendors' connections and the health page need it.
 */
public final class OpenFiles {
    private static final @Nullable UnixOperatingSystemMXBean SYSTEM =
            ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix : null;

    private static final System.Logger LOG = System.getLogger(OpenFiles.class.getName());
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int RESERVED = 10;
    private static final AtomicLong SEEN = new AtomicLong(System.nanoTime() - FRESH);
    private static volatile boolean isShort;

    private OpenFiles() {}

    /** How many are open, or -1 where the platform does not say. */
    public static long open() {
        return SYSTEM == null ? -1 : SYSTEM.getOpenFileDescriptorCount();
    }

    /** How many may be, or -1 where the platform does not say. */
    public static long most() {
        return SYSTEM == null ? -1 : SYSTEM.getMaxFileDescriptorCount();
    }

    /** Whether no more than the reserve is left; looks ten times a second at most. */
    public static boolean areShort() {
        long seen = SEEN.get();
        long now = System.nanoTime();
        if (now - seen >= FRESH && SEEN.compareAndSet(seen, now)) {
            look();
        }
        return isShort;
    }

    private static void look() {
        long most = most();
        // It ends later than it begins, or the log would tell of each connection in between.
        long enough = most - most / RESERVED * (isShort ? 2 : 1);
        boolean now = most > 0 && open() > enough;
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
