package io.facegate.admin;

import io.facegate.registry.Proposal;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.ProposalGainFinder;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryLines;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes that wait for a second person. */
@Path(AdminAnswer.PREFIX + "/proposals")
@RunOnVirtualThread
final class ProposalsResource {
    private final ProposalGainFinder gains;

    ProposalsResource(ProposalGainFinder gains) {
        this.gains = gains;
    }

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var now = Instant.now();
            return AdminAnswer.ok(admin.page(
                    new Proposals(admin.reading()).list(), Proposal::id, one -> RegistryLines.toFields(one, now)));
        });
    }

    @GET
    @Path("/{proposal}")
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@PathParam("proposal") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            return AdminAnswer.entry(Status.OK, details(new Proposals(admin.reading()), require(admin, id)));
        });
    }

    /** The use case asks for the right that the proposed change itself needs. */
    @POST
    @Path("/{proposal}/approve")
    @RequiresRight({Right.CHANGE_ORGANISATIONS, Right.MANAGE_PEOPLE, Right.GRANT_EXEMPTIONS, Right.CHANGE_POLICIES})
    public Response approve(
            @PathParam("proposal") String id, @Context ContainerRequestContext request, InputStream body) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            require(admin, id);
            var digest = JsonBody.read(body, List.of("digest")).text("digest");
            return entry(new Proposals(admin.changing()).approve(id, digest));
        });
    }

    @POST
    @Path("/{proposal}/reject")
    @RequiresRight({Right.STOP, Right.CHANGE_POLICIES})
    public Response reject(@PathParam("proposal") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            require(admin, id);
            return entry(new Proposals(admin.changing()).reject(id));
        });
    }

    private static Proposal require(AdminRequest admin, String id) {
        return new Proposals(admin.reading())
                .list().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(AdminProblem::notFound);
    }

    private static Response entry(Proposal one) {
        return AdminAnswer.entry(Status.OK, RegistryLines.toFields(one, Instant.now()));
    }

    private Map<String, @Nullable Object> details(Proposals proposals, Proposal one) {
        var now = Instant.now();
        var fields = new LinkedHashMap<String, @Nullable Object>(RegistryLines.toFields(one, now));
        fields.put("row", one.row());
        fields.put("reason", one.reason());
        fields.put("changes", one.changes());
        if (one.policiesAfter() == null) {
            fields.put("newlyPermitted", gains.of(proposals, one, now));
        } else {
            fields.put("comparison", "facegate policy diff --proposal " + one.id());
        }
        fields.put("document", one.document());
        return fields;
    }
}
