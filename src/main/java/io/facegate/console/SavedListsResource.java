package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.AuditedRecords;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Saves a list of decisions under a name, and removes one. The number of a case is never saved. */
@Path("/console/decisions/saved")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class SavedListsResource {
    private static final Logger LOG = Logger.getLogger(SavedListsResource.class);

    private final SavedListAccess lists;
    private final AuditedRecords records;

    SavedListsResource(SavedListAccess lists, AuditedRecords records) {
        this.lists = lists;
        this.records = records;
    }

    @POST
    public Response save(@Context ContainerRequestContext request, InputStream body) throws IOException {
        var speech = PageLanguage.fromRequest(request);
        return change(request, body, form -> {
            var filters = filters(speech, form.text("address"));
            if (filters == null || !filters.problems().isEmpty() || !filters.savable()) {
                return null;
            }
            return lists.of(ConsoleVisitor.of(request).name())
                    .save(
                            form.text("name"),
                            filters.newest(),
                            form.text("shared").equals("yes"))
                    .address();
        });
    }

    @POST
    @Path("/{id}/remove")
    public Response remove(@PathParam("id") String id, @Context ContainerRequestContext request, InputStream body)
            throws IOException {
        return change(request, body, _ -> {
            lists.of(ConsoleVisitor.of(request).name()).remove(id);
            return ConsolePage.DECISIONS.address();
        });
    }

    /** Makes a change in a person's name; it returns the address to go on at, or null if nothing was changed. */
    private static Response change(
            ContainerRequestContext request, InputStream body, Function<ConsoleForm, @Nullable String> change)
            throws IOException {
        var speech = PageLanguage.fromRequest(request);
        var visitor = ConsoleVisitor.of(request);
        var form = ConsoleForm.read(body, visitor);
        if (form == null || !visitor.isPerson()) {
            return ConsolePages.notice(speech, 403, "foreign");
        }
        try {
            var next = change.apply(form);
            return next == null
                    ? ConsolePages.notice(speech, 422, "unsaved")
                    : Response.seeOther(URI.create(next)).build();
        } catch (RegistryException.Unacceptable refused) {
            return ConsolePages.notice(speech, 422, "unsaved");
        } catch (RegistryException.Unusable | Fault failed) {
            LOG.warn("A saved list was not changed", failed);
            return ConsolePages.notice(speech, 503, "registry");
        }
    }

    private @Nullable ListFilters filters(PageLanguage speech, String address) {
        var list = ConsolePage.DECISIONS.address() + '?';
        if (!address.startsWith(list)) {
            return null;
        }
        var asked = new LinkedHashMap<String, List<String>>();
        try {
            for (var part : address.substring(list.length()).split("&", -1)) {
                var pair = part.split("=", 2);
                asked.computeIfAbsent(decode(pair[0]), _ -> new ArrayList<>())
                        .add(pair.length < 2 ? "" : decode(pair[1]));
            }
        } catch (IllegalArgumentException malformed) {
            return null;
        }
        asked.remove("live");
        return ListFilters.of(speech, records.words(), Map.copyOf(asked));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
