package io.facegate.console.work;

import io.facegate.console.ConsolePage;
import io.facegate.usecase.ledger.DisplayText;

/**
 * Something that waits, as a row of the inbox.
 *
 * @param address of its own page
 * @param what it is, in a few words
 * @param detail the words under that
 * @param organisation whom it concerns; empty if that is not told here
 * @param state what has happened so far
 * @param moment until when, or since when
 * @param clock how long that is from now, in words
 */
record WorkRow(
        String address, String what, Detail detail, String organisation, String state, String moment, String clock) {
    /**
     * Words under what waits.
     *
     * @param decision the address of the decision of which it is the id; empty if it is none
     */
    record Detail(String words, String decision) {
        static Detail of(String words) {
            return new Detail(DisplayText.forPage(words), "");
        }

        static Detail ofDecision(String id) {
            return new Detail(DisplayText.forPage(id), ConsolePage.DECISIONS.address() + '/' + id);
        }
    }
}
