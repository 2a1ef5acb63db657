package io.facegate.admin;

import io.facegate.registry.Person;
import io.facegate.registry.PersonCertificate;
import io.facegate.registry.Right;
import io.facegate.registry.Role;
import io.facegate.usecase.registry.People;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The people who work with this gateway, and what each may do. */
@Path(AdminAnswer.PREFIX + "/people")
@RunOnVirtualThread
final class PeopleResource {
    private static final List<String> KEYS =
            List.of("id", "roles", "org", "loginIssuer", "loginSubject", "certificates", "added", "removed");
    /** What a PUT does not change. */
    private static final List<String> KEPT = List.of("added", "removed");

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var all = new People(admin.reading())
                    .list().stream()
                            .sorted(Comparator.comparing(each -> each.entry().id()))
                            .toList();
            return AdminAnswer.ok(admin.page(
                    all,
                    each -> each.entry().id(),
                    each -> OrganisationsResource.fields(each, RegistryLines::toFields)));
        });
    }

    @GET
    @Path("/{person}")
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@PathParam("person") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var found = new People(AdminRequest.of(request).reading()).find(id);
            if (found.isEmpty()) {
                throw AdminProblem.notFound();
            }
            return AdminAnswer.entry(
                    Status.OK, OrganisationsResource.fields(found.getFirst(), RegistryLines::toFields));
        });
    }

    /** Registers a person, or replaces roles, organisation and login. */
    @PUT
    @Path("/{person}")
    @RequiresRight(Right.MANAGE_PEOPLE)
    public Response put(@PathParam("person") String id, @Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var body = JsonBody.read(in, KEYS);
            body.requireSame("id", id);
            var wanted = new Person(
                    id,
                    body.texts("roles").stream().map(Role::parse).collect(Collectors.toSet()),
                    body.optionalText("org"),
                    login(body),
                    certificates(body),
                    Instant.now(),
                    null);
            var changing = new People(admin.changing());
            var found = new People(admin.reading()).find(id);
            if (found.isEmpty()) {
                body.requireSame(KEPT, Map.of());
                admin.version().requireAbsent();
                return entry(Status.CREATED, changing.add(wanted));
            }
            var present = found.getFirst();
            body.requireSame(KEPT, RegistryLines.toFields(present.entry()));
            boolean isSame = !present.altered()
                    && present.entry().isActive()
                    && with(present.entry(), wanted).equals(present.entry());
            return entry(Status.OK, isSame ? present.entry() : change(admin, changing, wanted));
        });
    }

    private static Person change(AdminRequest admin, People changing, Person wanted) {
        return changing.change(wanted.id(), before -> {
            admin.version().requireMatch(RegistryLines.toFields(before));
            return with(before, wanted);
        });
    }

    private static Person with(Person before, Person wanted) {
        return new Person(
                before.id(),
                wanted.roles(),
                wanted.organisation(),
                wanted.login(),
                wanted.certificates(),
                before.added(),
                before.removed());
    }

    private static List<PersonCertificate> certificates(JsonBody body) {
        return body.objects("certificates", List.of("expires")).entrySet().stream()
                .map(each ->
                        new PersonCertificate(each.getKey(), each.getValue().moment("expires")))
                .toList();
    }

    private static Person.@Nullable Login login(JsonBody body) {
        var issuer = body.optionalText("loginIssuer");
        var subject = body.optionalText("loginSubject");
        if ((issuer == null) != (subject == null)) {
            throw AdminProblem.invalid("/loginSubject", "A login is both: loginIssuer and loginSubject.");
        }
        return issuer == null || subject == null ? null : new Person.Login(issuer, subject);
    }

    /** Removes a person for good. */
    @DELETE
    @Path("/{person}")
    @RequiresRight(Right.STOP)
    public Response remove(@PathParam("person") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var found = new People(admin.reading()).find(id);
            if (found.isEmpty()) {
                throw AdminProblem.notFound();
            }
            var changing = new People(admin.changing());
            if (found.getFirst().altered() || found.getFirst().entry().isActive()) {
                changing.remove(id);
            }
            return Response.noContent().build();
        });
    }

    private static Response entry(Status status, Person one) {
        return AdminAnswer.entry(status, RegistryLines.toFields(one));
    }
}
