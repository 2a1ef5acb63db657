package io.facegate.console;

import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.policy.vocabulary.Language;

/** Tells a decision in plain words; the app hands over the ledger's own. */
@FunctionalInterface
public interface Narrator {
    Narrative tell(DecisionDetails dossier, Language language);
}
