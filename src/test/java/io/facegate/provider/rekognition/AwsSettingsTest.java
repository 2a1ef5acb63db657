package io.facegate.provider.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
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
    void aFileThatIsNotThereIsNamed(String variable) {
        for (var file : new Path[] {folder.resolve("nothing"), folder}) {
            assertThat(problem(FILE, Map.of(variable, file.toString()))).contains(variable, file.toString());
        }
        assertThat(problem(FILE, Map.of(variable, "/dev/null"))).isNull();
    }

    @Test
    void aProfileThatIsNotThereIsNamedUnlessKeysAreGivenWithoutIt() {
        assertThat(problem(FILE, Map.of("AWS_PROFILE", "one"))).isNull();
        assertThat(problem(FILE, Map.of("AWS_PROFILE", "two")))
                .contains("AWS_PROFILE is two")
                .doesNotContain("hunter2");
        var keys = new HashMap<>(Map.of("AWS_PROFILE", "two", "AWS_ACCESS_KEY_ID", "AKIA"));
        assertThat(problem(FILE, keys)).isNull();
    }

    @Test
    void aFileOfNoProfilesIsNotQuoted() {
        assertThat(problem("hunter2", Map.of("AWS_PROFILE", "one")))
                .contains("cannot be read")
                .doesNotContain("hunter2");
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
