package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A data folder of every released version, made by that version's own build, opened by this one. */
class ReleasedFoldersIT {
    private static final Path RELEASED = Path.of("src/test/resources/released");

    @TempDir
    private Path folder;

    static List<String> versions() throws IOException {
        try (var folders = Files.list(RELEASED)) {
            return folders.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** A section of the changelog with a date is a release. */
    @Test
    void everyReleasedVersionHasAFolderHere() throws IOException {
        var released = Files.readAllLines(Path.of("CHANGELOG.md")).stream()
                .filter(line -> line.matches("## \\[\\d.*"))
                .map(line -> line.replaceAll("## \\[(.*)\\].*", "$1"))
                .sorted()
                .toList();
        assertThat(versions()).isNotEmpty().isEqualTo(released);
        var page = Files.readString(Path.of("docs/versions.md"));
        assertThat(versions()).allMatch(version -> page.contains("| " + version + " |"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyCommandThatReadsReadsIt(String version) throws Exception {
        var data = unpacked(version);
        var decisions = records(version)
                .map(Gateway::parsed)
                .filter(record -> record.get("kind").asText().equals("DECISION"))
                .toList();
        assertThat(run(data, "ledger", "verify")).contains("The ledger verifies");
        for (var decision : decisions) {
            var id = decision.get("id").asText();
            assertThat(run(data, "ledger", "show", id, "--json"))
                    .contains(id, decision.get("verdict").asText());
        }
        assertThat(run(data, "ledger", "search", "--verdict", "refuse", "--json")
                        .lines())
                .hasSameSizeAs(decisions.stream()
                        .filter(decision -> decision.get("verdict").asText().equals("refuse"))
                        .toList());
        assertThat(run(data, "ledger", "tail", "-n", "100", "--json")).contains("key_mint");
        assertThat(run(data, "ledger", "stats", "--json")).contains("amazon-rekognition-2020/police", "permit");
        assertThat(run(data, "org", "list")).contains("Hope for Children", "metro");
        assertThat(run(data, "key", "list")).contains(key(version).id());
        assertThat(run(data, "evidence", "list")).contains("w-118");
        assertThat(run(data, "registry", "verify")).isNotEmpty();
        assertThat(run(data, "policy", "replay", "--json"))
                .contains("\"reproduced\":" + decisions.size() + ",\"differ\":0");
        assertThat(exported(data, version)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aGatewayGoesOnWithItAndChangesNoRecord(String version) throws Exception {
        var data = unpacked(version);
        try (var gateway = Gateway.start(data)) {
            var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));
            var answer = Wire.signed(
                            gateway.calls(), key(version), "DetectFaces", "{\"Image\":{\"Bytes\":\"" + photo + "\"}}")
                    .send();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        }
        assertThat(run(data, "ledger", "verify")).contains("The ledger verifies");
        assertThat(run(data, "registry", "verify")).isNotEmpty();
        assertThat(exported(data, version)).isTrue();
    }

    /** The folder as that version left it, readable by its owner only. */
    private Path unpacked(String version) throws Exception {
        var archive = RELEASED.resolve(version).resolve("data.tar.gz").toString();
        Gateway.Result.of(new ProcessBuilder("tar", "-xzf", archive, "-C", folder.toString()))
                .expect(0);
        return folder.resolve("data");
    }

    private static Stream<String> records(String version) throws IOException {
        return Files.readAllLines(RELEASED.resolve(version).resolve("records.jsonl")).stream();
    }

    private static Gateway.Key key(String version) throws IOException {
        var minted = Gateway.parsed(Files.readString(RELEASED.resolve(version).resolve("key.json")));
        return new Gateway.Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                minted.get("apiKey").asText());
    }

    private static String run(Path data, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return Gateway.run(all.toArray(String[]::new)).expect(0).out();
    }

    /** Whether what this build exports begins with what that version exported, byte for byte. */
    private boolean exported(Path data, String version) throws IOException {
        var to = folder.resolve("exported.jsonl");
        run(data, "ledger", "export", "--format", "jsonl", "--to", to.toString(), "--by", "m.roe");
        var before = records(version).toList();
        var now = Files.readAllLines(to);
        return now.size() > before.size() && now.subList(0, before.size()).equals(before);
    }
}
