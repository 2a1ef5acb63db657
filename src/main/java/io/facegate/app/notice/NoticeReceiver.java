package io.facegate.app.notice;

import io.facegate.app.webhook.WebhookEndpoint;
import io.facegate.policy.vocabulary.Language;

/** A webhook that notices are sent to, in one language. */
public record NoticeReceiver(String name, WebhookEndpoint webhook, Language language) {}
