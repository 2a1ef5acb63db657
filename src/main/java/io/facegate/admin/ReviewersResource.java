package io.facegate.admin;

import io.facegate.registry.Reviewer;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.RegistryLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The people who review an organisation's answers. */
@Path(AdminAnswer.PREFIX + "/organisations/{organisation}/reviewers")
@RunOnVirtualThread
final class ReviewersResource {
    private static final List<String> KEPT = List.of("added", "removed");
    private static final List<String> KEYS = List.of("id", "org", "added", "removed");

    private final AdminServices services;

    ReviewersResource(AdminServices services) {
        this.services = services;
    }

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response list(@PathParam("organisation") String organisation, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var all = services.reviews(admin.reading()).reviewers().stream()
                    .filter(one -> one.entry().organisation().equals(organisation))
                    .sorted(Comparator.comparing(each -> each.entry().id()))
                    .toList();
            return AdminAnswer.ok(admin.page(all, each -> each.entry().id(), ReviewersResource::fields));
        });
    }

    @GET
    @Path("/{reviewer}")
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(
            @PathParam("organisation") String organisation,
            @PathParam("reviewer") String id,
            @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var found = find(AdminRequest.of(request), organisation, id).orElseThrow(AdminProblem::notFound);
            return AdminAnswer.entry(Status.OK, fields(found));
        });
    }

    /** Registers a reviewer, or one again who was removed. */
    @PUT
    @Path("/{reviewer}")
    @RequiresRight(Right.MANAGE_PEOPLE)
    public Response put(
            @PathParam("organisation") String organisation,
            @PathParam("reviewer") String id,
            @Context ContainerRequestContext request,
            InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var body = JsonBody.read(in, KEYS);
            body.requireSame("id", id);
            body.requireSame("org", organisation);
            var changing = services.reviews(admin.changing());
            var present = find(admin, organisation, id);
            if (present.isPresent() && present.get().altered()) {
                throw altered(organisation, id);
            }
            var found = present.map(CheckedEntry::entry).orElse(null);
            body.requireSame(KEPT, found == null ? Map.of() : RegistryLines.toFields(found));
            if (found != null && found.removed() == null) {
                return AdminAnswer.entry(Status.OK, RegistryLines.toFields(found));
            }
            if (found == null) {
                admin.version().requireAbsent();
            } else {
                admin.version().requireMatch(RegistryLines.toFields(found));
            }
            return AdminAnswer.entry(Status.CREATED, RegistryLines.toFields(changing.addReviewer(organisation, id)));
        });
    }

    /** Removes a reviewer. Earlier approvals stay. */
    @DELETE
    @Path("/{reviewer}")
    @RequiresRight(Right.STOP)
    public Response remove(
            @PathParam("organisation") String organisation,
            @PathParam("reviewer") String id,
            @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var changing = services.reviews(admin.changing());
            var found = find(admin, organisation, id).orElseThrow(AdminProblem::notFound);
            if (found.altered() || found.entry().removed() == null) {
                changing.removeReviewer(organisation, id);
            }
            return Response.noContent().build();
        });
    }

    private static AdminProblem altered(String organisation, String id) {
        return new AdminProblem(
                Status.CONFLICT,
                "conflict",
                "The row of " + id + " at " + organisation + " was changed outside Facegate, so it is not used."
                        + " DELETE this reviewer, then PUT the reviewer again.");
    }

    private Optional<CheckedEntry<Reviewer>> find(AdminRequest admin, String organisation, String id) {
        return services.reviews(admin.reading()).reviewers().stream()
                .filter(one -> one.entry().organisation().equals(organisation)
                        && one.entry().id().equals(id))
                .findFirst();
    }

    private static Map<String, @Nullable Object> fields(CheckedEntry<Reviewer> one) {
        return OrganisationsResource.fields(one, RegistryLines::toFields);
    }
}
