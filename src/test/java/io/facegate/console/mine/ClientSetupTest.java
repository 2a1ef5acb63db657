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

    /** The clients of the page for callers that the page of the console neither sets up nor names. */
    private static List<String> left(String page) {
        var table = TABLE.matcher(page);
        assertThat(table.find()).isTrue();
        var setUp = ClientSetup.all("https://gateway.example.org").stream()
                .map(ClientSetup::client)
                .toList();
        return ROW.matcher(table.group(1))
                .results()
                .map(row -> row.group(1))
                .filter(client -> !client.equals("client"))
                .map(client -> client.equals("AWS CLI v2") ? "AWS CLI" : client)
                .filter(client -> !setUp.contains(client) && !ClientSetup.OTHERS.contains(client))
                .toList();
    }

    @Test
    void eachClientThatWasTriedIsSetUpOrNamed() throws IOException {
        assertThat(left(Files.readString(Path.of("docs/clients.md")))).isEmpty();
    }

    /** Broken control: a client that the console does not know. */
    @Test
    void aClientThatIsLeftOutIsFound() throws IOException {
        var page = Files.readString(Path.of("docs/clients.md"));
        assertThat(left(page.replace("| boto3 |", "| boto4 |"))).containsExactly("boto4");
    }
}
