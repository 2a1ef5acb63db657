package io.facegate.admin;

import io.facegate.registry.Right;
import io.facegate.usecase.registry.MintedKeyFile;
import io.facegate.usecase.registry.RegistryFiles;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.RegistryPlan;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Organisations and their keys as one file. Reading and planning a large one takes a processor for long, so it is done
 * on threads of the platform, not on the few that carry calls.
 */
@Path(AdminAnswer.PREFIX + "/registry")
@Blocking
final class RegistryFileResource {
    private static final int MEBIBYTE = 1 << 20;

    private final Semaphore one = new Semaphore(1);

    /** The file that {@code registry export} prints, byte for byte. */
    @GET
    @Path("/export")
    @RequiresRight(Right.READ_REGISTRY)
    public Response export(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var text = new RegistryFiles(AdminRequest.of(request).reading()).export();
            return Response.ok(text.getBytes(StandardCharsets.UTF_8), "application/yaml")
                    .tag(new EntityTag(VersionPrecondition.of(Map.of("text", text))))
                    .build();
        });
    }

    /**
     * Applies a file, or with {@code plan=true} only tells what that would change. With {@code part=true} the keys that
     * one request cannot mint wait for the next one with the same file.
     */
    @POST
    @Path("/apply")
    @AcceptsYaml
    @RequiresRight(Right.CHANGE_ORGANISATIONS)
    public Response apply(@Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            boolean planOnly = flag(admin, "plan");
            boolean part = flag(admin, "part");
            // A request without a reason ends here, before its body is read.
            var files = new RegistryFiles(planOnly ? admin.reading() : admin.changing());
            if (!one.tryAcquire()) {
                throw new AdminProblem(
                        Status.SERVICE_UNAVAILABLE,
                        "overloaded",
                        "Another file is being planned or applied. Nothing was changed. Try again.");
            }
            try {
                return planOnly
                        ? AdminAnswer.entry(Status.OK, fields(files.plan(read(in))))
                        : applied(apply(files, read(in), part, admin));
            } finally {
                one.release();
            }
        });
    }

    private static RegistryFiles.Sent apply(RegistryFiles files, byte[] file, boolean part, AdminRequest admin) {
        return part
                ? files.applyPart(file, plan -> require(admin, plan))
                : files.apply(file, plan -> require(admin, plan));
    }

    private static boolean flag(AdminRequest admin, String name) {
        var given = admin.query(name);
        if (given != null && !given.equals("true") && !given.equals("false")) {
            throw new AdminProblem(400, "invalid_parameter", name + " is true or false.");
        }
        return "true".equals(given);
    }

    private static byte[] read(InputStream in) {
        try {
            var bytes = in.readNBytes(RegistryFiles.LARGEST + 1);
            if (bytes.length > RegistryFiles.LARGEST) {
                throw new AdminProblem(
                        Status.REQUEST_ENTITY_TOO_LARGE,
                        "body_too_large",
                        "The file is at most " + RegistryFiles.LARGEST / MEBIBYTE + " MiB.");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new AdminProblem(400, "malformed_body", "The body could not be read.");
        }
    }

    /** A request that names a plan applies that one, or none. */
    private static void require(AdminRequest admin, RegistryPlan plan) {
        if (admin.version().expected() != null) {
            admin.version().requireMatch(fields(plan));
        }
    }

    private static Response applied(RegistryFiles.Sent sent) {
        var fields = new LinkedHashMap<String, @Nullable Object>(
                fields(sent.progress().done()));
        fields.put("minted", sent.keys().stream().map(MintedKeyFile::fields).toList());
        var progress = sent.progress();
        var proposal = progress.proposal();
        if (proposal != null || progress.keys() > 0) {
            fields.put("waiting", Map.of("organisations", progress.organisations(), "keys", progress.keys()));
        }
        return proposal == null ? AdminAnswer.ok(fields) : AdminAnswer.proposal(proposal, fields);
    }

    private static Map<String, @Nullable Object> fields(RegistryPlan plan) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        List<Map<String, @Nullable Object>> steps =
                plan.steps().stream().map(RegistryLines::toFields).toList();
        fields.put("steps", steps);
        fields.put("unchanged", plan.unchanged());
        return fields;
    }
}
