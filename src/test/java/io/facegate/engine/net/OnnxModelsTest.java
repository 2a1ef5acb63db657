package io.facegate.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library that runs the networks: an upgrade that brings telemetry fails here, before it is ever loaded. */
class OnnxModelsTest {
    private static final String FOLDER = "/ai/onnxruntime/native/";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-x64/libonnxruntime.so",
                "linux-aarch64/libonnxruntime.so",
                "osx-aarch64/libonnxruntime.dylib"
            })
    void theLibraryKnowsNobodyToTellThatItRuns(String library) throws IOException {
        assertThat(text(library))
                .doesNotContain("events.data.microsoft.com", "OneCollector", "DeveloperTools/.onnxruntime");
    }

    /** That the texts of a library can be seen at all. */
    @Test
    void whatALibraryKnowsIsSeen() throws IOException {
        assertThat(text("linux-x64/libonnxruntime.so")).contains("ORT_ENABLE_EXTENDED");
    }

    private static String text(String library) throws IOException {
        try (var file = OrtEnvironment.class.getResourceAsStream(FOLDER + library)) {
            assertThat(file).as(library).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
