package io.facegate.console.decision;

import io.facegate.console.DecisionView;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.ledger.DisplayText;
import java.time.Instant;

/**
 * View model of the letter to a regulator: what is handed over, how it is checked, and the key to compare.
 *
 * @param key the log's public key, as its bundle is checked with; empty if it cannot be read
 */
record RegulatorLetterView(PageLanguage speech, DecisionView view, String key, Instant now) {
    public String today() {
        return speech.time("time.day", now);
    }

    public String verdict() {
        return speech.say(view.permitted() ? "letter.permitted" : "letter.refused");
    }

    /** The name of the log, which begins its key; empty if that is not known. */
    public String log() {
        int end = key.indexOf('+');
        return end < 0 ? "" : DisplayText.forPage(key.substring(0, end));
    }

    /** The name of the file that is handed over. */
    public String file() {
        return DecisionResource.fileName(view.id());
    }
}
