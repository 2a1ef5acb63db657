package io.facegate.console.overview;

import io.facegate.console.PageLanguage;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.SearchIndexLag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the log stands: the last check of all of it, what that found, and how far the search index reaches. */
public record LogState(PageLanguage speech, AuditState audit, SearchIndexLag reach, Instant now) {
    /** A check is made every hour, and a long log takes more than one. */
    private static final Duration LONG_AGO = Duration.ofDays(1);

    /** When the whole log was last verified, and up to which record. */
    public String verified() {
        var whole = audit.lastCleanPass();
        var found = audit.log();
        if (found != null) {
            var clean = whole == null
                    ? speech.say("state.tampered.never")
                    : speech.fill("state.tampered.clean", speech.time("time.policy", whole.time()), whole.records());
            return found(found) + ' ' + clean;
        }
        return whole == null
                ? speech.say("state.never")
                : speech.fill("state.whole", ago(whole.time()), whole.records());
    }

    /** What the newest check found and when; of one that ended, how many records it covered. */
    private String found(AuditState.Finding found) {
        var what = speech.fill("state.mismatch", found.index() + 1, found.count());
        return isEnded()
                ? speech.fill("state.tampered", audit.size(), ago(found.time()), what)
                : speech.fill("state.tampered.running", ago(found.time()), what);
    }

    /** When the next check of the whole log begins by itself, or how far the running one is. */
    public String next() {
        if (audit.position() < audit.size() && audit.next() == null && audit.problem() == null) {
            return speech.fill("state.next.running", audit.position(), audit.size());
        }
        var begins = audit.next();
        if (begins == null) {
            return speech.say("state.next.usual");
        }
        long minutes = Math.max(0, Duration.between(now, begins).toMinutes());
        return speech.fill("state.next", speech.fill("state.next.minutes", minutes), speech.time("time.clock", begins));
    }

    /** True if the newest check reached the end since this gateway started. */
    private boolean isEnded() {
        return audit.size() > 0 && audit.position() >= audit.size();
    }

    /** How many records no check has covered yet, or an empty text. */
    public String uncovered() {
        long newer = reach.size() - covered();
        return newer > 0 ? speech.fill("state.newer", newer) : "";
    }

    private long covered() {
        var whole = audit.lastCleanPass();
        if (audit.log() != null) {
            return isEnded() ? audit.size() : reach.size();
        }
        return whole == null ? reach.size() : whole.records();
    }

    /** True if it was verified, lately, and nothing was found. */
    public boolean good() {
        return tampered() == null && problem() == null && !late() && audit.lastCleanPass() != null;
    }

    /** True if nothing was found, and the last check of all of it is long ago. */
    public boolean late() {
        var whole = audit.lastCleanPass();
        return audit.log() == null
                && whole != null
                && Duration.between(whole.time(), now).compareTo(LONG_AGO) > 0;
    }

    private String ago(Instant time) {
        long minutes = Math.max(0, Duration.between(time, now).toMinutes());
        if (minutes < 120) {
            return speech.fill("state.minutes", minutes);
        }
        long hours = minutes / 60;
        return hours < 48 ? speech.fill("state.hours", hours) : speech.fill("state.days", hours / 24);
    }

    /** The records that do not verify, and where the first is, or null. */
    public @Nullable String tampered() {
        var found = audit.log();
        return found == null ? null : speech.fill("audit.tampered", found.index() + 1, found.count());
    }

    /** Why the check cannot go on, or null. */
    public @Nullable String problem() {
        return audit.problem() == null ? null : speech.say("state.problem");
    }

    /** What the search index got wrong, or null. */
    public @Nullable String mended() {
        var found = audit.projection();
        return found == null ? null : speech.fill("audit.projection", found.index() + 1, found.count());
    }

    /** Up to which record the search index counts. */
    public String counted() {
        var said = speech.fill("state.counted", reach.taken());
        return reach.isComplete() ? said : said + ' ' + speech.fill("state.behind", reach.recordsBehind());
    }
}
