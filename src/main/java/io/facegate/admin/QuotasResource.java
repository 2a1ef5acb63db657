package io.facegate.admin;

import io.facegate.registry.RegisteredQuotas;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.Quotas;
import io.facegate.usecase.registry.RegistryLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints for quotas in the admin API. */
@Path(AdminAnswer.PREFIX + "/quotas")
@RunOnVirtualThread
final class QuotasResource {
    private static final String TEXT = "text";
    private static final String SHA256 = "sha256";

    /** Room for the longest text with most characters escaped in JSON. */
    private static final int LARGEST_BODY = 2 * RegisteredQuotas.LARGEST + 4_096;

    @GET
    @RequiresRight(Right.READ_REGISTRY)
    public Response get(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var found = new Quotas(AdminRequest.of(request).reading()).current();
            if (found == null) {
                throw AdminProblem.notFound();
            }
            return entry(Status.OK, found);
        });
    }

    /** Sets the quotas, or replaces them. */
    @PUT
    @RequiresRight(Right.CHANGE_QUOTAS)
    public Response put(@Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var body = JsonBody.read(in, List.of(TEXT, SHA256), LARGEST_BODY);
            var wanted = RegisteredQuotas.of(body.multilineText(TEXT, RegisteredQuotas.LARGEST));
            body.requireSame(SHA256, wanted.sha256());
            var changing = new Quotas(admin.changing());
            var found = new Quotas(admin.reading()).current();
            if (wanted.equals(found)) {
                return entry(Status.OK, wanted);
            }
            var made = changing.set(wanted.text(), before -> require(admin, before));
            return entry(found == null ? Status.CREATED : Status.OK, made);
        });
    }

    private static void require(AdminRequest admin, @Nullable RegisteredQuotas before) {
        if (before == null) {
            admin.version().requireAbsent();
        } else {
            admin.version().requireMatch(RegistryLines.toFields(before));
        }
    }

    /** Clears the quotas. Each gateway uses its own file again. */
    @DELETE
    @RequiresRight(Right.CHANGE_QUOTAS)
    public Response clear(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var changing = new Quotas(admin.changing());
            if (new Quotas(admin.reading()).current() != null) {
                changing.clear();
            }
            return Response.noContent().build();
        });
    }

    private static Response entry(Status status, RegisteredQuotas quotas) {
        return AdminAnswer.entry(status, RegistryLines.toFields(quotas));
    }
}
