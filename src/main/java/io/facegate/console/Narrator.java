package io.facegate.console;

import io.facegate.ledger.reading.Dossier;
import io.facegate.ledger.telling.Narrative;
import io.facegate.policy.speech.Language;

/** Tells a decision in plain words; the app hands over the ledger's own. */
@FunctionalInterface
public interface Narrator {
    Narrative tell(Dossier dossier, Language language);
}
