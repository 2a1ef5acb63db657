package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./facegate demo --once}, the launcher itself, from another folder: the first thing that a newcomer sees. */
class DemoIT {
    private static final Pattern ON_RECORD = Pattern.compile("On record as ([0-9a-f-]{36})");

    @TempDir
    private Path folder;

    @Test
    void printsOneCallAnsweredAndOneRefusedAndStops() throws IOException {
        var demo = Result.of(Launcher.of(folder, "demo", "--once")).expect(0);

        assertThat(demo.out())
                .containsSubsequence(
                        "A child-protection nonprofit asks where the faces are",
                        "a face ",
                        "On record as ",
                        "whether two photographs show the same person",
                        "the same person: similarity ",
                        "On record as ",
                        "A police department asks",
                        "HTTP 400 AccessDeniedException",
                        "amazon-rekognition-2020/police",
                        "10 June 2020",
                        "On record as ",
                        "Repeat them with the AWS CLI",
                        "aws --endpoint-url http://127.0.0.1:",
                        "ledger verify --data");
        assertThat(demo.err()).doesNotContain("Exception", "ERROR", "Building");
    }

    @Test
    void whatItSaysIsOnRecord() throws IOException {
        var demo = Result.of(Launcher.of(folder, "demo", "--once")).expect(0);
        var data = folder.resolve("facegate-data");

        var decisions = ON_RECORD
                .matcher(demo.out())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(decisions).hasSize(3);
        var records = Gateway.records(data);
        assertThat(records.stream()
                        .filter(record -> decisions.contains(record.get("id").asText()))
                        .map(record -> record.get("verdict").asText()))
                .containsExactly("permit", "permit", "refuse");
        assertThat(Result.of(Launcher.of(folder, "ledger", "verify")).expect(0).out())
                .contains("The ledger verifies");
    }

    @Test
    void neverTouchesDataThatIsThere() throws IOException {
        Result.of(Launcher.of(folder, "demo", "--once")).expect(0);
        var before = Gateway.records(folder.resolve("facegate-data")).size();

        Result.of(Launcher.of(folder, "demo", "--once")).expect(0);

        assertThat(Gateway.records(folder.resolve("facegate-data"))).hasSize(before);
        try (var kept = java.nio.file.Files.list(folder)) {
            assertThat(kept.filter(path -> path.getFileName().toString().startsWith("facegate-data-demo-")))
                    .hasSize(1);
        }
    }
}
