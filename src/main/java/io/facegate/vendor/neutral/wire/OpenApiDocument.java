package io.facegate.vendor.neutral.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.facegate.json.JsonMappers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** OpenAPI document of the neutral API, served to anyone as YAML and as JSON. */
public final class OpenApiDocument {
    public static final String PATH = NeutralWire.PREFIX + "openapi.yaml";
    public static final String JSON_PATH = NeutralWire.PREFIX + "openapi.json";

    private static final Buffer DOCUMENT = Buffer.buffer(read());
    private static final Buffer JSON = Buffer.buffer(toJson());

    private OpenApiDocument() {}

    /** Answers GET and HEAD requests for the document. */
    public static void serve(RoutingContext routing) {
        serve(routing, "application/yaml", DOCUMENT);
    }

    /** Answers GET and HEAD requests for the document as JSON. */
    public static void serveJson(RoutingContext routing) {
        serve(routing, "application/json", JSON);
    }

    private static void serve(RoutingContext routing, String type, Buffer document) {
        var response = routing.response().putHeader("Content-Type", type);
        if (routing.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(document);
        }
    }

    private static byte[] read() {
        try (var document = OpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
            return Objects.requireNonNull(document).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static byte[] toJson() {
        var read = new Load(LoadSettings.builder().build()).loadFromString(DOCUMENT.toString(StandardCharsets.UTF_8));
        try {
            return JsonMappers.PLAIN.writeValueAsBytes(read);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
