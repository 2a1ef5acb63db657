package io.facegate.console.work;

import io.facegate.console.ConsolePage;
import io.facegate.usecase.ledger.DisplayText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits, as a row of the inbox.
 *
 * @param address of its own page
 * @param what it is, in a few words
 * @param detail the words under that
 * @param organisation whom it concerns; empty if that is not told here
 * @param state what has happened so far
 * @param time until when, or since when
 */
record WorkRow(String address, String what, Detail detail, String organisation, String state, Time time) {
    /**
     * When something must be done, or since when it waits.
     *
     * @param moment in words
     * @param clock how long that is from now, in words
     * @param deadline after which it is too late; null if nothing runs out
     */
    record Time(String moment, String clock, @Nullable Instant deadline) {}

    /** The same, where rows of every kind stand together. */
    WorkRow ofKind(String kind) {
        return new WorkRow(address, kind, detail.after(what), organisation, state, time);
    }

    public String moment() {
        return time.moment();
    }

    public String clock() {
        return time.clock();
    }

    /**
     * Words under what waits.
     *
     * @param decision the address of the decision of which it is the id; empty if it is none
     */
    record Detail(String words, String decision) {
        static Detail of(String words) {
            return new Detail(DisplayText.forPage(words), "");
        }

        /** With other words before it. */
        Detail after(String before) {
            return words.isEmpty() || before.equals(words)
                    ? new Detail(before, "")
                    : decision.isEmpty() ? new Detail(before + " · " + words, "") : this;
        }

        static Detail ofDecision(String id) {
            return new Detail(DisplayText.forPage(id), ConsolePage.DECISIONS.address() + '/' + id);
        }
    }
}
