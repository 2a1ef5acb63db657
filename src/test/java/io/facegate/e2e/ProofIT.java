package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hole in the moratorium: the call that a proof shows really passes a gateway that takes the policies unproved. */
class ProofIT {
    private static final String BAN = "amazon-rekognition-2020.yaml";
    private static final String INVARIANT = "no-police-identify-on-rekognition";

    @TempDir
    private Path folder;

    private Path policies;
    private Path data;

    @BeforeEach
    void copyTheShippedPolicies() throws IOException {
        policies = Files.createDirectory(folder.resolve("policies"));
        data = folder.resolve("data");
        try (var shipped = Files.list(Path.of("policies"))) {
            for (var file : shipped.toList()) {
                Files.copy(file, policies.resolve(file.getFileName()));
            }
        }
    }

    /** Whoever wrote it meant the three organisations that are named, and searches of old pictures only. */
    private void plantTheHole() throws IOException {
        var sound = Files.readString(policies.resolve(BAN));
        var holed = sound.replace(
                "organisation_id: [thorn, icmec, marinus-analytics]\n        purpose: [missing_child",
                "capability: identify.retro\n        purpose: [missing_child");
        assertThat(holed).isNotEqualTo(sound);
        var fresh = Files.writeString(policies.resolve("." + BAN + ".new"), holed);
        Files.move(fresh, policies.resolve(BAN), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void theCallThatShowsTheHolePassesWhereNothingIsProvedAndElseTheGatewayDoesNotStart() throws IOException {
        plantTheHole();
        var found = found();
        assertThat(texts(found.path("capabilities"))).containsExactly("identify.retro");
        assertThat(found.path("provider").asText()).isEqualTo("rekognition");
        assertThat(found.path("verdict").asText()).isEqualTo("permit");
        var key = caller(found);
        var face = gallery(key);

        try (var gateway = Gateway.start(data, "--policies", policies.toString(), "--no-prove")) {
            var answer = search(gateway, key, face);
            assertThat(answer.status()).as(answer.message()).isEqualTo(200);
            assertThat(answer.json().has("FaceMatches")).isTrue();
            var decision = gateway.settledRecords().stream()
                    .filter(record -> record.path("kind").asText().equals("DECISION"))
                    .toList()
                    .getLast();
            assertThat(decision.path("verdict").asText()).isEqualTo("permit");
            assertThat(decision.path("rule").asText())
                    .isEqualTo(found.path("rule").asText());
        }

        var refused = serve().expect(4);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("invariants.yaml:", "the invariant '" + INVARIANT + "' is refuted")
                .contains("law_enforcement.police asks identify.retro of rekognition")
                .contains("--no-prove");
    }

    @Test
    void aSetThatBreaksAnInvariantIsNotLoadedUnderARunningGateway() throws IOException {
        var key = Cast.add(data, "pd", "law_enforcement.police", "missing_child");
        try (var gateway = Gateway.start(data, "--policies", policies.toString())) {
            assertThat(search(gateway, key, "some-face").message()).contains("amazon-rekognition-2020/police");
            plantTheHole();
            Await.until(() -> gateway.log().contains("Rejected: "));
            assertThat(gateway.log())
                    .contains("older ones are in force")
                    .contains("the invariant '" + INVARIANT + "' is refuted");
            assertThat(search(gateway, key, "some-face").message()).contains("amazon-rekognition-2020/police");
            assertThat(gateway.records().stream()
                            .map(record -> record.path("act").asText()))
                    .contains("policies_rejected");
        }
    }

    /** The call by which {@code policy prove} refutes the invariant. */
    private JsonNode found() {
        var proved = Gateway.run("policy", "prove", "--json", "--policies", policies.toString())
                .expect(4);
        return proved.out()
                .lines()
                .map(Gateway::parsed)
                .filter(line -> line.path("invariant").asText().equals(INVARIANT))
                .filter(line -> line.path("outcome").asText().equals("refuted"))
                .findFirst()
                .orElseThrow()
                .path("calls")
                .path(0);
    }

    /** Registers who makes that call, with its purpose. */
    private Key caller(JsonNode found) {
        var type = found.path("caller").path("organisation").asText();
        var places = texts(found.path("caller").path("jurisdictions"));
        var purpose = found.path("purpose").asText();
        var words = new ArrayList<>(List.of("org", "add", "--id", "pd", "--name", "PD", "--type", type));
        places.forEach(place -> words.addAll(List.of("--jurisdiction", place)));
        words.addAll(List.of("--purpose", purpose, "--data", data.toString()));
        Gateway.run(words.toArray(String[]::new)).expect(0);
        return Gateway.mint(data, "pd");
    }

    /** A gallery that is older than the moratorium, and a face in it. */
    private String gallery(Key key) throws IOException {
        var before = Files.createDirectory(folder.resolve("before"));
        Files.copy(Path.of("policies/facegate-base.yaml"), before.resolve("facegate-base.yaml"));
        try (var gateway = Gateway.start(data, "--policies", before.toString())) {
            var created = Wire.signed(gateway.calls(), key, "CreateCollection", "{\"CollectionId\":\"faces\"}")
                    .send();
            assertThat(created.status()).as(created.message()).isEqualTo(200);
            var picture = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));
            var indexed = Wire.signed(
                            gateway.calls(),
                            key,
                            "IndexFaces",
                            "{\"CollectionId\":\"faces\",\"Image\":{\"Bytes\":\"" + picture + "\"}}")
                    .send();
            assertThat(indexed.status()).as(indexed.message()).isEqualTo(200);
            return indexed.json()
                    .path("FaceRecords")
                    .path(0)
                    .path("Face")
                    .path("FaceId")
                    .asText();
        }
    }

    private static Answer search(Gateway gateway, Key key, String face) {
        return Wire.signed(
                        gateway.calls(),
                        key,
                        "SearchFaces",
                        "{\"CollectionId\":\"faces\",\"FaceId\":\"" + face + "\",\"FaceMatchThreshold\":99}")
                .send();
    }

    private Gateway.Result serve() {
        return Gateway.run(
                "serve",
                "--json",
                "--port",
                "0",
                "--health-port",
                "0",
                "--data",
                data.toString(),
                "--policies",
                policies.toString());
    }

    private static List<String> texts(JsonNode list) {
        var found = new ArrayList<String>();
        list.forEach(one -> found.add(one.asText()));
        return found;
    }
}
