package io.facegate.ledger.narrative;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** One obligation of a permit, in one language, and what is known of whether it was met. */
public record ObligationLine(String sentence, State state) {
    /** What the records show of an obligation. */
    public enum State {
        /** The gateway applied it to the answer that the caller got. */
        APPLIED,
        /** The gateway sent the call because who answers it can meet this. */
        CHECKED,
        /** People have approved the answer. */
        APPROVED,
        /** A person rejected the answer. */
        REJECTED,
        /** The answer waits for people. */
        WAITING,
        /** The caller was told of it; whether it was met is not on record. */
        TOLD,
        /** The caller got no answer that it could apply to. */
        IDLE,
        /** How the call ended is not on record yet. */
        OPEN;

        /** The key of its words. */
        public String key() {
            return "obligation.state." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a copy whose sentence is made safe to show. */
    public ObligationLine withText(UnaryOperator<String> safe) {
        return new ObligationLine(safe.apply(sentence), state);
    }
}
