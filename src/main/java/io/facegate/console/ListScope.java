package io.facegate.console;

import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.SearchIndexLag;
import org.jspecify.annotations.Nullable;

/** The part of the log that a list covers, and how much of it was verified. */
record ListScope(PageLanguage speech, SearchIndexLag reach, AuditState audit) {
    /** When the log was last fully verified, and up to which record; and what a newer check found. */
    public String verified() {
        var whole = audit.lastCleanPass();
        var found = told("state.mismatch", audit.log());
        if (found != null) {
            return whole == null
                    ? speech.fill("audit.tampered.never", found)
                    : speech.fill(
                            "audit.tampered.clean", whole.records(), speech.time("time.whole", whole.time()), found);
        }
        return whole == null
                ? speech.say("audit.never")
                : speech.fill("audit.whole", whole.records(), speech.time("time.whole", whole.time()));
    }

    /** The record that fails verification, or null. */
    public @Nullable String tampered() {
        return told("audit.tampered", audit.log());
    }

    /** Records that were missing in the search file, or null. */
    public @Nullable String mended() {
        return told("audit.projection", audit.projection());
    }

    private @Nullable String told(String key, AuditState.@Nullable Finding found) {
        return found == null ? null : speech.fill(key, found.index() + 1, found.count());
    }

    /** Durable records without a place in the tree yet, or null. */
    public @Nullable String waiting() {
        return reach.waiting() == 0 ? null : speech.fill("count.waiting", reach.waiting());
    }
}
