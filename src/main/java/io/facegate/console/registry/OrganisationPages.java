package io.facegate.console.registry;

import io.facegate.console.ConsolePages;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.OrganisationProfile;
import io.facegate.usecase.registry.OrganisationProfiles.Listing;
import io.facegate.usecase.registry.PermissionAnswer;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTML responses of the pages of organisations. */
final class OrganisationPages {
    /** Altered rows that a page names. */
    private static final int NAMED = 20;

    private OrganisationPages() {}

    static Response list(PageLanguage speech, OrganisationSearch search, Listing listing) {
        var now = Instant.now();
        var rows = listing.organisations().stream()
                .map(one -> OrganisationRow.of(speech, one, listing.isAltered(one.id()), now))
                .toList();
        boolean more = search.first() + rows.size() < listing.found();
        var found = new Found(
                rows,
                count(speech, search, listing, rows.size()),
                search.page() > 1 ? search.address(search.page() - 1) : null,
                more ? search.address(search.page() + 1) : null,
                listing.altered().stream()
                        .limit(NAMED)
                        .map(DisplayText::forPage)
                        .toList());
        return ConsolePages.html(200, Templates.organisations(speech, search, found));
    }

    private static String count(PageLanguage speech, OrganisationSearch search, Listing listing, int shown) {
        if (listing.found() == 0) {
            return speech.say("organisations.count.none");
        }
        return speech.fill("organisations.count", listing.found(), search.first() + 1)
                + (shown == 0 ? "" : speech.fill("organisations.count.to", search.first() + shown));
    }

    static Response one(PageLanguage speech, OrganisationProfile profile, Instant now) {
        return ConsolePages.html(200, Templates.organisation(speech, new OrganisationView(speech, profile, now)));
    }

    static Response unknown(PageLanguage speech) {
        return ConsolePages.notice(speech, 404, "organisation");
    }

    /** The page in place of an organisation whose row does not verify: nothing that it says is shown. */
    static Response altered(PageLanguage speech, String id) {
        return ConsolePages.html(500, Templates.organisationAltered(speech, DisplayText.forPage(id)));
    }

    static Response permissions(PageLanguage speech, String back, String name, List<PermissionAnswer> answers) {
        var groups = PermissionGroup.of(speech, answers);
        return ConsolePages.html(
                200, Templates.organisationPermissions(speech, back, DisplayText.forPage(name), groups));
    }

    /**
     * A page of the list.
     *
     * @param count what is shown, in words
     * @param altered names of rows that do not verify
     */
    record Found(
            List<OrganisationRow> rows,
            String count,
            @Nullable String before,
            @Nullable String after,
            List<String> altered) {}

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance organisations(PageLanguage s, OrganisationSearch search, Found found);

        static native TemplateInstance organisation(PageLanguage s, OrganisationView view);

        static native TemplateInstance organisationAltered(PageLanguage s, String id);

        static native TemplateInstance organisationPermissions(
                PageLanguage s, String back, String name, List<PermissionGroup> groups);
    }
}
