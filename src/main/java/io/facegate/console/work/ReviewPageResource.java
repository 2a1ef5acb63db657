package io.facegate.console.work;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Right;
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

/** One held answer: what is known of it, and the decision of a reviewer. */
@Path("/console/work/reviews/{id}")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class ReviewPageResource {
    private final WorkServices services;

    ReviewPageResource(WorkServices services) {
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
                    var reviews = services.reviews(services.access(person, reason));
                    return switch (form.text("decision")) {
                        case "approve" ->
                            reviews.approve(id).state() == HeldResponse.State.APPROVED ? "released" : "approved";
                        case "reject" -> {
                            reviews.reject(id);
                            yield "rejected";
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
            var access = services.access(visitor.name(), null);
            var reviews = services.reviews(access);
            if (!visitor.may(Right.READ_RECORDS)
                    && (!visitor.may(Right.REVIEW)
                            || reviews.list(visitor.name()).stream()
                                    .filter(reviews.reviewedBy(visitor.name()))
                                    .noneMatch(held -> held.id().equals(id)))) {
                return ConsolePages.notice(speech, 404, "gone");
            }
            var view = ReviewDetails.of(speech, services, id, Instant.now());
            var late = result.problem().isEmpty() || view.waits() ? "" : view.late();
            var shown = late.isEmpty() ? result : new WorkPages.Result(late, "");
            return ConsolePages.html(status, WorkPages.Templates.workreview(speech, view, shown, reason));
        });
    }
}
