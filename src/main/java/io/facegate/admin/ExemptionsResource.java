package io.facegate.admin;

import io.facegate.identity.ExemptionGrant;
import io.facegate.registry.ExemptionEntry;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.Exemptions;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Exemptions, on which rules may rest. One is granted or revoked, and never changed. */
@Path(AdminAnswer.PREFIX + "/grants")
@RunOnVirtualThread
final class ExemptionsResource {
    private static final List<String> KEYS = List.of(
            "id",
            "org",
            "capability",
            "purpose",
            "places",
            "from",
            "until",
            "evidence",
            "by",
            "created",
            "revoked",
            "status");
    /** What a PUT does not say of a new one, and cannot change. */
    private static final List<String> KEPT = List.of("by", "created", "revoked", "status");

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var all = new Exemptions(admin.reading())
                    .list().stream()
                            .sorted(Comparator.comparing(
                                    each -> each.entry().grant().id()))
                            .toList();
            return AdminAnswer.ok(admin.page(all, each -> each.entry().grant().id(), ExemptionsResource::fields));
        });
    }

    @GET
    @Path("/{grant}")
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@PathParam("grant") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> AdminAnswer.entry(
                Status.OK, fields(find(AdminRequest.of(request), id).orElseThrow(AdminProblem::notFound))));
    }

    @PUT
    @Path("/{grant}")
    @RequiresRight(Right.GRANT_EXEMPTIONS)
    public Response put(@PathParam("grant") String id, @Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var body = JsonBody.read(in, KEYS);
            body.requireSame("id", id);
            var found = find(admin, id).map(CheckedEntry::entry);
            body.requireSame(
                    KEPT,
                    found.map(one -> RegistryLines.toFields(one, Instant.now())).orElse(Map.of()));
            var wanted = read(id, body, found.map(ExemptionEntry::grant).orElse(null));
            var changing = new Exemptions(admin.changing());
            if (found.isEmpty()) {
                admin.version().requireAbsent();
                return AdminAnswer.entry(Status.CREATED, RegistryLines.toFields(changing.add(wanted), Instant.now()));
            }
            if (found.get().revoked() != null || !wanted.equals(found.get().grant())) {
                throw new AdminProblem(
                        Status.CONFLICT,
                        "conflict",
                        "There is such a grant already. It is not changed: revoke it, and grant another.");
            }
            return AdminAnswer.entry(Status.OK, RegistryLines.toFields(found.get(), Instant.now()));
        });
    }

    /** @param present the grant with that id, or null; what the body leaves out is as there */
    private static ExemptionGrant read(String id, JsonBody body, @Nullable ExemptionGrant present) {
        var from = body.optionalMoment("from");
        var begins = present == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : present.from();
        return new ExemptionGrant(
                id,
                body.text("org"),
                body.text("capability"),
                body.text("purpose"),
                body.words("places"),
                from == null ? begins : from,
                body.moment("until"),
                body.text("evidence"),
                present == null ? "" : present.grantedBy());
    }

    @DELETE
    @Path("/{grant}")
    @RequiresRight(Right.STOP)
    public Response revoke(@PathParam("grant") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var found = find(admin, id).orElseThrow(AdminProblem::notFound);
            var changing = new Exemptions(admin.changing());
            if (found.altered() || found.entry().revoked() == null) {
                changing.revoke(id);
            }
            return Response.noContent().build();
        });
    }

    private static Optional<CheckedEntry<ExemptionEntry>> find(AdminRequest admin, String id) {
        return new Exemptions(admin.reading())
                .list().stream()
                        .filter(each -> each.entry().grant().id().equals(id))
                        .findFirst();
    }

    private static Map<String, @Nullable Object> fields(CheckedEntry<ExemptionEntry> each) {
        var now = Instant.now();
        return OrganisationsResource.fields(each, entry -> RegistryLines.toFields(entry, now));
    }
}
