package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.policy.vocabulary.Language;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.DisplayText;
import org.jboss.logging.Logger;

/** Tells on a page, in its language, why a change was not made. What a fault is inside goes to the gateway's log only. */
public final class FailureSentences {
    private static final Logger LOG = Logger.getLogger(FailureSentences.class);

    private FailureSentences() {}

    /** Why a request was refused: a refusal that pages know, or the registry's own sentence where it can be read. */
    public static String of(PageLanguage speech, RegistryException.Unacceptable refused) {
        var known = refused.known();
        if (known != null) {
            return speech.say("refusal." + known.messageKey());
        }
        LOG.infof("A page told a refusal that has no words of its own: %s", refused.sentence());
        return speech.language() == Language.EN ? DisplayText.forPage(refused.sentence()) : speech.say("refusal.other");
    }

    /** What went wrong, as far as it helps the person. */
    public static String ofFault(PageLanguage speech, RuntimeException failed) {
        return speech.say(
                switch (failed) {
                    case RegistryException.Incomplete _ -> "refusal.incomplete";
                    case RegistryException.Unusable _ -> "refusal.registry";
                    case Fault.LedgerTampered _ -> "refusal.tampered";
                    case Fault.LedgerDown _ -> "refusal.ledger";
                    case Fault.RegistryDown _ -> "refusal.registry";
                    default -> "refusal.fault";
                });
    }
}
