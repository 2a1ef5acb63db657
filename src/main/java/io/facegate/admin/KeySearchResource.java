package io.facegate.admin;

import io.facegate.registry.FoundKey;
import io.facegate.registry.KeySearchResult;
import io.facegate.registry.Right;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Tells whose a leaked key is. The secret stands in the body: addresses are kept by proxies and in histories. */
@Path(AdminAnswer.PREFIX + "/keys/find")
@RunOnVirtualThread
final class KeySearchResource {
    private static final String KEY = "key";
    private static final int LONGEST = 1_024;

    /** A search opens each secret of the registry, and keeps changes waiting meanwhile. */
    private final Semaphore one = new Semaphore(1);

    @POST
    @RequiresRight(Right.READ_REGISTRY)
    public Response find(@Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var body = JsonBody.read(in, List.of(KEY));
            var given = body.text(KEY);
            if (given.length() > LONGEST) {
                throw AdminProblem.invalid(body.at(KEY), "A key has at most " + LONGEST + " characters.");
            }
            var result = search(AdminRequest.of(request), given);
            var answer = new LinkedHashMap<String, @Nullable Object>();
            answer.put(KEY, result.found() == null ? null : fields(result.found()));
            answer.put("notCompared", result.altered());
            return AdminAnswer.ok(answer);
        });
    }

    private KeySearchResult search(AdminRequest admin, String given) {
        if (!one.tryAcquire()) {
            throw new AdminProblem(
                    Status.SERVICE_UNAVAILABLE, "overloaded", "Another key is being looked for. Try again.");
        }
        try {
            return new OrganisationKeys(admin.reading()).find(given);
        } finally {
            one.release();
        }
    }

    private static Map<String, @Nullable Object> fields(FoundKey found) {
        var fields = RegistryLines.toFields(found.entry(), Instant.now());
        fields.put("matches", found.secret() ? "secret" : "id");
        return fields;
    }
}
