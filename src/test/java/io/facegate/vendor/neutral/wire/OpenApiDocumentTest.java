package io.facegate.vendor.neutral.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    @Test
    void theJsonHasEveryOperationWithItsErrors() throws Exception {
        var json = new ObjectMapper().readTree(OpenApiDocument.toJson());
        assertThat(json.path("openapi").asText()).startsWith("3.");
        assertThat(json.path("paths").findValues("responses"))
                .hasSizeGreaterThan(10)
                .allSatisfy(responses -> {
                    assertThat(responses.has("4XX")).isTrue();
                    assertThat(responses.has("5XX")).isTrue();
                    assertThat(responses.has("default")).isFalse();
                });
    }
}
