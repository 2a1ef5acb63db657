package io.facegate.gateway.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts in a Valkey or Redis server. Keys are HMACs, values are numbers: the server learns no name. What it answers can
 * refuse calls; it cannot permit more than each gateway's own count does.
 */
public final class ValkeyCounters implements SharedCounters {
    /** How long connecting and each answer may take. */
    private static final int MILLIS = 250;

    /** After a failure the server is not asked for this long, so that calls do not queue for it. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int CONNECTIONS = 16;
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int KEY_BYTES = 16;
    private static final String DOWN =
            "The shared counts of quotas cannot be reached. Nothing was forwarded. Try again.";
    private static final Script TAKE = Script.read("take.lua");
    private static final Script GIVE_BACK = Script.read("give-back.lua");

    private final ValkeyAddress address;
    private final @Nullable String password;
    private final byte[] secret;
    private final int millis;
    private final Supplier<SSLSocketFactory> trust;
    private final String process;
    private final ConcurrentLinkedDeque<ValkeyConnection> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore permits = new Semaphore(CONNECTIONS);
    private volatile @Nullable Failure failure;
    private volatile boolean closed;

    /** Why the server was not reached, and until when it is not asked again. */
    private record Failure(String why, long untilNanos) {}

    /**
     * Counters at that address; connects when they are first used.
     *
     * @param secret the same at all gateways that count together; only they can tell what a key stands for
     */
    public ValkeyCounters(ValkeyAddress address, @Nullable String password, byte[] secret) {
        this(address, password, secret, MILLIS, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    ValkeyCounters(
            ValkeyAddress address,
            @Nullable String password,
            byte[] secret,
            int millis,
            Supplier<SSLSocketFactory> trust) {
        this.millis = millis;
        this.trust = trust;
        this.address = address;
        this.password = password;
        this.secret = Digests.hmacSha256(secret, "facegate limits".getBytes(UTF_8));
        var id = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(id);
        this.process = HexFormat.of().formatHex(id);
    }

    /** A Lua script and the SHA-1 by which a server knows it. */
    private record Script(String text, String sha1) {
        static Script read(String name) {
            try (var file = ValkeyCounters.class.getResourceAsStream(name)) {
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

    @Override
    public CountResult take(List<Take> counts) {
        var answer = run(TAKE, keys(counts), arguments("1", counts));
        boolean isCounted = answer.size() == counts.size() + 1 && answer.getFirst() == 1;
        if (isCounted) {
            return CountResult.counted(bounded(counts, answer));
        }
        boolean isRefused = answer.size() == 3 && answer.getFirst() == 0;
        if (!isRefused || answer.get(1) < 1 || answer.get(1) > counts.size()) {
            throw failed("an answer of another form");
        }
        var full = counts.get((int) (answer.get(1) - 1)).counter();
        long longest = full.isRate() ? TimeUnit.SECONDS.toMicros(full.windowSeconds()) : 0;
        return CountResult.full(full, Math.clamp(answer.get(2), 0, longest));
    }

    @Override
    public List<Long> remaining(List<Take> counts) {
        var answer = run(TAKE, keys(counts), arguments("0", counts));
        if (answer.size() != counts.size() + 1) {
            throw failed("an answer of another form");
        }
        return bounded(counts, answer);
    }

    private static List<Long> bounded(List<Take> counts, List<Long> answer) {
        var left = new ArrayList<Long>(counts.size());
        for (int at = 0; at < counts.size(); at++) {
            left.add(Math.clamp(answer.get(at + 1), 0, counts.get(at).counter().limit()));
        }
        return left;
    }

    @Override
    public void giveBack(List<LimitCounter> budgets) {
        try {
            run(GIVE_BACK, budgets.stream().map(this::key).toList(), List.of(process));
        } catch (Fault.LimitsDown stays) {
            // A call that stays counted only refuses another.
        }
    }

    private List<String> keys(List<Take> counts) {
        return counts.stream().map(take -> key(take.counter())).toList();
    }

    private List<String> arguments(String mode, List<Take> counts) {
        var arguments = new ArrayList<String>(2 + 4 * counts.size());
        arguments.add(mode);
        arguments.add(process);
        for (var take : counts) {
            var counter = take.counter();
            if (counter.isRate()) {
                arguments.add("rate");
                arguments.add(Long.toString(counter.rate().intervalMicros()));
                arguments.add(Long.toString(counter.limit()));
                arguments.add("0");
            } else {
                arguments.add("budget");
                arguments.add(Long.toString(counter.limit()));
                arguments.add(Long.toString(take.floor()));
                arguments.add(Long.toString(counter.ends().plus(KEPT).getEpochSecond()));
            }
        }
        return arguments;
    }

    /** All keys are in one slot, so that one script may use several. */
    private String key(LimitCounter counter) {
        return "{facegate}:"
                + HexFormat.of()
                        .formatHex(Digests.hmacSha256(secret, counter.id().getBytes(UTF_8)), 0, KEY_BYTES);
    }

    private List<Long> run(Script script, List<String> keys, List<String> arguments) {
        var before = failure;
        if (closed || (before != null && before.untilNanos - System.nanoTime() > 0)) {
            throw new Fault.LimitsDown(DOWN);
        }
        if (!acquire()) {
            throw failed("all connections are in use");
        }
        try {
            return evaluate(script, keys, arguments);
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

    private List<Long> evaluate(Script script, List<String> keys, List<String> arguments) {
        try {
            var kept = idle.pollFirst();
            if (kept != null) {
                try {
                    return evaluate(kept, script, keys, arguments);
                } catch (SocketTimeoutException | ValkeyConnection.ServerException answered) {
                    throw answered;
                } catch (IOException cut) {
                    // The server was restarted, or closed what was idle. What it may have counted stays counted.
                    closeIdle();
                }
            }
            return evaluate(ValkeyConnection.open(address, password, millis, trust), script, keys, arguments);
        } catch (IOException | RuntimeException failed) {
            closeIdle();
            throw failed(
                    failed instanceof ValkeyConnection.ServerException said
                            ? "the server answered " + said.getMessage()
                            : failed.getClass().getSimpleName());
        }
    }

    private List<Long> evaluate(ValkeyConnection connection, Script script, List<String> keys, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>(3 + keys.size() + arguments.size());
        command.add("EVALSHA");
        command.add(script.sha1);
        command.add(Integer.toString(keys.size()));
        command.addAll(keys);
        command.addAll(arguments);
        boolean isDone = false;
        try {
            var answer = sendScript(connection, script, command);
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
    private static List<Long> sendScript(ValkeyConnection connection, Script script, List<String> command)
            throws IOException {
        try {
            return connection.send(command);
        } catch (ValkeyConnection.ServerException unknown) {
            if (!"NOSCRIPT".equals(unknown.getMessage())) {
                throw unknown;
            }
            command.set(0, "EVAL");
            command.set(1, script.text);
            return connection.send(command);
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

    private Fault.LimitsDown failed(String why) {
        failure = new Failure(why, System.nanoTime() + PAUSE_NANOS);
        return new Fault.LimitsDown(DOWN);
    }

    @Override
    public @Nullable String problem() {
        try {
            run(GIVE_BACK, List.of(), List.of(process));
            return null;
        } catch (Fault.LimitsDown down) {
            var now = failure;
            return now == null ? "The server was not reached." : "Valkey at " + address + ": " + now.why + '.';
        }
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }
}
