package io.facegate.console;

import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionReach;
import org.jspecify.annotations.Nullable;

/** How much of the log a list rests on, and how much of it was verified. */
record ListScope(PageLanguage speech, ProjectionReach reach, AuditState audit) {
    /** When the log was last verified whole, and up to which record. */
    public String verified() {
        var whole = audit.whole();
        return whole == null
                ? speech.say("audit.never")
                : speech.fill("audit.whole", whole.records(), speech.time("time.whole", whole.at()));
    }

    /** What does not verify, or null. */
    public @Nullable String tampered() {
        return told("audit.tampered", audit.log());
    }

    /** What the search file had left out, or null. */
    public @Nullable String mended() {
        return told("audit.projection", audit.projection());
    }

    private @Nullable String told(String key, AuditState.@Nullable Finding found) {
        return found == null ? null : speech.fill(key, found.index() + 1, found.count());
    }

    /** What is durable and has no place in the tree yet, or null. */
    public @Nullable String waiting() {
        return reach.waiting() == 0 ? null : speech.fill("count.waiting", reach.waiting());
    }
}
