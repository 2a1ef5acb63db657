package io.facegate.console;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the consoles of several gateways keep together: short values under names, and counts, each for a limited time. A
 * value is encrypted, authenticated and bound to its name. Nothing else is returned, though it may be an older value of
 * that name, or one that was removed.
 */
public interface SharedConsoleState extends AutoCloseable {
    /**
     * Values of which only the newest are kept.
     *
     * @param most how many
     * @param kept how long the last of them lives at most
     */
    record Group(String name, int most, Duration kept) {}

    /**
     * Keeps a value, and forgets the oldest of its group above the most.
     *
     * @throws Unreachable if it is not known whether it is kept
     */
    void put(String name, byte[] value, Duration kept, @Nullable Group group);

    /**
     * Keeps another value under a name that still has one; false if it has none.
     *
     * @throws Unreachable if that is not known
     */
    boolean replace(String name, byte[] value, Duration kept);

    /**
     * The value under a name; none also for one that is not authentic.
     *
     * @throws Unreachable if that is not known
     */
    Optional<byte[]> get(String name);

    /**
     * Removes the value under a name and returns it. Of several who take it at once one gets it.
     *
     * @throws Unreachable if that is not known; it may be gone
     */
    Optional<byte[]> take(String name);

    /**
     * Removes the value under a name.
     *
     * @throws Unreachable if it is not known whether it is gone
     */
    void remove(String name);

    /**
     * Counts one, and returns how many were counted since the first. A count is forgotten a window after its first. It
     * may have been forged.
     *
     * @throws Unreachable if that is not known; it may have been counted
     */
    long count(String name, Duration window);

    /** Takes one back from a count. What cannot be taken back stays counted. */
    void release(String name);

    /** A key for one use, the same at all gateways. */
    byte[] key(String use);

    /**
     * Asks for nothing.
     *
     * @throws Unreachable if the server does not answer
     */
    void requireReachable();

    @Override
    void close();

    /** Says that the server does not answer. Nobody logs in, and no session is valid meanwhile. */
    final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Unreachable(Throwable cause) {
            super("The server in which gateways keep the console's sessions together does not answer.", cause);
        }
    }
}
