package io.facegate.console.work;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.Proposals;
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

/** One change that waits for a second person: exactly what it changes, and that person's decision. */
@Path("/console/work/proposals/{id}")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class ProposalPageResource {
    private final WorkServices services;

    ProposalPageResource(WorkServices services) {
        this.services = services;
    }

    @GET
    public Response show(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return page(id, request, 200, WorkPages.Result.NONE, "");
    }

    /** The digest is that of the page which the person saw. */
    @POST
    public Response decide(@PathParam("id") String id, @Context ContainerRequestContext request, InputStream body) {
        var person = ConsoleVisitor.of(request).name();
        return WorkRequestHandler.change(
                request,
                body,
                (form, reason) -> {
                    var proposals = new Proposals(services.access(person, reason));
                    return switch (form.text("decision")) {
                        case "approve" -> {
                            proposals.approve(id, form.text("digest"));
                            yield "applied";
                        }
                        case "reject" -> {
                            proposals.reject(id);
                            yield "dropped";
                        }
                        default -> null;
                    };
                },
                (problem, reason) -> page(id, request, 422, new WorkPages.Result("", problem), reason));
    }

    private Response page(
            String id, ContainerRequestContext request, int status, WorkPages.Result result, String reason) {
        return WorkRequestHandler.show(request, () -> {
            var speech = PageLanguage.fromRequest(request);
            var visitor = ConsoleVisitor.of(request);
            if (!visitor.may(Right.READ_REGISTRY)) {
                return ConsolePages.notice(speech, 403, "right");
            }
            var proposal = new Proposals(services.access(visitor.name(), null)).get(id);
            var view = ProposalView.of(speech, visitor, services, proposal, Instant.now());
            return ConsolePages.html(status, WorkPages.Templates.workproposal(speech, view, result, reason));
        });
    }
}
