package io.facegate.usecase.notice;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a reminder is about. */
public enum ReminderKind {
    /** An authorisation after the fact runs out within some hours. */
    AUTHORISATION(true),
    /** An answer waits long for its reviewers. */
    REVIEW(false),
    /** An appeal waits long for its answer. */
    APPEAL(false),
    /** A proposal expires within a day. */
    PROPOSAL(true),
    /** Something registered, a rule or the certificate ends within some days. */
    END(false),
    /** Records of the log do not verify. */
    LOG(true);

    private final boolean urgent;

    ReminderKind(boolean urgent) {
        this.urgent = urgent;
    }

    /** The word that the subject of its record begins with. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if nobody should wait for the next day to read it. */
    public boolean isUrgent() {
        return urgent;
    }

    /** The kind of a reminder with that subject, or null. */
    static @Nullable ReminderKind of(String subject) {
        return Stream.of(values())
                .filter(one -> subject.startsWith(one.word() + ':'))
                .findFirst()
                .orElse(null);
    }
}
