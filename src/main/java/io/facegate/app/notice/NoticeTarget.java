package io.facegate.app.notice;

import io.facegate.app.mail.MailReceiverSettings;
import io.facegate.app.webhook.WebhookEndpoint;
import java.net.URI;

/** Where notices are sent. */
public sealed interface NoticeTarget {
    /** A webhook. */
    record Webhook(WebhookEndpoint endpoint) implements NoticeTarget {}

    /**
     * Mail addresses.
     *
     * @param console the address of the console, which each mail links to
     */
    record Mail(MailReceiverSettings endpoint, URI console) implements NoticeTarget {}
}
