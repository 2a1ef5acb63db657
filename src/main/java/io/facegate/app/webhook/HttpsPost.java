package io.facegate.app.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends bodies to one address. It follows no redirect, and waits ten seconds at most. */
public final class HttpsPost implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int OK = 2;
    private static final int HUNDRED = 100;

    private final HttpsAddress target;
    private final Duration whole;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public HttpsPost(HttpsAddress target) {
        this(target, WHOLE);
    }

    HttpsPost(HttpsAddress target, Duration whole) {
        this.target = target;
        this.whole = whole;
    }

    /**
     * Sends a body. An endless answer is closed, not read to its end.
     *
     * @param most how many bytes of the answer are read
     * @return the beginning of the answer
     * @throws IOException if it was not accepted; the message names neither the address nor a header
     */
    public byte[] send(byte[] body, Map<String, String> headers, int most) throws IOException, InterruptedException {
        target.requirePermitted();
        var request = HttpRequest.newBuilder(target.url()).timeout(whole).header("User-Agent", "Facegate");
        headers.forEach(request::header);
        var answer = exchange(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), most);
        if (answer.statusCode() / HUNDRED != OK) {
            throw new IOException("it answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** The request's own timeout ends with the headers of the answer. */
    private HttpResponse<byte[]> exchange(HttpRequest request, int most) throws IOException, InterruptedException {
        var sent = client.sendAsync(request, _ -> new FirstBytes(most));
        try {
            return sent.get(whole.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw tooLate();
        } catch (ExecutionException failed) {
            throw switch (failed.getCause()) {
                case HttpTimeoutException late -> tooLate();
                case IOException unsent -> unsent;
                case null, default -> new IOException("it was not sent", failed);
            };
        } finally {
            sent.cancel(true);
        }
    }

    private IOException tooLate() {
        return new IOException("it did not answer within " + whole.toSeconds() + " s");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
