package io.facegate.console;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses pages, styles and scripts of the console for browsers that accept it. A page's length tells another site
 * nothing about its secrets: the session's cookie is not sent with requests that another site causes. Another origin of
 * the same site can cause such requests.
 */
@Provider
@ConsoleAccess
@Priority(Priorities.ENTITY_CODER)
public final class CompressedPages implements ContainerResponseFilter {
    private static final String GZIP = "gzip";
    private static final Set<String> TYPES = Set.of("text/html", "text/css", "text/javascript");
    /** What is shorter gains nothing. */
    private static final int LEAST = 1024;

    @Override
    public void filter(ContainerRequestContext asked, ContainerResponseContext answered) throws IOException {
        var body = bytes(answered.getEntity());
        if (body == null || body.length < LEAST || !isText(answered.getMediaType())) {
            return;
        }
        answered.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (accepts(asked.getHeaderString(HttpHeaders.ACCEPT_ENCODING))) {
            answered.setEntity(compressed(body));
            answered.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
    }

    private static byte @Nullable [] bytes(@Nullable Object entity) {
        return switch (entity) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case byte[] bytes -> bytes;
            case null, default -> null;
        };
    }

    private static boolean isText(@Nullable MediaType type) {
        return type != null && TYPES.contains(type.getType() + '/' + type.getSubtype());
    }

    /** True if gzip is named, and not with the weight of zero. */
    private static boolean accepts(@Nullable String encodings) {
        return Arrays.stream(Objects.requireNonNullElse(encodings, "").split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals(GZIP) || one.matches("gzip *; *q=(1|0\\.[0-9]*[1-9][0-9]*).*"));
    }

    private static byte[] compressed(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream(body.length / 3);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }
}
