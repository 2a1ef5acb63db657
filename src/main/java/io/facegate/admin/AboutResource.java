package io.facegate.admin;

import io.facegate.registry.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who the person is, and what the API is. */
@Path(AdminAnswer.PREFIX)
@RunOnVirtualThread
final class AboutResource {
    private final AdminServices services;

    AboutResource(AdminServices services) {
        this.services = services;
    }

    @GET
    @Path("/me")
    @RequiresRight({})
    public Response me(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var person = AdminRequest.of(request).person();
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("id", person.id());
            fields.put("org", person.organisation());
            fields.put(
                    "roles",
                    person.roles().stream().sorted().map(role -> role.word()).toList());
            fields.put(
                    "rights",
                    Stream.of(Right.values())
                            .filter(person::may)
                            .map(Right::word)
                            .toList());
            fields.put("registry", services.access(person.id(), null).id());
            return AdminAnswer.ok(fields);
        });
    }

    @GET
    @Path("/openapi.yaml")
    @OpenToAll
    public Response document() {
        return Response.ok(AdminOpenApiDocument.YAML, "application/yaml").build();
    }

    @GET
    @Path("/openapi.json")
    @OpenToAll
    public Response documentAsJson() {
        return Response.ok(AdminOpenApiDocument.JSON, "application/json").build();
    }
}
