package io.facegate.gateway.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Runs Lua scripts in a Valkey or Redis server. Their keys are HMACs: the server learns no name. */
public final class ValkeyScripts implements AutoCloseable {
    /** How long connecting and each answer may take. */
    private static final int MILLIS = 250;

    /** After a failure the server is not asked for this long, so that calls do not queue for it. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int CONNECTIONS = 16;
    private static final int KEY_BYTES = 16;
    private static final String DOWN =
            "The counts that gateways share cannot be reached. Nothing was forwarded. Try again.";

    private final ValkeyAddress address;
    private final @Nullable String password;
    private final byte[] secret;
    private final int millis;
    private final Supplier<SSLSocketFactory> trust;
    private final ConcurrentLinkedDeque<ValkeyConnection> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore permits = new Semaphore(CONNECTIONS);
    private volatile @Nullable Failure failure;
    private volatile boolean closed;

    /** Why the server was not reached, and until when it is not asked again. */
    private record Failure(String why, long untilNanos) {}

    /**
     * Scripts in the server at that address; connects when the first is run.
     *
     * @param secret the same at all gateways that count together; only they can tell what a key stands for
     */
    public ValkeyScripts(ValkeyAddress address, @Nullable String password, byte[] secret) {
        this(address, password, secret, MILLIS, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    ValkeyScripts(
            ValkeyAddress address,
            @Nullable String password,
            byte[] secret,
            int millis,
            Supplier<SSLSocketFactory> trust) {
        this.millis = millis;
        this.trust = trust;
        this.address = address;
        this.password = password;
        this.secret = secret.clone();
    }

    /** A Lua script and the SHA-1 by which a server knows it. */
    record Script(String text, String sha1) {
        static Script read(String name) {
            try (var file = ValkeyScripts.class.getResourceAsStream(name)) {
                if (file == null) {
                    throw new IllegalStateException("no " + name);
                }
                var bytes = file.readAllBytes();
                return new Script(new String(bytes, UTF_8), HexFormat.of().formatHex(Digests.sha1(bytes)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** A secret of its own for one use of the gateways' common secret. */
    byte[] secretFor(String use) {
        return Digests.hmacSha256(secret, use.getBytes(UTF_8));
    }

    /** The server's key for a name. All keys are in one slot, so that one script may use several. */
    static String key(byte[] secret, String name) {
        return "{facegate}:" + HexFormat.of().formatHex(Digests.hmacSha256(secret, name.getBytes(UTF_8)), 0, KEY_BYTES);
    }

    /**
     * Runs a script and returns the integers that it answers.
     *
     * @throws Fault.LimitsDown if the answer did not come in time; the script may have run
     */
    List<Long> run(Script script, List<String> keys, List<String> arguments) {
        return run(script, keys, arguments, ValkeyConnection::send);
    }

    /**
     * Runs a script on one key and returns the text that it answers, if it does.
     *
     * @throws Fault.LimitsDown if the answer did not come in time; the script may have run
     */
    Optional<String> ask(Script script, String key, String argument) {
        return run(script, List.of(key), List.of(argument), ValkeyConnection::sendForText);
    }

    /** How a command is sent, and what its answer is read as. */
    @FunctionalInterface
    private interface Exchange<T> {
        T send(ValkeyConnection connection, List<String> command) throws IOException;
    }

    private <T> T run(Script script, List<String> keys, List<String> arguments, Exchange<T> exchange) {
        var before = failure;
        if (closed || (before != null && before.untilNanos - System.nanoTime() > 0)) {
            throw new Fault.LimitsDown(DOWN);
        }
        if (!acquire()) {
            throw failed("all connections are in use");
        }
        try {
            return evaluate(command(script, keys, arguments), script, exchange);
        } finally {
            permits.release();
        }
    }

    private boolean acquire() {
        try {
            return permits.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> command(Script script, List<String> keys, List<String> arguments) {
        var command = new ArrayList<String>(3 + keys.size() + arguments.size());
        command.add("EVALSHA");
        command.add(script.sha1);
        command.add(Integer.toString(keys.size()));
        command.addAll(keys);
        command.addAll(arguments);
        return command;
    }

    private <T> T evaluate(List<String> command, Script script, Exchange<T> exchange) {
        try {
            var kept = idle.pollFirst();
            if (kept != null) {
                try {
                    return evaluate(kept, command, script, exchange);
                } catch (SocketTimeoutException | ValkeyConnection.ServerException answered) {
                    throw answered;
                } catch (IOException cut) {
                    // The server was restarted, or closed what was idle. What it may have counted stays counted.
                    closeIdle();
                }
            }
            return evaluate(ValkeyConnection.open(address, password, millis, trust), command, script, exchange);
        } catch (IOException | RuntimeException failed) {
            closeIdle();
            throw failed(
                    failed instanceof ValkeyConnection.ServerException said
                            ? "the server answered " + said.getMessage()
                            : failed.getClass().getSimpleName());
        }
    }

    private <T> T evaluate(ValkeyConnection connection, List<String> command, Script script, Exchange<T> exchange)
            throws IOException {
        boolean isDone = false;
        try {
            var answer = sendScript(connection, command, script, exchange);
            failure = null;
            release(connection);
            isDone = true;
            return answer;
        } finally {
            if (!isDone) {
                connection.close();
            }
        }
    }

    /** The server has each script after its first use, until it is restarted. */
    private static <T> T sendScript(
            ValkeyConnection connection, List<String> command, Script script, Exchange<T> exchange) throws IOException {
        try {
            return exchange.send(connection, command);
        } catch (ValkeyConnection.ServerException unknown) {
            if (!"NOSCRIPT".equals(unknown.getMessage())) {
                throw unknown;
            }
            var whole = new ArrayList<>(command);
            whole.set(0, "EVAL");
            whole.set(1, script.text);
            return exchange.send(connection, whole);
        }
    }

    private void release(ValkeyConnection connection) {
        idle.addFirst(connection);
        if (closed) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (var each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            each.close();
        }
    }

    /** The fault for a server that is not asked for a while, because of this. */
    Fault.LimitsDown failed(String why) {
        failure = new Failure(why, System.nanoTime() + PAUSE_NANOS);
        return new Fault.LimitsDown(DOWN);
    }

    /** Why the server did not answer when it was last asked. */
    String problem() {
        var now = failure;
        return now == null ? "The server was not reached." : "Valkey at " + address + ": " + now.why + '.';
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }
}
