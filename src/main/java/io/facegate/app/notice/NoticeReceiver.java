package io.facegate.app.notice;

import io.facegate.policy.vocabulary.Language;

/** Who notices are sent to, in one language. */
public record NoticeReceiver(String name, NoticeTarget target, Language language) {}
