package io.facegate.admin;

import io.facegate.registry.Right;
import io.facegate.usecase.registry.DeclaredIssuers;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.TokenIssuers;
import io.facegate.usecase.registry.TokenIssuers.Compared;
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
import java.util.List;

/** Token issuers: those in this gateway's file, and which of them are accepted. */
@Path(AdminAnswer.PREFIX + "/issuers")
@RunOnVirtualThread
final class IssuersResource {
    private static final String ISSUER = "issuer";
    private static final String DIGEST = "digest";
    private static final List<String> KEYS =
            List.of("id", ISSUER, "state", "people", "organisations", "keys", DIGEST, "accepted");
    private static final List<String> KEPT = List.of("id", ISSUER, "people", "organisations", "keys");

    private final DeclaredIssuers file;

    IssuersResource(DeclaredIssuers file) {
        this.file = file;
    }

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            return AdminAnswer.ok(admin.page(all(admin), Compared::id, RegistryLines::toFields));
        });
    }

    @GET
    @Path("/{issuer}")
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@PathParam(ISSUER) String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> entry(Status.OK, require(AdminRequest.of(request), id)));
    }

    /** Accepts the issuer as it stands in this gateway's file, which the request names by its digest. */
    @PUT
    @Path("/{issuer}")
    @RequiresRight(Right.ACCEPT_ISSUERS)
    public Response put(@PathParam(ISSUER) String id, @Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var body = JsonBody.read(in, KEYS);
            var digest = body.text(DIGEST);
            var found = requireOfCallers(require(admin, id));
            body.requireSame(KEPT, RegistryLines.toFields(found));
            var declared = found.declared();
            if (declared == null || !declared.digest().equals(digest)) {
                throw new AdminProblem(
                        Status.CONFLICT,
                        "conflict",
                        (declared == null
                                        ? "The issuers file of this gateway does not name the issuer. "
                                        : "The issuer has another digest in the issuers file of this gateway: "
                                                + declared.digest() + ". ")
                                + "Bring the same file to the gateways, and compare it, before you accept it.");
            }
            var after = new TokenIssuers(admin.changing()).accept(declared, before -> require(admin, before));
            return entry(found.accepted() == null ? Status.CREATED : Status.OK, after);
        });
    }

    private static void require(AdminRequest admin, Compared before) {
        var version = admin.version();
        // An issuer of the file that is not accepted is shown, and yet there is nothing to overwrite.
        if (before.accepted() != null || (version.expected() != null && !version.absent())) {
            version.requireMatch(RegistryLines.toFields(before));
        }
    }

    /** Accepts the issuer's tokens no longer, at any gateway of the registry. */
    @DELETE
    @Path("/{issuer}")
    @RequiresRight(Right.ACCEPT_ISSUERS)
    public Response remove(@PathParam(ISSUER) String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            new TokenIssuers(admin.changing())
                    .remove(requireOfCallers(require(admin, id)).issuer());
            return Response.noContent().build();
        });
    }

    private List<Compared> all(AdminRequest admin) {
        return new TokenIssuers(admin.reading()).list(file.read());
    }

    private Compared require(AdminRequest admin, String id) {
        return all(admin).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(AdminProblem::notFound);
    }

    /** No person alone brings in, changes or removes whose tokens count as people. */
    private static Compared requireOfCallers(Compared one) {
        if (one.isOfPeople()) {
            throw new AdminProblem(
                    AdminProblem.UNACCEPTABLE,
                    "unacceptable",
                    "Nothing was changed: this issuer is of people, and whoever holds its keys signs in as any person."
                            + " To accept, change or remove it takes, at the gateway: facegate issuer accept"
                            + " --break-glass --reason TEXT.");
        }
        return one;
    }

    private static Response entry(Status status, Compared one) {
        return AdminAnswer.entry(status, RegistryLines.toFields(one));
    }
}
