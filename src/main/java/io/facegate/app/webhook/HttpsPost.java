package io.facegate.app.webhook;

import io.facegate.app.outgoing.BoundedHttpClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;

/** Sends bodies to one address. It follows no redirect, and waits ten seconds at most. */
public final class HttpsPost implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int OK = 2;
    private static final int HUNDRED = 100;

    private final HttpsAddress target;
    private final Duration whole;
    private final BoundedHttpClient client = new BoundedHttpClient(CONNECT);

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
        var request = HttpRequest.newBuilder(target.url()).header("User-Agent", "Facegate");
        headers.forEach(request::header);
        var answer = client.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body)), whole, _ -> new FirstBytes(most));
        if (answer.statusCode() / HUNDRED != OK) {
            throw new IOException("it answered " + answer.statusCode());
        }
        return answer.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
