package io.facegate.ingress.intake;

import io.facegate.call.Fault;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One body on its way in, on one event loop. Its first part needs little room, and none before it comes; room for a
 * large rest is asked for once the first part is there, so that a mere claim of length takes no room from others.
 */
final class Body {
    private static final int FIRST = 64 * 1024;
    private static final long STALL_MILLIS = 5_000;
    private static final long BODY_MILLIS = 30_000;

    /** Twice as many as there are before its time is over: it may be slow at first. */
    private static final int LOOKS = (int) (2 * BODY_MILLIS / STALL_MILLIS);

    private static final long WAIT_MILLIS = 10_000;

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final Room room;
    private final String source;
    private final int length;
    private final Consumer<byte[]> complete;
    private final Consumer<Fault> failed;
    private final long start = System.nanoTime();
    private InFlight.@Nullable Lease first;
    private InFlight.@Nullable Lease rest;
    private @Nullable Buffer waiting;
    private boolean stopped;
    private @Nullable Buffer begun;
    private byte[] bytes = new byte[0];
    private int filled;
    private int looked;
    private long timer;
    private boolean over;

    /** What becomes of a body: all of it, or why not; at most one is told. */
    record Ending(Consumer<byte[]> complete, Consumer<Fault> failed) {}

    /** @param length as declared, or -1 when it comes in chunks */
    Body(Vertx vertx, HttpServerRequest request, Room room, int length, Ending ending) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.source = Networks.of(Networks.peer(request));
        this.room = room;
        this.length = length;
        this.complete = ending.complete;
        this.failed = ending.failed;
    }

    void read() {
        timer = vertx.setTimer(STALL_MILLIS, this::look);
        request.exceptionHandler(gone -> close());
        request.handler(this::keep);
        request.endHandler(end -> end());
    }

    /** Gives its room back; what comes after that is ignored. */
    void close() {
        over = true;
        vertx.cancelTimer(timer);
        bytes = new byte[0];
        begun = null;
        waiting = null;
        release(first);
        release(rest);
    }

    private void end() {
        if (!over && waiting == null) {
            vertx.cancelTimer(timer);
            complete.accept(whole());
        }
    }

    private byte[] whole() {
        if (begun != null) {
            return begun.getBytes();
        }
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
    }

    private void keep(Buffer part) {
        if (over) {
            return;
        }
        int needed = filled + part.length();
        if (needed > Intake.MAX_BODY) {
            fail(new Fault.TooLarge("The body is larger than 15 MiB."));
        } else if (first == null) {
            boolean small = length >= 0 && length <= FIRST;
            waiting = part;
            first = (small ? room.small() : room.begun())
                    .request(source, small ? length : FIRST, () -> context.runOnContext(now -> granted()));
            wait(first);
        } else if (needed > FIRST && rest == null) {
            int size = length < 0 ? Intake.MAX_BODY : length;
            waiting = part;
            rest = room.rest().request(source, size, () -> context.runOnContext(now -> granted()));
            wait(rest);
        } else {
            take(part);
        }
    }

    /** Goes on at once where there is room, and else stops the caller until there is. */
    private void wait(InFlight.Lease asked) {
        if (asked.isHeld()) {
            granted();
        } else if (asked.isOver()) {
            fail(new Fault.Overloaded("Too many calls are waiting. Try again."));
        } else {
            stopped = true;
            request.pause();
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(
                    WAIT_MILLIS, late -> fail(new Fault.Overloaded("Too many bytes are in flight. Try again.")));
        }
    }

    private void granted() {
        var part = waiting;
        if (over || part == null) {
            return;
        }
        waiting = null;
        if (rest != null) {
            release(first);
        }
        take(part);
        if (stopped) {
            stopped = false;
            looked = filled;
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(STALL_MILLIS, this::look);
            request.resume();
        }
    }

    private static void release(InFlight.@Nullable Lease held) {
        if (held != null) {
            held.close();
        }
    }

    /** The first part is kept as it is: what is whole with it, or large, is then copied once. */
    private void take(Buffer part) {
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
            boolean large = rest != null && length > 0;
            int more = Math.max(needed, 2 * bytes.length);
            bytes = Arrays.copyOf(bytes, large ? length : Math.min(more, length < 0 ? Intake.MAX_BODY : length));
        }
        if (begun != null) {
            begun.getBytes(bytes);
            begun = null;
        }
    }

    /** A body must keep coming as fast as what it claims asks for, and come to its end. */
    private void look(long now) {
        if (over) {
            return;
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (filled - looked < due(length, looked, rest != null) || millis > BODY_MILLIS) {
            fail(new Fault.Overloaded("The body did not come in time. Try again."));
        } else {
            looked = filled;
            timer = vertx.setTimer(STALL_MILLIS, this::look);
        }
    }

    /**
     * What must come before one looks again: a part of its whole length, or as much as what says no length and takes the room of
     * the largest began with.
     */
    static int due(int length, int come, boolean large) {
        int due = length < 0 ? (large ? FIRST : 1) : Math.min(length / LOOKS, length - come);
        return Math.max(1, due);
    }

    private void fail(Fault fault) {
        close();
        failed.accept(fault);
    }
}
