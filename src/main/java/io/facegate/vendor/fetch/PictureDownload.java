package io.facegate.vendor.fetch;

import io.facegate.call.Reply.Failure;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Download of one picture over one connection. Callbacks run on an event loop; one thread waits. */
final class PictureDownload {
    /** Length of the window within which a minimum of bytes must arrive, after the first bytes. */
    static final long WINDOW_MILLIS = 2_000;

    private static final int LEAST = 16 * 1024;
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;

    private final int most;
    private final CompletableFuture<byte[]> ending = new CompletableFuture<>();
    private @Nullable HttpClientRequest request;
    private boolean abandoned;
    private volatile OptionalInt received = OptionalInt.empty();
    private volatile OptionalInt seen = OptionalInt.empty();

    PictureDownload(int most) {
        this.most = most;
    }

    /** No connection was made, so another address of the host may be tried. */
    static final class Unconnected extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Handles a connection, or the failure to get one. */
    void onConnection(AsyncResult<HttpClientRequest> connection) {
        if (connection.failed()) {
            fail(
                    connection.cause() instanceof SSLException
                            ? new PictureNotFetched(
                                    "The picture was not fetched: the certificate of its host was not accepted.")
                            : new Unconnected());
            return;
        }
        var opened = connection.result();
        if (!adoptRequest(opened)) {
            opened.reset();
            return;
        }
        opened.exceptionHandler(_ -> failUnfinished());
        opened.send().onComplete(this::onResponse);
    }

    /** Aborts the download at its deadline and closes the connection. */
    void expire() {
        stop(PictureNotFetched.timedOut());
    }

    /** Checks the rate at the end of a window; aborts a download that is too slow. */
    void watch() {
        var now = received;
        if (seen.isPresent() && now.orElseThrow() - seen.getAsInt() < LEAST) {
            stop(new PictureNotFetched("The picture was not fetched: its host sends it too slowly (less than "
                    + LEAST / 1024 + " KiB in " + WINDOW_MILLIS / 1000 + " seconds)."));
        }
        seen = now;
    }

    /** Waits for the picture, at the latest until {@link #expire}. */
    byte[] await() throws PictureNotFetched, Unconnected {
        try {
            return ending.get();
        } catch (InterruptedException stop) {
            expire();
            Thread.currentThread().interrupt();
            throw new PictureNotFetched(Failure.THROTTLED, "The gateway stops.");
        } catch (ExecutionException ended) {
            switch (ended.getCause()) {
                case PictureNotFetched unfetched -> throw unfetched;
                case Unconnected unconnected -> throw unconnected;
                case null, default -> throw new IllegalStateException(ended);
            }
        }
    }

    private void onResponse(AsyncResult<HttpClientResponse> head) {
        if (head.failed()) {
            failUnfinished();
            return;
        }
        var response = head.result();
        response.exceptionHandler(_ -> failUnfinished());
        var unfit = findResponseProblem(response);
        if (unfit != null) {
            stop(unfit);
            return;
        }
        var read = Buffer.buffer();
        received = OptionalInt.of(0);
        response.handler(part -> {
            if (part.length() > most - read.length()) {
                stop(tooLong());
            } else {
                read.appendBuffer(part);
                received = OptionalInt.of(read.length());
            }
        });
        response.endHandler(_ -> ending.complete(read.getBytes()));
    }

    private @Nullable PictureNotFetched findResponseProblem(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= REDIRECT && status < CLIENT_ERROR) {
            return new PictureNotFetched("The picture was not fetched: its host redirects (" + status
                    + "), and redirects are not followed. Give the final URL.");
        }
        if (status != OK) {
            return new PictureNotFetched("The picture was not fetched: its host answered with status " + status + '.');
        }
        var coding = response.getHeader("Content-Encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            return new PictureNotFetched(
                    "The picture was not fetched: its host sends it compressed, although the gateway asked it not"
                            + " to.");
        }
        var length = response.getHeader("Content-Length");
        return length != null && (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > most) ? tooLong() : null;
    }

    private PictureNotFetched tooLong() {
        return new PictureNotFetched(
                Failure.IMAGE_TOO_LARGE,
                String.format(Locale.ROOT, "The picture at the URL has more than %,d bytes.", most));
    }

    private void failUnfinished() {
        fail(new PictureNotFetched("The picture was not fetched: the connection ended before it was complete."));
    }

    private void fail(Exception why) {
        ending.completeExceptionally(why);
    }

    private void stop(PictureNotFetched why) {
        if (ending.completeExceptionally(why)) {
            abandon();
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
}
