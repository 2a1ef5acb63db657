package io.facegate.ingress.neutral;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** OpenAPI document of the neutral API, served to anyone. */
public final class OpenApiDocument {
    public static final String PATH = NeutralWire.PREFIX + "openapi.yaml";

    private static final Buffer DOCUMENT = Buffer.buffer(read());

    private OpenApiDocument() {}

    /** Answers GET and HEAD requests for the document. */
    public static void serve(RoutingContext routing) {
        var response = routing.response().putHeader("Content-Type", "application/yaml");
        if (routing.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(DOCUMENT);
        }
    }

    private static byte[] read() {
        try (var document = OpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
            return Objects.requireNonNull(document).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
