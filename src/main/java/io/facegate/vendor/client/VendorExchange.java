package io.facegate.vendor.client;

import io.facegate.call.Reply.BodyStats;
import io.facegate.call.Reply.Envelope;
import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange on one connection. Callbacks run on an event loop; one thread waits. */
final class VendorExchange {
    private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Response headers that carry the vendor's request id. */
    private static final List<String> REQUEST_IDS = List.of("x-amzn-RequestId", "apim-request-id");

    private static final int LONGEST_SECONDS = 86_400;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern WORK = Pattern.compile("[!-~]{0,2000}/operations/([A-Za-z0-9-]{1,64})");

    private final ByteBuf body;
    private final int replyBytes;
    private final Predicate<HttpConnection> isFirstUse;
    private final Runnable check;
    private final CompletableFuture<SendAttempt> ending = new CompletableFuture<>();
    private @Nullable HttpClientRequest request;
    private boolean abandoned;
    private volatile boolean begun;
    private volatile boolean reused;
    private volatile long sentAt;

    /**
     * @param isFirstUse true for a connection that carries its first request
     * @param check made right before the request is written; throws if it may not be sent, and waits for nothing
     */
    VendorExchange(ByteBuf body, int replyBytes, Predicate<HttpConnection> isFirstUse, Runnable check) {
        this.body = body;
        this.replyBytes = replyBytes;
        this.isFirstUse = isFirstUse;
        this.check = check;
    }

    /** Handles a connection, or the failure to get one. */
    void onConnection(AsyncResult<HttpClientRequest> connection) {
        if (connection.failed()) {
            ending.complete(
                    switch (connection.cause()) {
                        case SSLException _ -> new SendAttempt.CertificateRejected();
                        default -> new SendAttempt.NotConnected();
                    });
            return;
        }
        var opened = connection.result();
        if (!adoptRequest(opened)) {
            opened.reset();
            return;
        }
        try {
            check.run();
        } catch (RuntimeException stopped) {
            giveUp(new SendAttempt.NotAllowed(stopped));
            return;
        }
        reused = !isFirstUse.test(opened.connection());
        sentAt = System.nanoTime();
        opened.exceptionHandler(_ -> ending.complete(connectionLost()));
        opened.send(BufferImpl.buffer(body)).onComplete(this::onResponse);
    }

    /** Runs an action once the exchange has ended, on the thread that ended it. */
    void onEnd(Runnable action) {
        var _ = ending.whenComplete((_, _) -> action.run());
    }

    /** Aborts the exchange at its deadline and closes the connection. */
    void expire() {
        giveUp(new SendAttempt.TimedOut());
    }

    private void giveUp(SendAttempt why) {
        if (ending.complete(why)) {
            abandon();
        }
    }

    /** Waits for the outcome, at the latest until {@link #expire}. */
    SendAttempt await() {
        try {
            return ending.get();
        } catch (InterruptedException stop) {
            // A call's thread is interrupted only at shutdown. The flag is not restored, so that the rest of the call
            // can finish.
            giveUp(new SendAttempt.Interrupted());
            return ending.join();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private synchronized boolean adoptRequest(HttpClientRequest opened) {
        request = opened;
        return !abandoned;
    }

    private synchronized void abandon() {
        abandoned = true;
        if (request != null) {
            request.reset();
        }
    }

    private void onResponse(AsyncResult<HttpClientResponse> head) {
        if (head.failed()) {
            ending.complete(connectionLost());
            return;
        }
        begun = true;
        var response = head.result();
        var read = Buffer.buffer();
        response.exceptionHandler(_ -> ending.complete(connectionLost()));
        response.handler(chunk -> {
            if (read.length() + chunk.length() > replyBytes) {
                ending.complete(new SendAttempt.ReplyTooLarge());
                response.request().reset();
            } else {
                read.appendBuffer(chunk);
            }
        });
        response.endHandler(_ ->
                ending.complete(new SendAttempt.Answered(response.statusCode(), read.getBytes(), envelope(response))));
    }

    /** A vendor that closed an idle connection lets the next request on it fail at once; a later loss is another one. */
    private SendAttempt connectionLost() {
        return new SendAttempt.ConnectionLost(begun, reused && System.nanoTime() - sentAt < AT_ONCE_NANOS);
    }

    private static Envelope envelope(HttpClientResponse response) {
        return new Envelope(
                seconds(response.getHeader("Retry-After"), response.getHeader("Date")),
                requestId(response),
                jobId(response.getHeader("Operation-Location")),
                BodyStats.NONE);
    }

    private static @Nullable String requestId(HttpClientResponse response) {
        for (var name : REQUEST_IDS) {
            var id = response.getHeader(name);
            if (id != null && ID.matcher(id).matches()) {
                return id;
            }
        }
        return null;
    }

    /** Returns the job id, which is the last segment of the job's URL, or null when the URL has another form. */
    private static @Nullable String jobId(@Nullable String address) {
        if (address == null) {
            return null;
        }
        var found = WORK.matcher(address);
        return found.matches() ? found.group(1) : null;
    }

    /**
     * Returns the seconds of Retry-After, rounded up where it is a date, up to a day; empty if absent or malformed.
     *
     * @param now the time at the vendor, as far as known: its Date, else the time of this machine
     */
    static OptionalInt seconds(@Nullable String header, @Nullable String now) {
        if (header == null || header.matches("[0-9]{1,6}")) {
            return header == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(header));
        }
        var until = date(header);
        if (until == null) {
            return OptionalInt.empty();
        }
        var since = Objects.requireNonNullElseGet(date(now), Instant::now);
        long millis = Duration.between(since, until).toMillis();
        return OptionalInt.of(Math.clamp((millis + 999) / 1000, 0, LONGEST_SECONDS));
    }

    private static @Nullable Instant date(@Nullable String header) {
        try {
            return header == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip()));
        } catch (DateTimeException malformed) {
            return null;
        }
    }
}
