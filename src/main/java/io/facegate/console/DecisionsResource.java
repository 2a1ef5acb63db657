package io.facegate.console;

import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Pages with the list of decisions and with a single decision. */
@Path("/console/decisions")
@LocalOnly
@LoggedIn
@RunOnVirtualThread
final class DecisionsResource {
    private static final Logger LOG = Logger.getLogger(DecisionsResource.class);

    private final AuditedRecords records;
    private final RecordRenderer renderer;
    private final AuditStatus audit;

    DecisionsResource(AuditedRecords records, RecordRenderer renderer, AuditStatus audit) {
        this.records = records;
        this.renderer = renderer;
        this.audit = audit;
    }

    /** Lists decisions. Redirects an address with a form's blank parameters to the one without, worth bookmarking. */
    @GET
    public Response list(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var filters = ListFilters.of(speech, records.words(), asked.getQueryParameters());
        if (!filters.problems().isEmpty()) {
            return ConsolePages.list(
                    speech,
                    filters,
                    ListChoices.of(speech, records.words()),
                    ListContent.empty(scope(speech, new SearchIndexLag(0, 0))));
        }
        if (filters.blanks()) {
            return Response.seeOther(URI.create(filters.address())).build();
        }
        var found = records.list(filters.query(records.words()), LoggedInFilter.viewer(request))
                .records();
        var shown = found.subList(0, Math.min(ListFilters.PAGE, found.size()));
        var older = found.size() > shown.size() ? filters.older(shown.getLast().index() + 1) : null;
        var rows = shown.stream().map(record -> DecisionRow.of(speech, record)).toList();
        var counted = records.count(filters.all(records.words()));
        var content =
                new ListContent(rows, older, counted.total(), counted.unverified(), scope(speech, records.reach()));
        return ConsolePages.list(speech, filters, ListChoices.of(speech, records.words()), content);
    }

    private ListScope scope(PageLanguage speech, SearchIndexLag reach) {
        return new ListScope(speech, reach, audit.now());
    }

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var known = id.matches("[A-Za-z0-9_-]{1,64}")
                ? records.decision(id, LoggedInFilter.viewer(request))
                : Optional.<CheckedDecision>empty();
        return known.map(found -> one(speech, found)).orElseGet(() -> ConsolePages.notice(speech, 404, "unknown"));
    }

    private Response one(PageLanguage speech, CheckedDecision found) {
        return switch (found) {
            case DecisionDetails details ->
                ConsolePages.decision(
                        speech,
                        DecisionView.of(speech, details.decision()),
                        new DecisionDetailsView(speech, details, renderer.explain(details, speech.language())));
            case TamperedRecord tampered -> ConsolePages.tampered(speech, new TamperedView(speech, tampered));
            case CheckedDecision.NotInTree _ -> ConsolePages.notice(speech, 404, "waiting");
        };
    }

    @ServerExceptionMapper
    public Response unseen(ViewAudit.Unrecorded unable, ContainerRequestContext request) {
        return ConsolePages.unrecorded(PageLanguage.fromRequest(request), unable);
    }

    @ServerExceptionMapper
    public Response failed(RuntimeException fault, ContainerRequestContext request) {
        LOG.error("The console could not read the ledger", fault);
        return ConsolePages.notice(PageLanguage.fromRequest(request), 500, "broken");
    }
}
