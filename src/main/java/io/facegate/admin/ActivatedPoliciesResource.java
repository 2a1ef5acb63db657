package io.facegate.admin;

import io.facegate.registry.Right;
import io.facegate.usecase.delivery.BundleArchive;
import io.facegate.usecase.registry.ActivatedPolicies;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The policies that the registry tells all gateways to decide by. */
@Path(AdminAnswer.PREFIX + "/policies")
@RunOnVirtualThread
final class ActivatedPoliciesResource {
    private static final String ARCHIVE = "archive";
    private static final String DIGEST = "digest";

    /** An archive in base64, and what is around it. */
    private static final int LARGEST_BODY = BundleArchive.LARGEST / 3 * 4 + 4_096;

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var current = new ActivatedPolicies(AdminRequest.of(request).reading()).current();
            if (current == null) {
                throw AdminProblem.notFound();
            }
            return AdminAnswer.entry(Status.OK, RegistryLines.toFields(current));
        });
    }

    @POST
    @RequiresRight(Right.CHANGE_POLICIES)
    public Response propose(@Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var policies = new ActivatedPolicies(AdminRequest.of(request).changing());
            var body = JsonBody.read(in, List.of(ARCHIVE, DIGEST), LARGEST_BODY);
            if (body.has(ARCHIVE) == body.has(DIGEST)) {
                throw new AdminProblem(400, "invalid_parameter", "Send either an archive or a digest.");
            }
            var activated = body.has(ARCHIVE)
                    ? policies.propose(body.bytes(ARCHIVE, BundleArchive.LARGEST))
                    : policies.proposeStored(body.text(DIGEST));
            return AdminAnswer.entry(Status.CREATED, RegistryLines.toFields(activated));
        });
    }

    /** The files as they were proposed, to be compared before they are approved. */
    @GET
    @Path("/{digest}")
    @RequiresRight(Right.READ_REGISTRY)
    public Response archive(@PathParam(DIGEST) String digest, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var archive = new ActivatedPolicies(AdminRequest.of(request).reading()).archive(digest);
            return AdminAnswer.ok(
                    Map.of(DIGEST, digest, ARCHIVE, Base64.getEncoder().encodeToString(archive)));
        });
    }
}
