package io.facegate.console.registry;

import io.facegate.call.Fault;
import io.facegate.console.ConsolePages;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.registry.OrganisationProfiles;
import jakarta.ws.rs.core.Response;
import java.time.Instant;

/** What an organisation may do, as a page: the same for officers and for the organisation's own people. */
public final class PermissionsPage {
    private PermissionsPage() {}

    /**
     * Shows it. This can take some seconds.
     *
     * @param back the page that it belongs to
     * @param viewer who looks, for the record
     * @throws io.facegate.usecase.ledger.ViewAudit.Unrecorded if the view cannot be recorded
     */
    public static Response show(
            PageLanguage speech, OrganisationProfiles organisations, String id, String back, String viewer) {
        var name = organisations.name(id);
        if (name == null) {
            return organisations.isAltered(id)
                    ? OrganisationPages.altered(speech, id)
                    : OrganisationPages.unknown(speech);
        }
        try {
            return organisations
                    .permissions(id, Instant.now(), viewer)
                    .map(answers -> OrganisationPages.permissions(speech, back, name, answers))
                    .orElseGet(() -> OrganisationPages.unknown(speech));
        } catch (Fault.Overloaded busy) {
            return ConsolePages.notice(speech, 503, "computing");
        }
    }
}
