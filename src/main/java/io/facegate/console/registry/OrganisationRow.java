package io.facegate.console.registry;

import io.facegate.console.ConsolePage;
import io.facegate.console.LastDay;
import io.facegate.console.PageLanguage;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the list of organisations. Of one whose row does not verify, only the id is shown.
 *
 * @param state the key of its state's name
 * @param served whether its calls are served in that state
 * @param until the last day of its verification, or null
 */
record OrganisationRow(
        String id,
        String name,
        String type,
        List<String> places,
        String state,
        boolean served,
        @Nullable String until) {
    static OrganisationRow of(PageLanguage speech, Organisation one, boolean altered, Instant now) {
        var id = DisplayText.forPage(one.id());
        if (altered) {
            return new OrganisationRow(id, id, "", List.of(), "organisations.altered", false, null);
        }
        var verification = one.verification();
        var until = verification == null ? null : verification.until();
        return new OrganisationRow(
                id,
                DisplayText.forPage(one.name()),
                speech.title(WordTitles.ORGANISATION, one.type()),
                one.jurisdictions().stream().map(DisplayText::forPage).toList(),
                state(one, now),
                one.findFailure(now) == null,
                until == null ? null : LastDay.before(until).words(speech));
    }

    /** The key of the name of an organisation's state. */
    static String state(Organisation one, Instant now) {
        return one.state() == OrganisationState.VERIFIED && one.findFailure(now) != null
                ? "organisations.state.ended"
                : "organisations.state." + one.state().code();
    }

    public boolean altered() {
        return state.equals("organisations.altered");
    }

    public String address() {
        return ConsolePage.ORGANISATIONS.address() + '/' + id;
    }
}
