package io.facegate.console.overview;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.overview.DecisionStatistics;
import io.facegate.usecase.overview.RefusedOrganisations;
import io.facegate.usecase.policy.PolicyLibrary;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** All values of a field with the numbers of their decisions, of which the overview shows the first; and who was refused by which rule. */
@Path(CountsQuery.PATH)
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class CountsResource {
    private final AuditedRecords records;
    private final ViewAudit views;
    private final PolicyLibrary policies;

    CountsResource(AuditedRecords records, ViewAudit views, PolicyLibrary policies) {
        this.records = records;
        this.views = views;
        this.policies = policies;
    }

    @GET
    public Response counts(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var today = LocalDate.now(ZoneOffset.UTC);
        var query = CountsQuery.of(asked.getQueryParameters(), today);
        if (query == null) {
            return ConsolePages.notFound(speech);
        }
        views.recordView(LoggedInFilter.viewer(request), "counts");
        var view = count(speech, query, today);
        return ConsolePages.html(query.period().problem() == null ? 200 : 400, Templates.counts(speech, view));
    }

    private CountsView count(PageLanguage speech, CountsQuery query, LocalDate today) {
        var names = records.words().organisations();
        var words = RuleDescriptions.of(speech, policies.verified(policies.digest()));
        var period = query.period();
        SearchFacet field = query.field();
        if (field == null) {
            var refused = RefusedOrganisations.count(
                    records, period.from(), period.until(), query.start(), CountsView.ORGANISATIONS);
            return new CountsView(speech, query, null, refused, names, words, today);
        }
        var found = DecisionStatistics.count(records, period.from(), period.until(), query.organisation());
        var values = new OverviewBreakdown(speech, period, field, found, names, words, query.organisation());
        return new CountsView(speech, query, values, null, names, words, today);
    }

    /** The page template, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance counts(PageLanguage s, CountsView view);
    }
}
