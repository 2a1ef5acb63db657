package io.facegate.console;

import io.facegate.ledger.reading.TamperedRecord;
import java.util.Locale;

/** A record that does not verify, as a page shows it: where it stands and how that shows, and nothing that it says. */
record TamperedView(PageLanguage speech, TamperedRecord found) {
    /** Counted from one, as people count. */
    public String record() {
        return speech.fill("tampered.record", found.index() + 1);
    }

    public String text() {
        return speech.say("tampered." + found.cause().name().toLowerCase(Locale.ROOT));
    }

    public long index() {
        return found.index();
    }
}
