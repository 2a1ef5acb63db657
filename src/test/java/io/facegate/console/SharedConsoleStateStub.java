package io.facegate.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What consoles share, in memory; it can be away. Nothing expires. */
final class SharedConsoleStateStub implements SharedConsoleState {
    final Map<String, byte[]> values = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    boolean isAway;
    int removed;

    @Override
    public void put(String name, byte[] value, Duration kept, @Nullable Group group) {
        requireReachable();
        values.put(name, value);
    }

    @Override
    public boolean replace(String name, byte[] value, Duration kept) {
        requireReachable();
        return values.replace(name, value) != null;
    }

    @Override
    public Optional<byte[]> get(String name) {
        requireReachable();
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Optional<byte[]> take(String name) {
        requireReachable();
        return Optional.ofNullable(values.remove(name));
    }

    @Override
    public void remove(String name) {
        requireReachable();
        removed++;
        values.remove(name);
    }

    @Override
    public long count(String name, Duration window) {
        requireReachable();
        return counts.merge(name, 1L, Long::sum);
    }

    @Override
    public void release(String name) {
        counts.computeIfPresent(name, (any, count) -> count - 1);
    }

    @Override
    public byte[] key(String use) {
        return use.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void requireReachable() {
        if (isAway) {
            throw new Unreachable(new IllegalStateException("away"));
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
