package io.facegate.admin;

import io.facegate.identity.Evidence;
import io.facegate.registry.EvidenceEntry;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.EvidenceEntries;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The evidence for an organisation's calls, such as warrants. */
@Path(AdminAnswer.PREFIX + "/organisations/{organisation}/evidence")
@RunOnVirtualThread
final class EvidenceResource {
    private static final List<String> KEYS = List.of(
            "id", "org", "type", "case", "from", "until", "facts", "started", "created", "revoked", "status",
            "warning");
    /** What a PUT does not change. */
    private static final List<String> KEPT = List.of("created", "revoked", "status", "warning");

    @GET
    @RequiresRight(value = Right.READ_REGISTRY, orOwnOrganisation = true)
    public Response list(@PathParam("organisation") String organisation, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var all = entries(admin, organisation)
                    .sorted(Comparator.comparing(each -> each.entry().evidence().id()))
                    .toList();
            return AdminAnswer.ok(
                    admin.page(all, each -> each.entry().evidence().id(), EvidenceResource::fields));
        });
    }

    @GET
    @Path("/{evidence}")
    @RequiresRight(value = Right.READ_REGISTRY, orOwnOrganisation = true)
    public Response get(
            @PathParam("organisation") String organisation,
            @PathParam("evidence") String id,
            @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> AdminAnswer.entry(
                Status.OK,
                fields(find(AdminRequest.of(request), organisation, id).orElseThrow(AdminProblem::notFound))));
    }

    /** Registers an entry, or replaces everything but its case. */
    @PUT
    @Path("/{evidence}")
    @RequiresRight(Right.REGISTER_EVIDENCE)
    public Response put(
            @PathParam("organisation") String organisation,
            @PathParam("evidence") String id,
            @Context ContainerRequestContext request,
            InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var body = JsonBody.read(in, KEYS);
            var wanted = read(body, organisation, id);
            var started = body.optionalMoment("started");
            var entries = new EvidenceEntries(admin.changing());
            var found = find(admin, organisation, id);
            if (found.isEmpty()) {
                body.requireSame(KEPT, Map.of());
                admin.version().requireAbsent();
                return entry(Status.CREATED, entries.add(wanted, started));
            }
            var present = found.get();
            body.requireSame(KEPT, RegistryLines.toFields(present.entry(), Instant.now()));
            boolean isSame = !present.altered()
                    && present.entry().revoked() == null
                    && EvidenceEntries.withStart(wanted, started, Instant.now())
                            .equals(present.entry().evidence());
            return entry(
                    Status.OK, isSame ? present.entry() : change(admin, entries, present.entry(), wanted, started));
        });
    }

    private static Evidence read(JsonBody body, String organisation, String id) {
        body.requireSame("id", id);
        body.requireSame("org", organisation);
        return new Evidence(
                id,
                organisation,
                body.text("type"),
                body.optionalText("case"),
                body.optionalMoment("from"),
                body.optionalMoment("until"),
                body.lists("facts"));
    }

    private static EvidenceEntry change(
            AdminRequest admin,
            EvidenceEntries entries,
            EvidenceEntry seen,
            Evidence wanted,
            @Nullable Instant started) {
        return entries.change(
                wanted.id(),
                before -> {
                    admin.version()
                            .requireMatch(RegistryLines.toFields(
                                    new EvidenceEntry(before, seen.created(), seen.revoked()), Instant.now()));
                    return wanted;
                },
                started);
    }

    @DELETE
    @Path("/{evidence}")
    @RequiresRight(Right.STOP)
    public Response revoke(
            @PathParam("organisation") String organisation,
            @PathParam("evidence") String id,
            @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var found = find(admin, organisation, id).orElseThrow(AdminProblem::notFound);
            var changing = new EvidenceEntries(admin.changing());
            if (found.altered() || found.entry().revoked() == null) {
                changing.revoke(id);
            }
            return Response.noContent().build();
        });
    }

    private static Stream<CheckedEntry<EvidenceEntry>> entries(AdminRequest admin, String organisation) {
        return new EvidenceEntries(admin.reading())
                .list().stream()
                        .filter(each -> each.entry().evidence().organisation().equals(organisation));
    }

    private static Optional<CheckedEntry<EvidenceEntry>> find(AdminRequest admin, String organisation, String id) {
        return entries(admin, organisation)
                .filter(each -> each.entry().evidence().id().equals(id))
                .findFirst();
    }

    private static Response entry(Status status, EvidenceEntry entry) {
        return AdminAnswer.entry(status, RegistryLines.toFields(entry, Instant.now()));
    }

    private static Map<String, @Nullable Object> fields(CheckedEntry<EvidenceEntry> each) {
        var now = Instant.now();
        return OrganisationsResource.fields(each, entry -> RegistryLines.toFields(entry, now));
    }
}
