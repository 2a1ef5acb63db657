package io.facegate.console.work;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.registry.Right;
import io.facegate.registry.TranslatedRefusal;
import io.facegate.usecase.ledger.ActingPerson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One appeal: what was said in it, and the answer of an officer. */
@Path("/console/work/appeals/{id}")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class AppealPageResource {
    private final WorkServices services;

    AppealPageResource(WorkServices services) {
        this.services = services;
    }

    @GET
    public Response show(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return page(id, request, 200, WorkPages.Result.NONE, "");
    }

    @POST
    public Response answer(@PathParam("id") String id, @Context ContainerRequestContext request, InputStream body) {
        var person = ConsoleVisitor.of(request).name();
        return WorkRequestHandler.change(
                request,
                body,
                (form, reason) -> {
                    var outcome = AppealAct.fromOutcome(form.text("decision"));
                    return outcome == null ? null : answer(id, outcome, new ActingPerson(person, reason));
                },
                (problem, reason) -> page(id, request, 422, new WorkPages.Result("", problem), reason));
    }

    private @Nullable String answer(String id, AppealAct outcome, ActingPerson person) {
        services.access(person.name(), person.reason()).requireAllowed(outcome.act());
        try {
            services.appeals().answer(id, outcome, person);
        } catch (Fault.LedgerDown failed) {
            if (services.appeals()
                    .show(id, person.name())
                    .filter(Appeal::isOpen)
                    .isEmpty()) {
                throw TranslatedRefusal.APPEAL_ANSWERED.because(String.valueOf(failed.getMessage()));
            }
            throw failed;
        }
        return switch (outcome) {
            case UPHELD -> "upheld";
            case REJECTED -> "refused";
            case NEEDS_INFORMATION -> "asked";
            case FILED -> null;
        };
    }

    private Response page(
            String id, ContainerRequestContext request, int status, WorkPages.Result result, String reason) {
        return WorkRequestHandler.show(request, () -> {
            var speech = PageLanguage.fromRequest(request);
            var visitor = ConsoleVisitor.of(request);
            if (!visitor.may(Right.READ_RECORDS)) {
                return ConsolePages.notice(speech, 403, "right");
            }
            try {
                var appeals = services.appeals();
                var found = appeals.show(id, visitor.name()).orElse(null);
                if (found == null) {
                    return ConsolePages.notice(speech, 404, "gone");
                }
                var view = AppealView.of(speech, visitor, services, found, Instant.now());
                return ConsolePages.html(status, WorkPages.Templates.workappeal(speech, view, result, reason));
            } catch (Fault.LedgerTampered tampered) {
                return ConsolePages.notice(speech, 500, "tampered");
            }
        });
    }
}
