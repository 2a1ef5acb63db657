package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.Registry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are replaced while both are valid, and a leaked one is traced without being shown. */
class KeyRotateAndFindTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();
    private final List<String> place = new ArrayList<>();

    private void begin(boolean shared) throws Exception {
        if (shared) {
            var url = Server.shared().ledgerAndRegistry().url();
            place.addAll(List.of("--ledger", url, "--registry", url));
        }
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit", "--purpose", "missing_child");
    }

    private void run(int expected, String... words) {
        var all = Stream.concat(Stream.of(words), place.stream()).toArray(String[]::new);
        assertThat(shell.run(data, all))
                .as(String.join(" ", words) + shell.out() + shell.err())
                .isEqualTo(expected);
    }

    private JsonNode mint(String... more) throws Exception {
        run(
                0,
                Stream.concat(Stream.of("key", "mint", "--org", "hope"), Stream.of(more))
                        .toArray(String[]::new));
        return shell.json();
    }

    private void find(int expected, String given) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(given.getBytes(StandardCharsets.UTF_8)));
        try {
            run(expected, "key", "find", "--json");
        } finally {
            System.setIn(before);
        }
        if (!given.startsWith("FGAK")) {
            assertThat(shell.out() + shell.err())
                    .doesNotContain(given.strip().substring(given.strip().length() - 20));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOldKeyEndsAfterTheOverlapAndTheNewOneIsLikeIt(boolean shared) throws Exception {
        begin(shared);
        var old = mint("--label", "intake", "--purpose", "missing_child", "--expires", "2099-01-01");
        run(0, "key", "rotate", old.get("accessKeyId").asText(), "--overlap", "14", "--by", "m.roe");
        var fresh = shell.json();
        assertThat(fresh.get("label").asText()).isEqualTo("intake");
        assertThat(fresh.get("purpose").asText()).isEqualTo("missing_child");
        assertThat(fresh.get("expires").asText()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(fresh.get("secretAccessKey")).isNotEqualTo(old.get("secretAccessKey"));
        find(0, old.get("accessKeyId").asText());
        var ends = Instant.parse(shell.json().get("expires").asText());
        assertThat(Duration.between(Instant.now(), ends).toHours()).isBetween(14L * 24 - 1, 14L * 24);
        run(0, "registry", "verify");
        run(0, "registry", "history", "--json");
        assertThat(shell.out().lines().findFirst().orElseThrow()).contains("key_rotate", "\"by\":\"m.roe\"");
        run(0, "key", "rotate", fresh.get("accessKeyId").asText(), "--overlap", "0");
        run(2, "key", "rotate", fresh.get("accessKeyId").asText(), "--overlap", "0");
        assertThat(shell.err()).contains("The key is expired");
        run(2, "key", "rotate", "FGAKNONE", "--overlap", "1");
    }

    @Test
    void duringTheOverlapBothSecretsAreValid() throws Exception {
        begin(false);
        var old = mint().get("accessKeyId").asText();
        run(0, "key", "rotate", old, "--overlap", "1");
        var fresh = shell.json().get("accessKeyId").asText();
        try (var registry = Registry.open(data)) {
            assertThat(registry.key(old)).isPresent();
            assertThat(registry.key(fresh)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLeakedKeyIsFoundByIdOrSecretAndNeverPrinted(boolean shared) throws Exception {
        begin(shared);
        mint();
        var key = mint("--label", "intake");
        mint();
        var id = key.get("accessKeyId").asText();
        find(0, key.get("secretAccessKey").asText() + "\n");
        assertThat(shell.json().get("accessKeyId").asText()).isEqualTo(id);
        assertThat(shell.json().get("matches").asText()).isEqualTo("secret");
        find(0, key.get("apiKey").asText());
        assertThat(shell.json().get("matches").asText()).isEqualTo("secret");
        assertThat(shell.json().get("label").asText()).isEqualTo("intake");
        find(0, "fgk_" + id + "_" + "x".repeat(40));
        assertThat(shell.json().get("matches").asText()).isEqualTo("id");
        run(0, "key", "find", id, "--json");
        assertThat(shell.json().get("org").asText()).isEqualTo("hope");
        find(2, "x".repeat(40));
        find(2, "x".repeat(4_000));
        find(2, "two\nlines that are not a key");
        run(2, "key", "find", key.get("secretAccessKey").asText());
        assertThat(shell.err()).doesNotContain(key.get("secretAccessKey").asText());
        run(0, "key", "revoke", id);
        find(2, key.get("secretAccessKey").asText());
        run(0, "key", "find", id, "--json");
        assertThat(shell.json().get("status").asText()).isEqualTo("revoked");
    }

    /** One spoilt row keeps nobody from finding whose a leaked key is. */
    @Test
    void aSpoiltRowIsNamedAndTheOthersAreCompared() throws Exception {
        begin(false);
        var spoilt = mint().get("accessKeyId").asText();
        var key = mint();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var run = connection.createStatement()) {
            run.execute("UPDATE access_key SET sealed_secret = x'00' WHERE id = '" + spoilt + "'");
        }
        find(0, key.get("secretAccessKey").asText());
        assertThat(shell.json().get("accessKeyId").asText())
                .isEqualTo(key.get("accessKeyId").asText());
        assertThat(shell.err()).contains(spoilt);
        find(5, "x".repeat(40));
        assertThat(shell.err()).contains(spoilt, "no key of this registry");
    }
}
