package io.facegate.console.overview;

import io.facegate.console.AuditStatus;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePage;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.overview.DecisionStatistics;
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
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * The console's first page: how calls were decided in a period, what waits for people, what ends, and how the log stands.
 * An address with filters, as the first version had it, leads to the list of decisions.
 */
@Path("/console")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class OverviewResource {
    private static final Set<String> OWN = Set.of("from", "until", "days", "period");

    private final AuditedRecords records;
    private final ViewAudit views;
    private final AuditStatus audit;
    private final OverviewSources sources;
    private final PolicyLibrary policies;

    OverviewResource(
            AuditedRecords records,
            ViewAudit views,
            AuditStatus audit,
            OverviewSources sources,
            PolicyLibrary policies) {
        this.records = records;
        this.views = views;
        this.audit = audit;
        this.sources = sources;
        this.policies = policies;
    }

    @GET
    public Response overview(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var query = asked.getQueryParameters();
        if (!OWN.containsAll(query.keySet())) {
            return Response.seeOther(URI.create(ConsolePage.DECISIONS.address()
                            + '?'
                            + asked.getRequestUri().getRawQuery()))
                    .build();
        }
        views.recordView(LoggedInFilter.viewer(request), "overview");
        var now = Instant.now();
        var period = OverviewPeriod.of(query, LocalDate.ofInstant(now, ZoneOffset.UTC));
        var found = DecisionStatistics.count(records, period.from(), period.until());
        var speech = PageLanguage.fromRequest(request);
        var view = new OverviewView(
                speech,
                period,
                found,
                records.words().organisations(),
                RuleDescriptions.of(speech, policies.verified(policies.digest())),
                new OverviewView.Beside(sources.waiting(), sources.ending(now), audit.now(), records.reach(), now));
        return ConsolePages.html(period.problem() == null ? 200 : 400, Templates.overview(speech, view));
    }

    /** The page template, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance overview(PageLanguage s, OverviewView view);
    }
}
