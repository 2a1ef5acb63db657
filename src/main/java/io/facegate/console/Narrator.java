package io.facegate.console;

import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.policy.vocabulary.Language;

/** Describes a decision in plain words; implemented by the ledger's narrative. */
@FunctionalInterface
public interface Narrator {
    Narrative describe(DecisionDetails details, Language language);
}
