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

    /** How many connections may still come before the files are counted again: a burst must not use up the reserve. */
    private static final AtomicLong UNCOUNTED = new AtomicLong();

    private static volatile boolean isShort;

    private OpenFiles() {}

    /** How many are open, or -1 where the platform does not say. */
    public static long open() {
        if (SYSTEM == null) {
            return -1;
        }
        try {
            return SYSTEM.getOpenFileDescriptorCount();
        } catch (InternalError noneLeft) {
            // Counting opens a folder, which fails where all files are open.
            return most();
        }
    }

    /** How many may be, or -1 where the platform does not say. */
    public static long most() {
        return SYSTEM == null ? -1 : SYSTEM.getMaxFileDescriptorCount();
    }

    /** Whether a new connection would find no more than the reserve left; counts it as one that is about to open. */
    static boolean areShortForOneMore() {
        if (UNCOUNTED.decrementAndGet() < 0) {
            SEEN.set(System.nanoTime());
            look();
        }
        return areShort();
    }

    /** Whether no more than the reserve is left; counts again after a tenth of a second. */
    public static boolean areShort() {
        long seen = SEEN.get();
        long now = System.nanoTime();
        if (now - seen >= FRESH && SEEN.compareAndSet(seen, now)) {
            look();
        }
        return isShort;
    }

    private static synchronized void look() {
        long most = most();
        UNCOUNTED.set(most / RESERVED / 4);
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
