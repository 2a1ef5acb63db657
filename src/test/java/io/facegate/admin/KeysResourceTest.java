package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys by their labels, and certificates, in the admin API. */
class KeysResourceTest {
    private static final String SHA256 = "ab".repeat(32);

    private final KeysResource endpoints = new KeysResource();

    @TempDir
    private Path folder;

    private AdminStage stage;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static JsonNode entry(Response response, int status) throws IOException {
        assertThat(response.getStatus()).as(AdminStage.text(response)).isEqualTo(status);
        return JsonMappers.PLAIN.readTree(AdminStage.text(response));
    }

    private Response put(String label, String body) {
        return endpoints.put("pd", label, stage.request("m.roe", Map.of()), AdminStage.body(body));
    }

    /** What a provider of Terraform does: it asks for the same again and again. */
    @Test
    void aKeyIsMintedOnceAndItsSecretToldOnce() throws IOException {
        stage.registerPolice();
        var body =
                "{\"purpose\":\"witness_identification\",\"wires\":[\"rekognition\",\"compreface\"],\"expires\":\"2099-01-31T12:00:00Z\"}";
        var minted = entry(put("batch", body), 201);
        var id = minted.path("accessKeyId").asText();
        assertThat(minted.path("secretAccessKey").asText()).hasSize(40);
        var again = put("batch", body);
        var present = entry(again, 200);
        assertThat(present.path("accessKeyId").asText()).isEqualTo(id);
        assertThat(present.toString()).doesNotContain("secretAccessKey", "apiKey");
        assertThat(entry(
                                put(
                                        "batch",
                                        body.replace(
                                                "\"rekognition\",\"compreface\"", "\"compreface\",\"rekognition\"")),
                                200)
                        .path("accessKeyId")
                        .asText())
                .isEqualTo(id);
        // What was read can be sent back.
        var read = endpoints.get("pd", "batch", stage.request("m.roe"));
        assertThat(read.getEntityTag()).isEqualTo(again.getEntityTag());
        entry(put("batch", entry(read, 200).toString()), 200);
        assertThat(stage.changes()).containsOnlyOnce("key_mint " + id);
    }

    @Test
    void aKeyIsNeverChanged() throws IOException {
        stage.registerPolice();
        var id = entry(put("batch", "{\"purpose\":\"witness_identification\"}"), 201)
                .path("accessKeyId")
                .asText();
        for (var other : new String[] {
            "{}", "{\"purpose\":\"witness_identification\",\"sandbox\":true}", "{\"purpose\":\"lead\",\"case\":\"12\"}"
        }) {
            var refused = put("batch", other);
            assertThat(refused.getStatus()).as(other).isEqualTo(409);
            assertThat(AdminStage.text(refused)).contains("\"urn:facegate:problem:conflict\"", id);
        }
        assertThat(put("batch", "{\"label\":\"other\"}").getStatus()).isEqualTo(400);
        assertThat(put("batch", "{\"accessKeyId\":\"FGAKOTHER\",\"purpose\":\"witness_identification\"}")
                        .getStatus())
                .isEqualTo(400);
        assertThat(put("new", "{\"accessKeyId\":\"FGAKOTHER\"}").getStatus()).isEqualTo(400);
        assertThat(endpoints
                        .put("pd", "new", stage.request("m.roe"), AdminStage.body("{}"))
                        .getStatus())
                .as("If-Match names a key that is there")
                .isEqualTo(412);
        assertThat(put("no label", "{}").getStatus()).isEqualTo(422);
    }

    @Test
    void afterItsRevocationTheLabelIsFree() throws IOException {
        stage.registerPolice();
        var first = entry(put("batch", "{}"), 201).path("accessKeyId").asText();
        assertThat(endpoints.revoke("pd", "batch", stage.request("m.roe")).getStatus())
                .isEqualTo(204);
        assertThat(endpoints.get("pd", "batch", stage.request("m.roe")).getStatus())
                .isEqualTo(404);
        assertThat(entry(endpoints.get("pd", first, stage.request("m.roe")), 200)
                        .path("status")
                        .asText())
                .isEqualTo("revoked");
        assertThat(entry(put("batch", "{}"), 201).path("accessKeyId").asText()).isNotEqualTo(first);
    }

    /** The older of the two is often the one that leaked. */
    @Test
    void aLabelIsRevokedWithTheKeyThatARotationStillLetsWork() throws IOException {
        stage.registerPolice();
        var first = entry(put("batch", "{}"), 201).path("accessKeyId").asText();
        var second = entry(
                        endpoints.rotate(
                                "pd", "batch", stage.request("m.roe"), AdminStage.body("{\"overlapDays\":30}")),
                        201)
                .path("accessKeyId")
                .asText();
        assertThat(entry(endpoints.get("pd", "batch", stage.request("m.roe")), 200)
                        .path("accessKeyId")
                        .asText())
                .as("the newest")
                .isEqualTo(second);
        assertThat(entry(put("batch", "{}"), 200).path("accessKeyId").asText()).isEqualTo(second);
        assertThat(endpoints.revoke("pd", "batch", stage.request("m.roe")).getStatus())
                .isEqualTo(204);
        for (var id : new String[] {first, second}) {
            assertThat(entry(endpoints.get("pd", id, stage.request("m.roe")), 200)
                            .path("status")
                            .asText())
                    .isEqualTo("revoked");
            assertThat(stage.changes()).containsOnlyOnce("key_revoke " + id);
        }
        assertThat(endpoints.revoke("pd", "batch", stage.request("m.roe")).getStatus())
                .isEqualTo(404);
        assertThat(endpoints.revoke("pd", first, stage.request("m.roe")).getStatus())
                .as("by its id, as often as one likes")
                .isEqualTo(204);
    }

    @Test
    void aLabelCannotBeTakenForAnId() throws IOException {
        stage.registerPolice();
        var id = entry(put("batch", "{}"), 201).path("accessKeyId").asText();
        for (var label : new String[] {id, "FGAKABCDEFGHIJKLMNOP", "FGCTABCDEFGHIJKLMNOP"}) {
            var refused = put(label, "{}");
            assertThat(refused.getStatus()).as(label).isEqualTo(422);
            assertThat(AdminStage.text(refused)).contains("FGAK or FGCT");
        }
    }

    private Response mint(String body) {
        return endpoints.mint("pd", stage.request("m.roe"), AdminStage.body(body));
    }

    @Test
    void aCertificateIsRegisteredWithALabelAndWithoutSecrets() throws IOException {
        stage.registerPolice();
        var body = "{\"certificate\":\"" + SHA256 + "\",\"label\":\"edge\",\"expires\":\"2099-01-31T12:00:00Z\"}";
        var made = entry(mint(body), 201);
        assertThat(made.path("certificate").asText()).isEqualTo(SHA256);
        assertThat(made.path("label").asText()).isEqualTo("edge");
        assertThat(made.toString()).doesNotContain("secretAccessKey", "apiKey");
        assertThat(entry(endpoints.get("pd", "edge", stage.request("m.roe")), 200)
                        .path("accessKeyId"))
                .isEqualTo(made.path("accessKeyId"));
        assertThat(put("edge", "{\"expires\":\"2099-01-31T12:00:00Z\"}").getStatus())
                .as("a certificate is no key with a secret")
                .isEqualTo(409);
        assertThat(mint(body).getStatus()).isEqualTo(422);
        assertThat(mint("{\"certificate\":\"" + SHA256 + "\"}").getStatus()).isEqualTo(400);
        assertThat(mint(body.replace(SHA256, "AB")).getStatus()).isEqualTo(400);
        assertThat(mint(body.replace("\"label\":\"edge\"", "\"sandbox\":true")).getStatus())
                .isEqualTo(400);
    }
}
