package io.facegate.admin;

import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** OpenAPI document of the admin API, as YAML and as JSON. */
final class AdminOpenApiDocument {
    static final String YAML = read();
    static final String JSON = toJson();

    private AdminOpenApiDocument() {}

    private static String read() {
        try (var document = AdminOpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
            return new String(Objects.requireNonNull(document).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String toJson() {
        var read = new Load(LoadSettings.builder().build()).loadFromString(YAML);
        return new String(AdminAnswer.json(JsonMappers.PLAIN, read), StandardCharsets.UTF_8);
    }
}
