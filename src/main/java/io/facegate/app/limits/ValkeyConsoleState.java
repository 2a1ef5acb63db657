package io.facegate.app.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.console.SharedConsoleState;
import io.facegate.gateway.limits.ValkeyEntries;
import io.facegate.integrity.AesGcmCipher;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the consoles of several gateways keep together in a Valkey or Redis server. Names are HMACs; values are encrypted
 * and authenticated with a key derived from the registry's, and bound to their names.
 */
public final class ValkeyConsoleState implements SharedConsoleState {
    private static final System.Logger LOG = System.getLogger(ValkeyConsoleState.class.getName());

    private final ValkeyEntries entries;
    private final Supplier<byte[]> key;
    private final AtomicBoolean isDown = new AtomicBoolean();

    /**
     * State in that server.
     *
     * @param key the console's key of the registry; asked for each use, because a rotation changes it
     */
    public ValkeyConsoleState(ValkeyEntries entries, Supplier<byte[]> key) {
        this.entries = entries;
        this.key = key;
    }

    /** Keys of one moment. */
    private record Keys(byte[] names, AesGcmCipher values) {
        String of(String name) {
            return ValkeyEntries.key(names, name);
        }

        String seal(String name, byte[] value) {
            return Base64.getEncoder().encodeToString(values.seal(value, name));
        }

        /** The value, if it was sealed for that name. */
        Optional<byte[]> open(String name, String text) {
            try {
                var value = values.open(Base64.getDecoder().decode(text), name);
                if (value != null) {
                    return Optional.of(value);
                }
            } catch (IllegalArgumentException noBase64) {
                // Told below, like any other text that is not ours.
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A session or link of the console was altered in Valkey. It is not used.");
            return Optional.empty();
        }
    }

    private Keys keys() {
        return new Keys(key("names"), new AesGcmCipher(key("values")));
    }

    @Override
    public byte[] key(String use) {
        return Digests.hmacSha256(key.get(), use.getBytes(UTF_8));
    }

    @Override
    public void put(String name, byte[] value, Duration kept, @Nullable Group group) {
        var keys = keys();
        ask(() -> {
            entries.put(
                    keys.of(name),
                    keys.seal(name, value),
                    kept,
                    group == null ? null : new ValkeyEntries.Group(keys.of(group.name()), group.most(), group.kept()));
            return name;
        });
    }

    @Override
    public boolean replace(String name, byte[] value, Duration kept) {
        var keys = keys();
        return ask(() -> entries.replace(keys.of(name), keys.seal(name, value), kept));
    }

    @Override
    public Optional<byte[]> get(String name) {
        var keys = keys();
        return ask(() -> entries.get(keys.of(name))).flatMap(text -> keys.open(name, text));
    }

    @Override
    public Optional<byte[]> take(String name) {
        var keys = keys();
        return ask(() -> entries.take(keys.of(name))).flatMap(text -> keys.open(name, text));
    }

    @Override
    public void remove(String name) {
        var keys = keys();
        ask(() -> {
            entries.remove(keys.of(name));
            return name;
        });
    }

    @Override
    public long count(String name, Duration window) {
        var keys = keys();
        return ask(() -> entries.count(keys.of(name), window));
    }

    @Override
    public void release(String name) {
        requireThreadThatMayWait();
        try {
            entries.release(keys().of(name));
        } catch (Fault.LimitsDown stays) {
            // A login that stays counted only refuses another.
        }
    }

    @Override
    public void requireReachable() {
        get("nothing");
    }

    private static void requireThreadThatMayWait() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("Valkey is waited for on a virtual thread, never on an event loop.");
        }
    }

    /** Asks the server; logs when it begins to be away, and when it is back. */
    private <T> T ask(Supplier<T> question) {
        requireThreadThatMayWait();
        try {
            var answer = question.get();
            if (isDown.getAndSet(false)) {
                LOG.log(System.Logger.Level.WARNING, "The server with the console's sessions answers again.");
            }
            return answer;
        } catch (Fault.LimitsDown down) {
            if (!isDown.getAndSet(true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Nobody can log in to the console or use it until the server with its sessions answers. {0}",
                        entries.problem());
            }
            throw new Unreachable(down);
        }
    }

    @Override
    public void close() {
        entries.close();
    }
}
