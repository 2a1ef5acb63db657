package io.facegate.vendor.rekognition.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.profiles.ProfileFile;

/** AWS's own files, as a start looks at them. */
class AwsSettingsTest {
    private static final String FILE = "[one]\naws_access_key_id = AKIA\naws_secret_access_key = hunter2\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE"})
    void aFileThatIsNotThereIsNamedByItsVariableAlone(String variable) throws Exception {
        for (var wrong : List.of(folder.resolve("nothing").toString(), folder.toString(), "eyJ.hunter2", "\0hunter2")) {
            assertThat(problem(FILE, Map.of(variable, wrong)))
                    .as(wrong)
                    .startsWith(variable + " names no file")
                    .doesNotContain(wrong, "hunter2");
        }
        var file = Files.writeString(folder.resolve("file"), "word\n");
        assertThat(problem(FILE, Map.of(variable, file.toString()))).isNull();
        assertThat(problem(FILE, Map.of(variable, ""))).isNull();
    }

    @Test
    void aFileWithoutATokenIsNamedByItsVariable() throws Exception {
        var file = folder.resolve("token");
        for (var nothing : List.of("", " \n")) {
            Files.writeString(file, nothing);
            assertThat(problem(FILE, Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", file.toString())))
                    .startsWith("AWS_WEB_IDENTITY_TOKEN_FILE names no file with a token");
        }
    }

    @Test
    void aProfileThatIsNotThereIsNamedUnlessKeysAreGivenWithoutIt() {
        assertThat(problem(FILE, Map.of("AWS_PROFILE", "one"))).isNull();
        assertThat(problem(FILE, Map.of("AWS_PROFILE", "two")))
                .contains("AWS_PROFILE names a profile")
                .doesNotContain("hunter2", "two");
        var keys = new HashMap<>(Map.of("AWS_PROFILE", "two", "AWS_ACCESS_KEY_ID", "AKIA"));
        assertThat(problem(FILE, keys)).isNull();
    }

    @Test
    void aFileOfNoProfilesIsNotQuoted() {
        for (var environment : List.of(Map.of("AWS_PROFILE", "one"), Map.<String, String>of())) {
            assertThat(problem("hunter2", environment))
                    .contains("cannot be read", "AWS_CONFIG_FILE")
                    .doesNotContain("hunter2");
        }
    }

    private static String problem(String profiles, Map<String, String> environment) {
        return AwsSettings.files(
                environment,
                () -> ProfileFile.builder()
                        .content(new ByteArrayInputStream(profiles.getBytes(StandardCharsets.UTF_8)))
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build());
    }
}
