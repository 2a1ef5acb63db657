package io.facegate.app.notice;

import io.facegate.app.webhook.WebhookEndpoint;
import io.facegate.app.webhook.WebhookSender;
import io.facegate.usecase.notice.Notice;
import java.io.IOException;

/** Sends notices to a webhook, as JSON. */
final class WebhookNoticeSender implements NoticeSender {
    private final WebhookSender sender;

    WebhookNoticeSender(WebhookEndpoint endpoint) {
        sender = new WebhookSender(endpoint);
    }

    @Override
    public void send(Notice notice) throws IOException, InterruptedException {
        sender.send(notice.id(), "application/json", notice.toJson());
    }

    @Override
    public void close() {
        sender.close();
    }
}
