package io.facegate.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway loads the models that the build checked, and no others. */
class FaceModelTest {
    @ParameterizedTest
    @EnumSource
    void theModelOfTheBuildIsLoaded(FaceModel model) throws Exception {
        FaceModel.requireAll();
        try (var arena = Arena.ofConfined();
                var session = OnnxModels.session(model)) {
            assertThat(session.getInputNames()).hasSize(1);
            assertThat(model.read(arena).isDirect()).as("no model takes heap").isTrue();
        }
    }

    /** The control: one changed bit, one byte less or more, or no file at all. */
    @ParameterizedTest
    @EnumSource
    void anyOtherIsRefused(FaceModel model) throws Exception {
        var whole = whole(model);
        for (int place : new int[] {0, whole.length / 2, whole.length - 1}) {
            var changed = whole.clone();
            changed[place] ^= 1;
            assertRefused(model, changed);
        }
        assertRefused(model, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(model, Arrays.copyOf(whole, whole.length + 1));
        assertRefused(model, new byte[0]);
        try (var arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> model.read(null, arena))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not on the class path; build again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBuildChecksTheSameHash(FaceModel model) throws Exception {
        var digest = java.security.MessageDigest.getInstance("SHA-256").digest(whole(model));
        assertThat(Files.readString(Path.of("pom.xml"))).contains(HexFormat.of().formatHex(digest));
    }

    /** The converter is the build's alone: the jar has neither it nor the weights it reads. */
    @Test
    void theConverterIsNotInTheProduct() {
        assertThat(Path.of("src/converter/java/io/facegate/converter/RecognitionModelConverter.java"))
                .exists();
        assertThat(FaceModel.class.getResource("/io/facegate/converter/RecognitionModelConverter.class"))
                .isNull();
    }

    private static byte[] whole(FaceModel model) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var bytes = model.read(arena);
            var whole = new byte[bytes.remaining()];
            bytes.get(whole);
            return whole;
        }
    }

    private static void assertRefused(FaceModel model, byte[] bytes) {
        try (var arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> model.read(new ByteArrayInputStream(bytes), arena))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not the one that this version was built with");
        }
    }
}
