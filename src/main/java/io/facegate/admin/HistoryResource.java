package io.facegate.admin;

import io.facegate.registry.Right;
import io.facegate.usecase.registry.RegistryHistory;
import io.facegate.usecase.registry.RegistryLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every change of the registry, from records that verify. Who looks is on record. */
@Path(AdminAnswer.PREFIX + "/history")
@RunOnVirtualThread
final class HistoryResource {
    private final AdminServices services;

    HistoryResource(AdminServices services) {
        this.services = services;
    }

    @GET
    @RequiresRight(Right.READ_RECORDS)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var found = new RegistryHistory(admin.reading())
                    .read(services.records(), admin.query("org"), admin.person().id());
            var page = new LinkedHashMap<String, Object>(
                    admin.page(found.changes(), RegistryHistory.Change::record, RegistryLines::toFields));
            page.put(
                    "tampered",
                    found.tampered().stream().map(each -> each.index()).toList());
            page.put("searched", found.searched());
            return AdminAnswer.ok(Map.copyOf(page));
        });
    }
}
