package io.facegate.admin;

import io.facegate.registry.HeldResponse;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.Reviews;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.function.BiFunction;

/** Answers that are held for review. A reviewer sees those of the own organisations; who looks is on record. */
@Path(AdminAnswer.PREFIX + "/reviews")
@RunOnVirtualThread
final class ReviewsResource {
    private final AdminServices services;

    ReviewsResource(AdminServices services) {
        this.services = services;
    }

    @GET
    @RequiresRight({Right.READ_RECORDS, Right.REVIEW})
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var waiting = "true".equals(admin.query("waiting"));
            var all = reviews(admin.reading()).listFor(admin.person()).stream()
                    .filter(held -> !waiting || held.state() == HeldResponse.State.PENDING)
                    .toList();
            return AdminAnswer.ok(admin.page(all, HeldResponse::id, held -> RegistryLines.toFields(held, null)));
        });
    }

    @GET
    @Path("/{decision}")
    @RequiresRight({Right.READ_RECORDS, Right.REVIEW})
    public Response get(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            requireVisible(admin, id);
            var shown = reviews(admin.reading()).show(id, admin.person().id());
            return AdminAnswer.entry(Status.OK, RegistryLines.toFields(shown.held(), shown.scores()));
        });
    }

    @POST
    @Path("/{decision}/approve")
    @RequiresRight(Right.REVIEW)
    public Response approve(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return decide(id, request, Reviews::approve);
    }

    @POST
    @Path("/{decision}/reject")
    @RequiresRight(Right.REVIEW)
    public Response reject(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return decide(id, request, Reviews::reject);
    }

    private Response decide(
            String id, ContainerRequestContext request, BiFunction<Reviews, String, HeldResponse> decision) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var changing = reviews(admin.changing());
            requireVisible(admin, id);
            return AdminAnswer.entry(Status.OK, RegistryLines.toFields(decision.apply(changing, id), null));
        });
    }

    private void requireVisible(AdminRequest admin, String id) {
        if (reviews(admin.reading()).listFor(admin.person()).stream()
                .noneMatch(held -> held.id().equals(id))) {
            throw AdminProblem.notFound();
        }
    }

    private Reviews reviews(RegistryAccess registry) {
        return services.reviews(registry);
    }
}
