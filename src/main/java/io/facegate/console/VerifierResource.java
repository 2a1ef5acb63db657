package io.facegate.console;

import io.facegate.policy.vocabulary.Language;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Page on which anybody can verify a proof offline: it computes in the browser and contains no data. */
@Path("/log")
@RunOnVirtualThread
final class VerifierResource {
    private static final String RULES =
            "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final byte[] page = read("verify.html");
    private final byte[] frenchPage = read("verify_fr.html");
    private final byte[] script = read("verify.js");
    private final byte[] frenchScript = read("verify_fr.js");
    private final byte[] style = read("verify.css");

    @GET
    @Path("/verify")
    public Response page(
            @QueryParam("lang") @Nullable String asked, @HeaderParam("Accept-Language") @Nullable String accepted) {
        var chosen = Language.fromCode(asked);
        var language = chosen == null ? Language.fromAcceptLanguage(accepted) : chosen;
        return answer(language == Language.FR ? frenchPage : page, "text/html; charset=utf-8");
    }

    @GET
    @Path("/verify_fr.js")
    public Response frenchScript() {
        return answer(frenchScript, "text/javascript; charset=utf-8");
    }

    @GET
    @Path("/verify.js")
    public Response script() {
        return answer(script, "text/javascript; charset=utf-8");
    }

    @GET
    @Path("/verify.css")
    public Response style() {
        return answer(style, "text/css; charset=utf-8");
    }

    private static Response answer(byte[] bytes, String type) {
        return Response.ok(bytes, type)
                .header("Content-Security-Policy", RULES)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-cache")
                .header("Vary", "Accept-Language")
                .build();
    }

    private static byte[] read(String name) {
        try (var in = VerifierResource.class.getClassLoader().getResourceAsStream("console/log/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
