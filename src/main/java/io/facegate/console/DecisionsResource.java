package io.facegate.console;

import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.RecordArchive;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.reading.TamperedRecord;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Pages with the list of decisions and with a single decision. */
@Path("/console")
@LocalOnly
@LoggedIn
@RunOnVirtualThread
final class DecisionsResource {
    private static final Logger LOG = Logger.getLogger(DecisionsResource.class);

    private final RecordArchive archive;
    private final Narrator narrator;
    private final ViewAudit views;
    private final AuditStatus audit;
    private final SearchWords words;

    DecisionsResource(RecordArchive archive, Narrator narrator, ViewAudit views, AuditStatus audit, SearchWords words) {
        this.words = words;
        this.audit = audit;
        this.views = views;
        this.archive = archive;
        this.narrator = narrator;
    }

    /** Lists decisions. Redirects an address with a form's blank parameters to the one without, worth bookmarking. */
    @GET
    public Response list(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var filters = ListFilters.of(speech, words, asked.getQueryParameters());
        if (!filters.problems().isEmpty()) {
            return ConsolePages.list(speech, filters, List.of(), null, scope(speech, new SearchIndexLag(0, 0)));
        }
        if (filters.blanks()) {
            return Response.seeOther(URI.create(filters.address())).build();
        }
        var query = filters.query();
        var found = archive.page(query);
        views.recordViewAs(request, (viewer, now) -> AccessAuditRecord.list(query, found, viewer, now));
        var shown = found.subList(0, Math.min(ListFilters.PAGE, found.size()));
        var older = found.size() > shown.size() ? filters.older(shown.getLast().index()) : null;
        var rows = shown.stream().map(record -> DecisionRow.of(speech, record)).toList();
        return ConsolePages.list(speech, filters, rows, older, scope(speech, archive.indexLag()));
    }

    private ListScope scope(PageLanguage speech, SearchIndexLag reach) {
        return new ListScope(speech, reach, audit.now());
    }

    @GET
    @Path("/decisions/{id}")
    public Response one(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var known = id.matches("[A-Za-z0-9_-]{1,64}") ? archive.findDecision(id) : Optional.<CheckedDecision>empty();
        known.ifPresent(_ -> views.recordView(request, id));
        return known.map(found -> one(speech, found)).orElseGet(() -> ConsolePages.notice(speech, 404, "unknown"));
    }

    private Response one(PageLanguage speech, CheckedDecision found) {
        return switch (found) {
            case DecisionDetails details ->
                ConsolePages.decision(
                        speech,
                        DecisionView.of(speech, details.decision()),
                        new DecisionDetailsView(speech, details, narrator.describe(details, speech.language())));
            case TamperedRecord tampered -> ConsolePages.tampered(speech, new TamperedView(speech, tampered));
            case CheckedDecision.NotInTree _ -> ConsolePages.notice(speech, 404, "waiting");
        };
    }

    @GET
    @Path("/{rest:.+}")
    public Response nothing(@Context ContainerRequestContext request) {
        return ConsolePages.notFound(PageLanguage.fromRequest(request));
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
