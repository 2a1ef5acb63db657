package io.facegate.provider;

import io.facegate.call.Reply.Envelope;
import io.facegate.call.Reply.Inside;
import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One request and its answer on one connection; its callbacks run on an event loop, and one thread waits. */
final class VendorExchange {
    /** Where vendors name a request. */
    private static final List<String> REQUEST_IDS = List.of("x-amzn-RequestId", "apim-request-id");

    private static final Pattern WORK = Pattern.compile("[!-~]{0,2000}/operations/([A-Za-z0-9-]{1,64})");

    private final ByteBuf body;
    private final int replyBytes;
    private final CompletableFuture<SendAttempt> ending = new CompletableFuture<>();
    private @Nullable HttpClientRequest request;
    private boolean abandoned;
    private volatile boolean begun;

    VendorExchange(ByteBuf body, int replyBytes) {
        this.body = body;
        this.replyBytes = replyBytes;
    }

    /** A connection is there, or cannot be had. */
    void opened(AsyncResult<HttpClientRequest> connection) {
        if (connection.failed()) {
            ending.complete(
                    switch (connection.cause()) {
                        case SSLException _ -> new SendAttempt.Distrusted();
                        default -> new SendAttempt.Unsent();
                    });
            return;
        }
        var opened = connection.result();
        if (!take(opened)) {
            opened.reset();
            return;
        }
        opened.exceptionHandler(_ -> ending.complete(new SendAttempt.Lost(begun)));
        opened.send(BufferImpl.buffer(body)).onComplete(this::answering);
    }

    /** Its time is over: gives up, connection and all. */
    void expire() {
        giveUp(new SendAttempt.Late());
    }

    private void giveUp(SendAttempt why) {
        if (ending.complete(why)) {
            abandon();
        }
    }

    /** Waits for the end, which {@link #expire} brings if nothing else does. */
    SendAttempt await() {
        try {
            return ending.get();
        } catch (InterruptedException stop) {
            // The only interrupt that a call's thread is sent; what is left to do for it must not end by it too.
            giveUp(new SendAttempt.Stopped());
            return ending.join();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private synchronized boolean take(HttpClientRequest opened) {
        request = opened;
        return !abandoned;
    }

    private synchronized void abandon() {
        abandoned = true;
        if (request != null) {
            request.reset();
        }
    }

    private void answering(AsyncResult<HttpClientResponse> head) {
        if (head.failed()) {
            ending.complete(new SendAttempt.Lost(false));
            return;
        }
        begun = true;
        var response = head.result();
        var read = Buffer.buffer();
        response.exceptionHandler(_ -> ending.complete(new SendAttempt.Lost(begun)));
        response.handler(chunk -> {
            if (read.length() + chunk.length() > replyBytes) {
                ending.complete(new SendAttempt.TooLong());
                response.request().reset();
            } else {
                read.appendBuffer(chunk);
            }
        });
        response.endHandler(_ ->
                ending.complete(new SendAttempt.Answered(response.statusCode(), read.getBytes(), envelope(response))));
    }

    private static Envelope envelope(HttpClientResponse response) {
        var request = REQUEST_IDS.stream()
                .map(response::getHeader)
                .filter(id -> id != null && id.matches("[A-Za-z0-9-]{1,64}"))
                .findFirst()
                .orElse(null);
        return new Envelope(
                seconds(response.getHeader("Retry-After")),
                request,
                work(response.getHeader("Operation-Location")),
                new Inside(-1, null));
    }

    /** The last segment of an address where work can be asked about; what has no such end is none. */
    private static @Nullable String work(@Nullable String address) {
        var found = WORK.matcher(String.valueOf(address));
        return found.matches() ? found.group(1) : null;
    }

    /** The header's seconds; a date, or what is neither, is none. */
    private static int seconds(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}") ? Integer.parseInt(header) : -1;
    }
}
