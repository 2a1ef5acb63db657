package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that are edited under a running gateway. */
class ReloadIT {
    private static final String BAN = """
        pack: ban
        title: A test
        binds: Everybody.
        rules:
          - id: no-lists
            effect: refuse
            match: {capability: [gallery_read]}
            reason: {code: no_lists, text: "Nothing is listed."}
            citation: {ref: "A test", checked: 2026-11-01}
            appeal: Ask us.
        """;

    @TempDir
    private Path folder;

    private Path policies;
    private Key hope;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        policies = Files.createDirectory(folder.resolve("policies"));
        Files.copy(Path.of("policies/facegate-base.yaml"), policies.resolve("facegate-base.yaml"));
        hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        gateway = Gateway.start(folder.resolve("data"), "--policies", policies.toString(), "--allow-removal", "ban");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aChangeIsInForceWithoutARestartAndOnRecordBeforeItJudges() throws Exception {
        assertThat(call().status()).isEqualTo(200);
        Files.writeString(policies.resolve("ban.yaml"), BAN);
        Await.until(() -> call().message().contains("ban/no-lists"));
        assertThat(health().path("status").asText()).isEqualTo("UP");
        assertThat(policiesHealth().has("degraded")).isFalse();

        Files.writeString(policies.resolve("ban.yaml"), BAN.replace("gallery_read", "gallery_raed"));
        Await.until(() -> policiesHealth().has("degraded"));
        assertThat(policiesHealth().path("degraded").asText())
                .contains("older ones are in force", "ban.yaml:7:26: unknown capability 'gallery_raed'");
        assertThat(health().path("status").asText()).isEqualTo("UP");
        assertThat(gateway.log()).contains("Rejected: ban.yaml:7:26: unknown capability");
        assertThat(call().message()).contains("ban/no-lists");

        Files.delete(policies.resolve("ban.yaml"));
        Await.until(() -> call().status() == 200);
        assertThat(policiesHealth().has("degraded")).isFalse();

        assertThat(acts("policies_rejected")).hasSize(1);
        var loaded = acts("policies_loaded");
        assertThat(loaded).hasSize(3);
        assertThat(loaded.getLast()).isEqualTo(loaded.getFirst());
        assertThat(policiesHealth().path("digest").asText()).isEqualTo(loaded.getLast());
        for (var digest : loaded) {
            assertThat(folder.resolve("data/policies").resolve(digest).resolve("facegate-base.yaml"))
                    .hasSameBinaryContentAs(Path.of("policies/facegate-base.yaml"));
        }
        var seen = new java.util.HashSet<String>();
        for (var record : gateway.records()) {
            if (record.path("act").asText().equals("policies_loaded")) {
                seen.add(record.path("subject").asText());
            } else if (record.path("kind").asText().equals("DECISION")) {
                assertThat(seen).contains(record.path("policies").asText());
            }
        }
    }

    @Test
    void aHangUpSignalReadsTheFolderAndEndsNothing() throws Exception {
        Files.writeString(policies.resolve("ban.yaml"), "no policy");
        Await.until(() -> policiesHealth().has("degraded"));
        long rejections = lines("The policies in the folder were rejected");
        hangUp();
        Await.until(() -> lines("The policies in the folder were rejected") > rejections);
        assertThat(acts("policies_rejected")).as("once a content").hasSize(1);
        Files.writeString(policies.resolve("ban.yaml"), BAN);
        hangUp();
        Await.until(() -> call().message().contains("ban/no-lists"));
        assertThat(gateway.process().isAlive()).isTrue();
    }

    private void hangUp() throws IOException, InterruptedException {
        var pid = Long.toString(gateway.process().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor()).isZero();
    }

    private long lines(String words) {
        return gateway.log().lines().filter(line -> line.contains(words)).count();
    }

    private Answer call() {
        return Wire.signed(gateway.calls(), hope, "ListCollections", "{}").send();
    }

    private List<String> acts(String act) {
        return gateway.records().stream()
                .filter(record -> record.path("act").asText().equals(act))
                .map(record -> record.path("subject").asText())
                .toList();
    }

    private JsonNode policiesHealth() {
        for (var check : health().path("checks")) {
            if (check.path("name").asText().equals("policies")) {
                return check.path("data");
            }
        }
        throw new AssertionError("the health page does not speak of policies");
    }

    private JsonNode health() {
        try {
            var request =
                    HttpRequest.newBuilder(gateway.health().resolve("/health")).build();
            return Gateway.parsed(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
