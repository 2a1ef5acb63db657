package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a leaked key is, by the admin API. */
class KeySearchResourceTest {
    private final KeysResource keys = new KeysResource();
    private final KeySearchResource search = new KeySearchResource();

    @TempDir
    private Path folder;

    private AdminStage stage;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
        stage.registerPolice();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static JsonNode read(Response response) throws IOException {
        return JsonMappers.PLAIN.readTree(AdminStage.text(response));
    }

    private JsonNode mint() throws IOException {
        return read(keys.put("pd", "batch", stage.request("m.roe", Map.of()), AdminStage.body("{}")));
    }

    private JsonNode find(String key) throws IOException {
        var response = search.find(
                stage.request("m.roe", Map.of()),
                AdminStage.body(JsonMappers.PLAIN.writeValueAsString(Map.of("key", key))));
        assertThat(response.getStatus()).as(AdminStage.text(response)).isEqualTo(200);
        return read(response);
    }

    @Test
    void aKeyIsFoundByEachOfItsSecretsAndByItsId() throws IOException {
        var minted = mint();
        var recorded = stage.changes();
        for (var each : Map.of("accessKeyId", "id", "secretAccessKey", "secret", "apiKey", "secret")
                .entrySet()) {
            var answer = find(minted.path(each.getKey()).asText());
            assertThat(answer.path("key").path("accessKeyId").asText())
                    .isEqualTo(minted.path("accessKeyId").asText());
            assertThat(answer.path("key").path("org").asText()).isEqualTo("pd");
            assertThat(answer.path("key").path("matches").asText()).isEqualTo(each.getValue());
            assertThat(answer.path("notCompared").isArray()).isTrue();
            assertThat(answer.path("notCompared")).isEmpty();
            assertThat(answer.toString())
                    .doesNotContain(minted.path("secretAccessKey").asText())
                    .doesNotContain(minted.path("apiKey").asText());
        }
        assertThat(stage.changes()).as("nothing is recorded").isEqualTo(recorded);
    }

    @Test
    void anotherSecretIsNobodys() throws IOException {
        var secret = mint().path("secretAccessKey").asText();
        var other = (secret.startsWith("A") ? "B" : "A") + secret.substring(1);
        var answer = find(other);
        assertThat(answer.path("key").isNull()).isTrue();
        assertThat(answer.toString()).doesNotContain(other);
    }

    @Test
    void aRevokedKeyIsFoundByItsIdOnly() throws IOException {
        var minted = mint();
        keys.revoke("pd", minted.path("accessKeyId").asText(), stage.request("m.roe"));
        assertThat(find(minted.path("secretAccessKey").asText()).path("key").isNull())
                .isTrue();
        var answer = find(minted.path("accessKeyId").asText());
        assertThat(answer.path("key").path("status").asText()).isEqualTo("revoked");
        assertThat(answer.path("key").path("matches").asText()).isEqualTo("id");
    }

    @Test
    void aRowThatWasChangedOutsideIsNamedAndNotCompared() throws IOException, SQLException {
        var minted = mint();
        try (var sql = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = sql.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE access_key SET label = 'other'"))
                    .isEqualTo(1);
        }
        var answer = find(minted.path("secretAccessKey").asText());
        assertThat(answer.path("key").isNull()).isTrue();
        assertThat(answer.path("notCompared").path(0).asText())
                .isEqualTo(minted.path("accessKeyId").asText());
    }

    /** A search reads all secrets, and changes wait for it. */
    @Test
    void whileOneKeyIsLookedForAnotherIsToldToTryAgain() throws SQLException, InterruptedException {
        var request = stage.request("m.roe", Map.of());
        var statuses = new LinkedBlockingQueue<Integer>();
        var threads = new ArrayList<Thread>();
        try (var writer = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = writer.createStatement()) {
            // Whichever of the two is first waits for this writer.
            statement.execute("BEGIN IMMEDIATE");
            for (int i = 0; i < 2; i++) {
                threads.add(Thread.ofPlatform()
                        .start(() -> statuses.add(search.find(request, AdminStage.body("{\"key\":\"x\"}"))
                                .getStatus())));
            }
            assertThat(statuses.poll(20, TimeUnit.SECONDS)).isEqualTo(503);
            statement.execute("ROLLBACK");
        }
        assertThat(statuses.poll(20, TimeUnit.SECONDS)).isEqualTo(200);
        for (var thread : threads) {
            thread.join();
        }
    }

    @Test
    void aBodyWithoutAKeyOrWithALongOneIsRefused() {
        for (var body : new String[] {"{}", "{\"key\":\"\"}", "{\"key\":\"" + "x".repeat(1_025) + "\"}"}) {
            assertThat(search.find(stage.request("m.roe", Map.of()), AdminStage.body(body))
                            .getStatus())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(search.find(stage.request("m.roe", Map.of()), AdminStage.body("{\"id\":\"x\"}"))
                        .getStatus())
                .isEqualTo(400);
    }
}
