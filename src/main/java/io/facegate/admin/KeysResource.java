package io.facegate.admin;

import io.facegate.identity.KeyLimits;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of an organisation. A secret is in one answer only: that which mints its key. */
@Path(AdminAnswer.PREFIX + "/organisations/{organisation}/keys")
@RunOnVirtualThread
final class KeysResource {
    private static final List<String> MINT =
            List.of("for", "purpose", "case", "from", "expires", "sandbox", "label", "wires", "places");
    private static final List<String> ROTATE = List.of("overlapDays", "expires");
    private static final int MOST_DAYS = 366;

    @GET
    @RequiresRight(value = Right.READ_REGISTRY, orOwnOrganisation = true)
    public Response list(@PathParam("organisation") String organisation, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var all = keys(admin, organisation)
                    .sorted(Comparator.comparing(each -> each.entry().id()))
                    .toList();
            return AdminAnswer.ok(admin.page(all, each -> each.entry().id(), each -> fields(admin, each)));
        });
    }

    @GET
    @Path("/{key}")
    @RequiresRight(value = Right.READ_REGISTRY, orOwnOrganisation = true)
    public Response get(
            @PathParam("organisation") String organisation,
            @PathParam("key") String id,
            @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            return AdminAnswer.entry(Status.OK, fields(admin, find(admin, organisation, id)));
        });
    }

    @POST
    @RequiresRight(Right.MINT_KEYS)
    public Response mint(
            @PathParam("organisation") String organisation,
            @Context ContainerRequestContext request,
            InputStream body) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var wanted = JsonBody.read(body, MINT);
            var key = new KeyRequest(
                            organisation,
                            wanted.texts("for"),
                            wanted.optionalText("purpose"),
                            wanted.optionalText("case"),
                            null,
                            wanted.flag("sandbox"))
                    .withLimits(new KeyLimits(
                            wanted.texts("wires"),
                            wanted.texts("places"),
                            wanted.optionalMoment("from"),
                            wanted.optionalMoment("expires")))
                    .withLabel(wanted.optionalText("label"));
            var minted = new OrganisationKeys(admin.changing()).mint(key);
            var fields = new LinkedHashMap<String, @Nullable Object>(RegistryLines.toFields(minted.key()));
            fields.put("warnings", minted.warnings());
            return AdminAnswer.created(fields);
        });
    }

    @POST
    @Path("/{key}/rotate")
    @RequiresRight(Right.MINT_KEYS)
    public Response rotate(
            @PathParam("organisation") String organisation,
            @PathParam("key") String id,
            @Context ContainerRequestContext request,
            InputStream body) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            find(admin, organisation, id);
            var wanted = JsonBody.read(body, ROTATE);
            var overlap = Duration.ofDays(wanted.number("overlapDays", MOST_DAYS));
            var minted = new OrganisationKeys(admin.changing()).rotate(id, overlap, wanted.optionalMoment("expires"));
            return AdminAnswer.created(RegistryLines.toFields(minted));
        });
    }

    @DELETE
    @Path("/{key}")
    @RequiresRight(Right.STOP)
    public Response revoke(
            @PathParam("organisation") String organisation,
            @PathParam("key") String id,
            @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var found = find(admin, organisation, id);
            var changing = new OrganisationKeys(admin.changing());
            if (found.altered() || found.entry().revoked() == null) {
                changing.revoke(id);
            }
            return Response.noContent().build();
        });
    }

    private static Stream<CheckedEntry<KeyEntry>> keys(AdminRequest admin, String organisation) {
        return new OrganisationKeys(admin.reading())
                .list().stream()
                        .filter(each -> each.entry().request().organisation().equals(organisation));
    }

    private static CheckedEntry<KeyEntry> find(AdminRequest admin, String organisation, String id) {
        return keys(admin, organisation)
                .filter(each -> each.entry().id().equals(id))
                .findFirst()
                .orElseThrow(AdminProblem::notFound);
    }

    private static Map<String, @Nullable Object> fields(AdminRequest admin, CheckedEntry<KeyEntry> each) {
        var now = Instant.now();
        var id = each.entry().id();
        var last = admin.lastUse(id);
        return OrganisationsResource.fields(
                each, entry -> RegistryLines.withUse(RegistryLines.toFields(entry, now), last, now));
    }
}
