package io.facegate.admin;

import io.facegate.registry.Right;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget.Kind;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.Stops;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Stops of a capability, a vendor or everything. */
@Path(AdminAnswer.PREFIX + "/stops")
@RunOnVirtualThread
final class StopsResource {
    private static final String KIND = "kind";
    private static final String WORD = "word";

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var all = new Stops(admin.reading()).list();
            return AdminAnswer.ok(admin.page(all, each -> each.entry().id(), StopsResource::fields));
        });
    }

    @GET
    @Path("/{stop}")
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@PathParam("stop") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> AdminAnswer.entry(Status.OK, fields(require(AdminRequest.of(request), id))));
    }

    @POST
    @RequiresRight(Right.STOP)
    public Response set(@Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var body = JsonBody.read(in, List.of(KIND, WORD));
            var kind = body.text(KIND);
            boolean everything = kind.equals(Kind.ALL.word());
            var word = everything ? null : body.text(WORD);
            if (everything && body.has(WORD)) {
                throw new AdminProblem(400, "invalid_parameter", "A stop of everything has no word.");
            }
            var target = Stops.target(
                    kind.equals(Kind.CAPABILITY.word()) ? word : null,
                    kind.equals(Kind.VENDOR.word()) ? word : null,
                    everything);
            return AdminAnswer.entry(Status.CREATED, RegistryLines.toFields(new Stops(admin.changing()).set(target)));
        });
    }

    @POST
    @Path("/{stop}/request-lift")
    @RequiresRight(Right.LIFT_STOPS)
    public Response requestLift(@PathParam("stop") String id, @Context ContainerRequestContext request) {
        return step(id, request, Stops::requestLift);
    }

    @POST
    @Path("/{stop}/confirm-lift")
    @RequiresRight(Right.LIFT_STOPS)
    public Response confirmLift(@PathParam("stop") String id, @Context ContainerRequestContext request) {
        return step(id, request, Stops::confirmLift);
    }

    private static Response step(
            String id, ContainerRequestContext request, BiFunction<Stops, String, StopEntry> change) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            require(admin, id);
            return AdminAnswer.entry(Status.OK, RegistryLines.toFields(change.apply(new Stops(admin.changing()), id)));
        });
    }

    private static CheckedEntry<StopEntry> require(AdminRequest admin, String id) {
        return new Stops(admin.reading())
                .list().stream()
                        .filter(each -> each.entry().id().equals(id))
                        .findFirst()
                        .orElseThrow(AdminProblem::notFound);
    }

    private static Map<String, @Nullable Object> fields(CheckedEntry<StopEntry> each) {
        return OrganisationsResource.fields(each, RegistryLines::toFields);
    }
}
