package io.facegate.http;

import io.facegate.call.Fault;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request body on one event loop. Memory is reserved for bytes that have arrived, regardless of the claimed
 * length: a first part at once, then doubling when full. If it cannot grow, the body waits for all it may still need.
 * Every few seconds a minimum of bytes must arrive (slow-client protection).
 */
final class RequestBody {
    private static final int FIRST = 64 * 1024;
    private static final long STALL_MILLIS = 5_000;
    private static final long BODY_MILLIS = 30_000;

    /** Number of progress checks: twice as many as fit into the time limit, to allow a slow start. */
    private static final int LOOKS = (int) (2 * BODY_MILLIS / STALL_MILLIS);

    private static final long WAIT_MILLIS = 10_000;

    /** No timer. */
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final MemoryBudget room;
    private final String source;
    private final OptionalInt length;
    private final Consumer<byte[]> complete;
    private final Consumer<Fault> failed;
    private final long start = System.nanoTime();
    private ByteLimiter.@Nullable Lease first;
    private ByteLimiter.@Nullable Lease growing;
    private ByteLimiter.@Nullable Lease whole;
    private int reserved;
    private @Nullable Buffer waiting;
    private boolean stopped;
    private @Nullable Buffer begun;
    private byte[] bytes = new byte[0];
    private int filled;
    private int looked;
    private long timer = NONE;
    private boolean over;
    private boolean ended;

    /** Callbacks for the complete body or the failure; at most one is called. */
    record Ending(Consumer<byte[]> complete, Consumer<Fault> failed) {}

    /**
     * What is known of a body before it is read.
     *
     * @param length as declared; empty for a chunked body
     * @param source the client's network, whose share of the memory it takes
     */
    record Declared(OptionalInt length, String source) {}

    RequestBody(Vertx vertx, HttpServerRequest request, MemoryBudget room, Declared declared, Ending ending) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.source = declared.source();
        this.room = room;
        this.length = declared.length();
        this.complete = ending.complete;
        this.failed = ending.failed;
    }

    void read() {
        request.exceptionHandler(gone -> close());
        request.handler(this::append);
        request.endHandler(end -> end());
        // A body that came with its head has ended by then, and needs no timer.
        context.runOnContext(now -> watchProgress());
    }

    private void watchProgress() {
        if (!over && !ended && timer == NONE) {
            timer = vertx.setTimer(STALL_MILLIS, this::checkProgress);
        }
    }

    private void stopTimer() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    /** Releases the memory; later bytes are ignored. */
    void close() {
        over = true;
        stopTimer();
        bytes = new byte[0];
        begun = null;
        waiting = null;
        release(first);
        release(growing);
        release(whole);
    }

    private void end() {
        if (!over && waiting == null) {
            ended = true;
            stopTimer();
            complete.accept(completeBody());
        }
    }

    private byte[] completeBody() {
        if (begun != null) {
            return begun.getBytes();
        }
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
    }

    private void append(Buffer part) {
        if (over) {
            return;
        }
        int needed = filled + part.length();
        if (needed > RequestIntake.MAX_BODY) {
            fail(new Fault.TooLarge("The body is larger than 15 MiB."));
        } else if (first == null) {
            boolean small = length.isPresent() && length.getAsInt() <= FIRST;
            reserved = small ? length.getAsInt() : FIRST;
            waiting = part;
            first = (small ? room.small() : room.begun())
                    .request(source, reserved, () -> context.runOnContext(now -> memoryGranted()));
            wait(first);
        } else if (needed <= reserved || whole != null || tryReserve(needed)) {
            receive(part);
        } else {
            waiting = part;
            whole = room.whole().request(source, maxSize(), () -> context.runOnContext(now -> memoryGranted()));
            wait(whole);
        }
    }

    /** Maximum size of the body. */
    private int maxSize() {
        return length.orElse(RequestIntake.MAX_BODY);
    }

    /** Reserves memory to grow; false if there is none. */
    private boolean tryReserve(int needed) {
        int to = Math.min(Math.max(2 * reserved, needed), maxSize());
        if (growing == null) {
            growing = room.growing().tryAcquire(source, to);
            if (growing == null) {
                return false;
            }
            release(first);
        } else if (!growing.tryGrow(to)) {
            return false;
        }
        reserved = to;
        return true;
    }

    /** Continues at once if memory was granted, else pauses reading until it is. */
    private void wait(ByteLimiter.Lease asked) {
        if (asked.isHeld()) {
            memoryGranted();
        } else if (asked.isOver()) {
            fail(new Fault.Overloaded("Too many calls are waiting. Try again."));
        } else {
            stopped = true;
            request.pause();
            stopTimer();
            timer = vertx.setTimer(
                    WAIT_MILLIS, late -> fail(new Fault.Overloaded("Too many bytes are in flight. Try again.")));
        }
    }

    private void memoryGranted() {
        var part = waiting;
        if (over || part == null) {
            return;
        }
        waiting = null;
        if (whole != null) {
            release(first);
            release(growing);
            reserved = maxSize();
        }
        receive(part);
        if (stopped) {
            stopped = false;
            looked = filled;
            stopTimer();
            timer = vertx.setTimer(STALL_MILLIS, this::checkProgress);
            request.resume();
        }
    }

    private static void release(ByteLimiter.@Nullable Lease held) {
        if (held != null) {
            held.close();
        }
    }

    /** Keeps the first part uncopied; a body that is complete with it, or large, is then copied only once. */
    private void receive(Buffer part) {
        int needed = filled + part.length();
        if (filled == 0) {
            begun = part;
        } else {
            grow(needed);
            part.getBytes(bytes, filled);
        }
        filled = needed;
    }

    private void grow(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, length.isEmpty() ? Math.min(Math.max(needed, 2 * bytes.length), reserved) : reserved);
        }
        if (begun != null) {
            begun.getBytes(bytes);
            begun = null;
        }
    }

    /** Progress check: fails a body that arrives too slowly or exceeds the time limit. */
    private void checkProgress(long now) {
        timer = NONE;
        if (over) {
            return;
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (filled - looked < bytesDue(reserved, length.isEmpty() ? RequestIntake.MAX_BODY : length.getAsInt() - looked)
                || millis > BODY_MILLIS) {
            fail(new Fault.Overloaded("The body did not arrive in time. Try again."));
        } else {
            looked = filled;
            timer = vertx.setTimer(STALL_MILLIS, this::checkProgress);
        }
    }

    /**
     * Bytes that must arrive before the next check: a fixed fraction of the reserved memory, with or without a declared
     * length, or what is left.
     */
    static int bytesDue(int reserved, int left) {
        return Math.max(1, Math.min(reserved / LOOKS, left));
    }

    private void fail(Fault fault) {
        close();
        failed.accept(fault);
    }
}
