package io.facegate.app.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Sends bodies to one address. It follows no redirect, and waits ten seconds at most. */
public final class HttpsPost implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int OK = 2;
    private static final int HUNDRED = 100;

    private final HttpsAddress target;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public HttpsPost(HttpsAddress target) {
        this.target = target;
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
        var request = HttpRequest.newBuilder(target.url()).timeout(WHOLE).header("User-Agent", "Facegate");
        headers.forEach(request::header);
        var answer = client.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofInputStream());
        try (var content = answer.body()) {
            if (answer.statusCode() / HUNDRED != OK) {
                throw new IOException("it answered " + answer.statusCode());
            }
            return most == 0 ? new byte[0] : content.readNBytes(most);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
