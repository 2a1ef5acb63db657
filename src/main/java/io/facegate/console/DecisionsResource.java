package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.AuditedRecords;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** The page with the list of decisions. */
@Path("/console/decisions")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class DecisionsResource {
    private static final Logger LOG = Logger.getLogger(DecisionsResource.class);

    private final AuditedRecords records;
    private final AuditStatus audit;
    private final SavedListAccess lists;

    DecisionsResource(AuditedRecords records, AuditStatus audit, SavedListAccess lists) {
        this.records = records;
        this.audit = audit;
        this.lists = lists;
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
                    ListContent.empty(scope(speech, new SearchIndexLag(0, 0))),
                    saved(speech, request));
        }
        if (filters.blanks()) {
            return Response.seeOther(URI.create(filters.address())).build();
        }
        var found = records.list(filters.query(records.words()), LoggedInFilter.viewer(request))
                .records();
        var shown = found.subList(0, Math.min(ListFilters.PAGE, found.size()));
        var older = found.size() > shown.size() ? filters.older(shown.getLast().index() + 1) : null;
        if (filters.isForId() && shown.size() == 1 && shown.getFirst() instanceof VerifiedRecord only) {
            return open(DecisionView.of(speech, only).address(), request);
        }
        var rows = rows(speech, shown);
        var counted = records.counts(
                        List.of(new RecordCounts.Asked(filters.all(records.words()), Set.of(SearchFacet.SANDBOX))))
                .getFirst();
        var content = new ListContent(rows, older, counted, scope(speech, records.reach()));
        return ConsolePages.list(
                speech, filters, ListChoices.of(speech, records.words()), content, saved(speech, request));
    }

    private List<DecisionRow> rows(PageLanguage speech, List<CheckedRecord> shown) {
        var names = records.words().organisations();
        return shown.stream()
                .map(record -> DecisionRow.of(speech, record, names, records::review))
                .toList();
    }

    /** The page of the one decision that was looked for. A list that a script asks for has no place for it. */
    private static Response open(String address, ContainerRequestContext request) {
        return request.getHeaderString("HX-Request") == null
                ? Response.seeOther(URI.create(address)).build()
                : Response.noContent().header("HX-Redirect", address).build();
    }

    /** The person's saved lists. Without them the page still shows its decisions. */
    private SavedListsView saved(PageLanguage speech, ContainerRequestContext request) {
        var visitor = ConsoleVisitor.of(request);
        if (!visitor.isPerson()) {
            return new SavedListsView(speech, null, List.of());
        }
        try {
            return new SavedListsView(
                    speech, visitor.name(), lists.of(visitor.name()).visible());
        } catch (RegistryException | Fault unreadable) {
            LOG.warn("The saved lists could not be read", unreadable);
            return new SavedListsView(speech, visitor.name(), List.of());
        }
    }

    private ListScope scope(PageLanguage speech, SearchIndexLag reach) {
        return new ListScope(speech, reach, audit.now());
    }
}
