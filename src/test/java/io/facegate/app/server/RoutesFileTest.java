package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.vendor.client.ProviderRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that says who answers which calls. */
class RoutesFileTest {
    private static final Set<String> ANSWERING = Set.of("rekognition", "local");

    @TempDir
    private Path folder;

    @Test
    void theExampleInTheDocumentIsOne() throws IOException {
        var document = Files.readString(Path.of("docs/routes.md"));
        var example = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(example.find()).isTrue();
        assertThat(read(example.group(1)))
                .containsExactly(
                        new ProviderRoute(
                                Set.of("facegate"),
                                Set.of("hope"),
                                Set.of(),
                                Set.of(Capability.DETECT, Capability.VERIFY),
                                List.of("rekognition", "local")),
                        new ProviderRoute(Set.of(), Set.of(), Set.of("nonprofit"), Set.of(), List.of("local")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "routes: [{providers: [google_vision]}]|providers may only name those in --provider, here local,"
                        + " rekognition",
                "routes: [{wires: [facegate]}]|providers is empty, so no provider would answer",
                "routes: [{wires: [amazon], providers: [local]}]|wires takes azure_face, azure_vision,",
                "routes: [{capabilities: [guess], providers: [local]}]|there is no capability guess",
                "routes: [{types: [nonproft], providers: [local]}]|there is no organisation type nonproft",
                "routes: [{provider: local}]|there is no setting provider",
                "ways: []|it holds one key, routes",
                "routes: {|it cannot be read"
            })
    void whatIsNotAsItShouldBeIsSaid(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("docs/routes.md");
    }

    private List<ProviderRoute> read(String text) throws IOException {
        return RoutesFile.read(Files.writeString(folder.resolve("routes.yaml"), text), ANSWERING);
    }
}
