package io.facegate.console.decision;

import io.facegate.console.ConsolePage;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.DecisionView;
import io.facegate.console.LastDay;
import io.facegate.console.PageLanguage;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.OrganisationProfiles;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Until when an organisation's purpose or verification counts by the registry as it is now. A record of a refusal says
 * only that it had ended.
 *
 * @param address the page of the organisation
 */
record RegisteredEnd(String words, String address) {
    /** What the registry says; null if nothing of it decided, or the visitor may not read it. */
    static @Nullable RegisteredEnd of(
            PageLanguage speech, DecisionView view, ConsoleVisitor visitor, OrganisationProfiles organisations) {
        var code = view.fields().code();
        boolean ofPurpose = code.equals("purpose_expired");
        if (!(ofPurpose || code.equals("verification_expired")) || !visitor.may(Right.READ_REGISTRY)) {
            return null;
        }
        var id = view.fields().organisation();
        var end = organisations.end(id, ofPurpose ? view.fields().purpose() : null);
        var words = end == null
                ? speech.say("story.registered.none")
                : speech.fill(
                        ofPurpose ? "story.registered.purpose" : "story.registered.verification",
                        LastDay.before(end).words(speech));
        return new RegisteredEnd(
                words, ConsolePage.ORGANISATIONS.address() + '/' + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }
}
