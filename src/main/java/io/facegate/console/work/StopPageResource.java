package io.facegate.console.work;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.Stops;
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

/** One stop: who set it and why, and the step of a person that helps to lift it. */
@Path("/console/work/stops/{id}")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class StopPageResource {
    private final WorkServices services;

    StopPageResource(WorkServices services) {
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
                    var stops = new Stops(services.access(person, reason));
                    return switch (form.text("decision")) {
                        case StopView.REQUEST -> {
                            stops.requestLift(id);
                            yield "liftasked";
                        }
                        case StopView.CONFIRM -> {
                            stops.confirmLift(id);
                            yield "lifted";
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
            var found = new Stops(services.access(visitor.name(), null))
                    .list().stream()
                            .filter(each -> each.entry().id().equals(id))
                            .findFirst();
            if (found.isEmpty()) {
                return ConsolePages.notice(speech, 404, "gone");
            }
            var clock = new RelativeTimes(speech, Instant.now());
            var view = StopView.of(
                    speech, visitor, found.get().entry(), found.get().altered(), clock);
            return ConsolePages.html(status, WorkPages.Templates.workstop(speech, view, result, reason));
        });
    }
}
