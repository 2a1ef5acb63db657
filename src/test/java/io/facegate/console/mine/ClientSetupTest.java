package io.facegate.console.mine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ClientSetupTest {
    private static final Pattern TABLE = Pattern.compile("(?s)<!-- measured by ClientMatrixIT -->(.*?)<!-- end -->");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+?) \\|");

    private static final String ORIGIN = "https://gateway.example.org";

    /** The clients of the page for callers that the page of the console neither sets up nor names. */
    private static List<String> left(String page) {
        var table = TABLE.matcher(page);
        assertThat(table.find()).isTrue();
        var setUp = ClientSetup.all(ORIGIN).stream().map(ClientSetup::client).toList();
        return ROW.matcher(table.group(1))
                .results()
                .map(row -> row.group(1))
                .filter(client -> !client.equals("client"))
                .map(client -> client.equals("AWS CLI v2") ? "AWS CLI" : client)
                .filter(client ->
                        !setUp.contains(client) && !ClientSetup.others(ORIGIN).contains(client))
                .toList();
    }

    @Test
    void eachClientThatWasTriedIsSetUpOrNamed() throws IOException {
        assertThat(left(Files.readString(Path.of("docs/clients.md")))).isEmpty();
    }

    /** The page of docs, whose blocks are run one by one, has the same programs. */
    @Test
    void theProgramsAreThoseOfDocs() throws IOException {
        var page = Files.readString(Path.of("docs/clients.md"));
        assertThat(ClientSetup.programs("https://localhost:8443"))
                .allSatisfy(program -> assertThat(page)
                        .containsAnyOf(program, program.replace("https://localhost:8443", "http://127.0.0.1:8080")));
    }

    @Test
    void whatAPlainAddressNeedsStandsInNoOther() {
        assertThat(ClientSetup.all("http://127.0.0.1:8080"))
                .hasSize(12)
                .extracting(ClientSetup::commands)
                .noneMatch(said -> said.contains("{origin}") || said.contains("{host}") || said.contains("{port}"))
                .filteredOn(said -> said.contains("allowInsecureConnection") || said.contains("protocol: \"http\""))
                .hasSize(3);
        assertThat(ClientSetup.all(ORIGIN))
                .hasSize(13)
                .extracting(ClientSetup::commands)
                .noneMatch(said -> said.contains("allowInsecureConnection") || said.contains("protocol: \"http\""))
                .anyMatch(said -> said.contains("apiEndpoint: \"gateway.example.org\", port: 443,"));
    }

    /** Broken control: a client that the console does not know. */
    @Test
    void aClientThatIsLeftOutIsFound() throws IOException {
        var page = Files.readString(Path.of("docs/clients.md"));
        assertThat(left(page.replace("| boto3 |", "| boto4 |"))).containsExactly("boto4");
    }
}
