package io.facegate.app.notice;

import io.facegate.usecase.notice.Notice;
import io.facegate.vendor.fetch.PublicAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sends notices to one webhook. It follows no redirect, reads no answer but its status, and waits ten seconds at most. */
final class WebhookSender implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int OK = 2;
    private static final int HUNDRED = 100;

    private final WebhookEndpoint target;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    WebhookSender(WebhookEndpoint target) {
        this.target = target;
    }

    /** @throws IOException if it was not accepted; the message names neither the address nor the secret */
    void send(Notice notice) throws IOException, InterruptedException {
        requirePermittedAddress();
        var body = notice.toJson();
        long timestamp = Instant.now().getEpochSecond();
        var request = HttpRequest.newBuilder(target.url())
                .timeout(WHOLE)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Facegate")
                .header("webhook-id", notice.id())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", WebhookSignature.sign(target.secret(), notice.id(), timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        // An endless answer is closed, not read.
        answer.body().close();
        if (answer.statusCode() / HUNDRED != OK) {
            throw new IOException("it answered " + answer.statusCode());
        }
    }

    /** The client asks the same cache of addresses a moment later. */
    private void requirePermittedAddress() throws IOException {
        if (target.isPrivate() || NoticeReceiversFile.isLoopback(target.url())) {
            return;
        }
        if (!PublicAddress.areAllPublic(
                List.of(InetAddress.getAllByName(target.url().getHost())))) {
            throw new IOException("its host has a private address, and the file does not permit that (private: true)");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
