package io.facegate.console.work;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The inbox: everything that waits for a person. */
@Path("/console/work")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class WorkResource {
    /** What the inbox can say was done. */
    private static final Set<String> DONE = Set.of(
            "released",
            "approved",
            "rejected",
            "applied",
            "dropped",
            "upheld",
            "refused",
            "asked",
            "authorisation",
            "liftasked",
            "lifted");

    private final WorkServices services;

    WorkResource(WorkServices services) {
        this.services = services;
    }

    @GET
    public Response inbox(@QueryParam("done") @Nullable String done, @Context ContainerRequestContext request) {
        return WorkRequestHandler.show(request, () -> {
            var speech = PageLanguage.fromRequest(request);
            var visitor = ConsoleVisitor.of(request);
            int altered = services.altered();
            var inbox = new WorkPages.Inbox(
                    new WorkInbox(services, speech, visitor, Instant.now()).sections(),
                    altered == 0 ? "" : speech.fill("work.altered", altered),
                    !visitor.isPerson());
            var result = done != null && DONE.contains(done)
                    ? new WorkPages.Result(speech.say("work.done." + done), "")
                    : WorkPages.Result.NONE;
            return ConsolePages.html(200, WorkPages.Templates.work(speech, inbox, result));
        });
    }
}
