package io.facegate.app.webhook;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Sends signed messages to one webhook, as Standard Webhooks defines them. It reads no answer but its status. */
public final class WebhookSender implements AutoCloseable {
    private final WebhookEndpoint target;
    private final HttpsPost post;

    public WebhookSender(WebhookEndpoint target) {
        this.target = target;
        this.post = new HttpsPost(target.address());
    }

    /**
     * Sends a message.
     *
     * @param id the same each time that it is sent
     * @throws IOException if it was not accepted; the message names neither the address nor the secret
     */
    public void send(String id, String mediaType, byte[] body) throws IOException, InterruptedException {
        long timestamp = Instant.now().getEpochSecond();
        var headers = Map.of(
                "Content-Type",
                mediaType,
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(timestamp),
                "webhook-signature",
                WebhookSignature.sign(target.secret(), id, timestamp, body));
        post.send(body, headers, 0);
    }

    @Override
    public void close() {
        post.close();
    }
}
