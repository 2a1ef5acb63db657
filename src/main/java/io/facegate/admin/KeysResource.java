package io.facegate.admin;

import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.RegistryException;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of an organisation. A secret is in one answer only: that which mints its key. */
@Path(AdminAnswer.PREFIX + "/organisations/{organisation}/keys")
@RunOnVirtualThread
final class KeysResource {
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

    /** Mints a key, or registers a client certificate as one. */
    @POST
    @RequiresRight(Right.MINT_KEYS)
    public Response mint(
            @PathParam("organisation") String organisation, @Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var body = KeyRequestBody.ofNew(in);
            var wanted = body.request(organisation, body.label());
            var certificate = body.certificate();
            var changing = new OrganisationKeys(admin.changing());
            return certificate == null
                    ? AdminAnswer.created(fields(changing.mint(wanted)))
                    : AdminAnswer.created(
                            fields(changing.registerCertificate(wanted, certificate), wanted, certificate));
        });
    }

    /**
     * Makes sure that the organisation has a valid key with this label and these properties. Only the answer that mints
     * it has its secrets.
     */
    @PUT
    @Path("/{key}")
    @RequiresRight(Right.MINT_KEYS)
    public Response put(
            @PathParam("organisation") String organisation,
            @PathParam("key") String label,
            @Context ContainerRequestContext request,
            InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            OrganisationsResource.require(admin, organisation);
            var body = KeyRequestBody.ofLabel(in, organisation, label);
            var wanted = body.request(organisation, label);
            var changing = new OrganisationKeys(admin.changing());
            var present = labelled(admin, organisation, label);
            if (present.isPresent()) {
                return same(admin, body, wanted, present.get());
            }
            body.requireNew();
            admin.version().requireAbsent();
            try {
                return AdminAnswer.created(fields(changing.mint(wanted)));
            } catch (RegistryException.Unacceptable refused) {
                // Somebody may have asked for the same at the same moment.
                return same(
                        admin,
                        body,
                        wanted,
                        labelled(admin, organisation, label).orElseThrow(() -> refused));
            }
        });
    }

    private static Response same(
            AdminRequest admin, KeyRequestBody body, KeyRequest wanted, CheckedEntry<KeyEntry> present) {
        if (present.altered() || !KeyRequestBody.isSame(present.entry(), wanted)) {
            throw new AdminProblem(
                    Status.CONFLICT,
                    "conflict",
                    "A valid key has this label and other properties: "
                            + present.entry().id()
                            + ". A key is never changed. To change only its end, rotate it with expires. To change"
                            + " anything else, revoke the key and put it again, or choose another label.");
        }
        var fields = fields(admin, present);
        body.requireSame(fields);
        return AdminAnswer.entry(Status.OK, fields);
    }

    private static Optional<CheckedEntry<KeyEntry>> labelled(AdminRequest admin, String organisation, String label) {
        return new OrganisationKeys(admin.reading()).findByLabel(organisation, label);
    }

    private static Map<String, @Nullable Object> fields(OrganisationKeys.Minted minted) {
        var fields = new LinkedHashMap<String, @Nullable Object>(RegistryLines.toFields(minted.key()));
        fields.put("warnings", minted.warnings());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(
            OrganisationKeys.RegisteredCertificate registered, KeyRequest wanted, byte[] certificate) {
        var fields = RegistryLines.toFields(registered, wanted, certificate);
        fields.put("warnings", registered.warnings());
        return fields;
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
            var found = find(admin, organisation, id).entry().id();
            var wanted = JsonBody.read(body, ROTATE);
            var overlap = Duration.ofDays(wanted.number("overlapDays", MOST_DAYS));
            var minted =
                    new OrganisationKeys(admin.changing()).rotate(found, overlap, wanted.optionalMoment("expires"));
            return AdminAnswer.created(RegistryLines.toFields(minted));
        });
    }

    /** Revokes the key with that id, or else every valid key with that label. */
    @DELETE
    @Path("/{key}")
    @RequiresRight(Right.STOP)
    public Response revoke(
            @PathParam("organisation") String organisation,
            @PathParam("key") String id,
            @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var changing = new OrganisationKeys(admin.changing());
            var found = findById(admin, organisation, id);
            if (found.isEmpty()) {
                if (changing.revokeByLabel(organisation, id) == 0) {
                    throw AdminProblem.notFound();
                }
            } else if (found.get().altered() || found.get().entry().revoked() == null) {
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

    private static Optional<CheckedEntry<KeyEntry>> findById(AdminRequest admin, String organisation, String id) {
        return keys(admin, organisation)
                .filter(each -> each.entry().id().equals(id))
                .findFirst();
    }

    /** The key with that id, or else the newest valid one with that label. */
    private static CheckedEntry<KeyEntry> find(AdminRequest admin, String organisation, String id) {
        return findById(admin, organisation, id)
                .or(() -> labelled(admin, organisation, id))
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
