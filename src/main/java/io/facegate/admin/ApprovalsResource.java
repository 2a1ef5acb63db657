package io.facegate.admin;

import io.facegate.registry.Approvals;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.People;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** How many people it takes to change what permits more. */
@Path(AdminAnswer.PREFIX + "/approvals")
@RunOnVirtualThread
final class ApprovalsResource {
    private static final String APPROVALS = "approvals";

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> entry(new People(AdminRequest.of(request).reading()).approvals()));
    }

    /** Sets them to one or two. What is set already is not changed again. */
    @PUT
    @RequiresRight(Right.MANAGE_PEOPLE)
    public Response put(@Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var wanted = Approvals.parse(JsonBody.read(in, List.of(APPROVALS)).text(APPROVALS));
            return entry(new People(admin.changing())
                    .change(wanted, before -> admin.version().requireMatch(fields(before))));
        });
    }

    private static Map<String, String> fields(Approvals approvals) {
        return Map.of(APPROVALS, approvals.word());
    }

    private static Response entry(Approvals approvals) {
        return AdminAnswer.entry(Status.OK, fields(approvals));
    }
}
