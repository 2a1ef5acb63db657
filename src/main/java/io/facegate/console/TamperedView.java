package io.facegate.console;

import io.facegate.ledger.reading.TamperedRecord;
import java.util.Locale;

/** View model of a record that fails verification: its position and the failure, never its content. */
public record TamperedView(PageLanguage speech, TamperedRecord found) {
    /** Record number, counted from 1. */
    public String record() {
        return speech.fill("tampered.record", found.index() + 1);
    }

    public String text() {
        return speech.say("tampered." + found.cause().name().toLowerCase(Locale.ROOT));
    }

    /** Its number in an address. */
    public String number() {
        return Long.toString(found.index() + 1);
    }

    public long index() {
        return found.index();
    }
}
