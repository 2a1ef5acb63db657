package io.facegate.admin;

import io.facegate.identity.Organisation;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The organisations that may call. */
@Path(AdminAnswer.PREFIX + "/organisations")
@RunOnVirtualThread
final class OrganisationsResource {
    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var all = new Organisations(admin.reading())
                    .list().stream()
                            .sorted(Comparator.comparing(each -> each.entry().id()))
                            .toList();
            return AdminAnswer.ok(
                    admin.page(all, each -> each.entry().id(), each -> fields(each, RegistryLines::toFields)));
        });
    }

    @GET
    @Path("/{organisation}")
    @RequiresRight(value = Right.READ_REGISTRY, orOwnOrganisation = true)
    public Response get(@PathParam("organisation") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var found = find(AdminRequest.of(request), id);
            if (found == null) {
                throw AdminProblem.notFound();
            }
            return AdminAnswer.entry(Status.OK, fields(found, RegistryLines::toFields));
        });
    }

    /** Registers the organisation, or replaces everything but its state and its verification. */
    @PUT
    @Path("/{organisation}")
    @RequiresRight(Right.CHANGE_ORGANISATIONS)
    public Response put(
            @PathParam("organisation") String id, @Context ContainerRequestContext request, InputStream body) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var wanted = OrganisationBody.read(body);
            var changing = new Organisations(admin.changing());
            var found = find(admin, id);
            if (found == null) {
                admin.version().requireAbsent();
                return entry(Status.CREATED, changing.add(wanted.create(id)));
            }
            if (!found.altered() && wanted.applyTo(found.entry()).equals(found.entry())) {
                return entry(Status.OK, found.entry());
            }
            return entry(Status.OK, changing.change(id, before -> {
                admin.version().requireMatch(RegistryLines.toFields(before));
                return wanted.applyTo(before);
            }));
        });
    }

    @POST
    @Path("/{organisation}/suspend")
    @RequiresRight(Right.STOP)
    public Response suspend(@PathParam("organisation") String id, @Context ContainerRequestContext request) {
        return change(request, id, organisations -> organisations.suspend(id));
    }

    @POST
    @Path("/{organisation}/resume")
    @RequiresRight(Right.CHANGE_ORGANISATIONS)
    public Response resume(@PathParam("organisation") String id, @Context ContainerRequestContext request) {
        return change(request, id, organisations -> organisations.resume(id));
    }

    @POST
    @Path("/{organisation}/close")
    @RequiresRight(Right.STOP)
    public Response close(@PathParam("organisation") String id, @Context ContainerRequestContext request) {
        return change(request, id, organisations -> organisations.close(id, Instant.now()));
    }

    @POST
    @Path("/{organisation}/verify")
    @RequiresRight(Right.CHANGE_ORGANISATIONS)
    public Response verify(
            @PathParam("organisation") String id, @Context ContainerRequestContext request, InputStream body) {
        return change(
                request,
                id,
                organisations -> organisations.verify(
                        id,
                        OrganisationBody.verification(
                                body, AdminRequest.of(request).person().id())));
    }

    private static Response change(
            ContainerRequestContext request, String id, Function<Organisations, Organisation> how) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            if (find(admin, id) == null) {
                throw AdminProblem.notFound();
            }
            return entry(Status.OK, how.apply(new Organisations(admin.changing())));
        });
    }

    private static @Nullable CheckedEntry<Organisation> find(AdminRequest admin, String id) {
        return new Organisations(admin.reading())
                .list().stream()
                        .filter(each -> each.entry().id().equals(id))
                        .findFirst()
                        .orElse(null);
    }

    /** Requires that there is such an organisation. */
    static void require(AdminRequest admin, String id) {
        if (find(admin, id) == null) {
            throw AdminProblem.notFound();
        }
    }

    private static Response entry(Status status, Organisation one) {
        return AdminAnswer.entry(status, RegistryLines.toFields(one));
    }

    /** The fields of an entry, marked if its row does not verify. */
    static <T> Map<String, @Nullable Object> fields(
            CheckedEntry<T> each, Function<T, Map<String, @Nullable Object>> fields) {
        var line = new LinkedHashMap<String, @Nullable Object>(fields.apply(each.entry()));
        if (each.altered()) {
            line.put("altered", true);
        }
        return line;
    }
}
