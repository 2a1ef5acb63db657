package io.facegate.console.work;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsoleForm;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationFiling;
import io.facegate.ledger.reading.CommittedText;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** One authorisation after the fact: its clock, what was done, and the next step of a person. */
@Path("/console/work/authorisations/{id}")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class AuthorisationPageResource {
    private final WorkServices services;

    AuthorisationPageResource(WorkServices services) {
        this.services = services;
    }

    @GET
    public Response show(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return page(id, request, 200, WorkPages.Result.NONE, "");
    }

    @POST
    public Response decide(@PathParam("id") String id, @Context ContainerRequestContext request, InputStream body) {
        var person = ConsoleVisitor.of(request).name();
        return WorkRequestHandler.change(
                request,
                body,
                (form, reason) -> {
                    var act = AuthorisationAct.fromWord(form.text("decision"));
                    return act == null ? null : step(id, act, new ActingPerson(person, words(act, form, reason)));
                },
                (problem, reason) -> page(id, request, 422, new WorkPages.Result("", problem), reason));
    }

    /** Of a filing, the field for the reason holds the reference. */
    private static String words(AuthorisationAct act, ConsoleForm form, String reason) {
        if (act != AuthorisationAct.FILE) {
            return reason;
        }
        try {
            var requested = LocalDateTime.parse(form.text("requested")).toInstant(ZoneOffset.UTC);
            return new AuthorisationFiling(reason, form.text("authority"), requested).text();
        } catch (DateTimeException noTime) {
            throw TranslatedRefusal.FILING_TIME.because("A time is written like 2027-01-31T12:00.");
        } catch (Fault.LedgerDown tooLong) {
            throw TranslatedRefusal.FILING_TEXT.because(String.valueOf(tooLong.getMessage()));
        }
    }

    private @Nullable String step(String id, AuthorisationAct act, ActingPerson person) {
        services.access(person.name(), person.reason()).requireAllowed(act.act());
        try {
            services.authorisations().step(id, act, person);
        } catch (Fault.LedgerDown failed) {
            refuseImpossible(id, act, person.name());
            throw failed;
        }
        return "authorisation";
    }

    /** Tells a step that is not possible from one that could not be recorded. */
    private void refuseImpossible(String id, AuthorisationAct act, String person) {
        var found = services.authorisations().show(id, person).orElse(null);
        if (found == null || found.objection(act, Instant.now()) != null) {
            throw TranslatedRefusal.AUTHORISATION_STEP.because("This step is not possible now.");
        }
        var first = act == AuthorisationAct.GRANT ? AuthorisationAct.FILE : AuthorisationAct.REQUEST_LIFT;
        boolean needsAnother = act == AuthorisationAct.GRANT || act == AuthorisationAct.CONFIRM_LIFT;
        if (needsAnother
                && services.authorisations().statements(found).stream()
                        .filter(each -> each.step().act() == first)
                        .anyMatch(each ->
                                each.person() instanceof CommittedText.Verified(var name) && name.equals(person))) {
            throw TranslatedRefusal.AUTHORISATION_OWN.because("It takes a second person.");
        }
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
                var found = services.authorisations().show(id, visitor.name()).orElse(null);
                if (found == null) {
                    return ConsolePages.notice(speech, 404, "gone");
                }
                var view = AuthorisationView.of(speech, visitor, services, found, Instant.now());
                return ConsolePages.html(status, WorkPages.Templates.workauthorisation(speech, view, result, reason));
            } catch (Fault.LedgerTampered tampered) {
                return ConsolePages.notice(speech, 500, "tampered");
            }
        });
    }
}
