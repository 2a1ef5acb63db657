package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.json.JsonMappers;
import io.facegate.policy.proof.AnalysisQueue;
import io.facegate.registry.Person;
import io.facegate.registry.Role;
import io.facegate.usecase.delivery.BundleWorkshop;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.People;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies through the admin API. */
class ActivatedPoliciesResourceTest {
    private static final Map<String, String> FILES = Map.of("a.yaml", BundleWorkshop.pack("a", "permit detect"));

    @TempDir
    private Path folder;

    private final ActivatedPoliciesResource endpoints = new ActivatedPoliciesResource();
    private AdminStage stage;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
        new People(stage.access("m.roe"))
                .add(new Person("e.dit", Set.of(Role.POLICY_EDITOR), null, null, Instant.now(), null));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private Response propose(String person, String body) {
        return endpoints.propose(stage.request(person), AdminStage.body(body));
    }

    private String archive() throws IOException {
        var files = Files.createTempDirectory(folder, "policies");
        for (var file : FILES.entrySet()) {
            Files.writeString(files.resolve(file.getKey()), file.getValue());
        }
        return Base64.getEncoder().encodeToString(ActivatedPolicies.pack(files));
    }

    private static JsonNode json(Response response) throws IOException {
        return JsonMappers.PLAIN.readTree((byte[]) response.getEntity());
    }

    @Test
    void aPolicyEditorActivatesThemAndTheirFilesAreShown() throws IOException {
        var digest = BundleWorkshop.digest(FILES);
        assertThat(endpoints.get(stage.request("e.dit")).getStatus()).isEqualTo(404);
        var archive = archive();
        var made = propose("e.dit", "{\"archive\":\"" + archive + "\"}");
        assertThat(made.getStatus()).as(String.valueOf(json(made))).isEqualTo(201);
        assertThat(json(endpoints.get(stage.request("e.dit"))).path("digest").asText())
                .isEqualTo(digest);
        assertThat(json(endpoints.archive(digest, stage.request("e.dit")))
                        .path("archive")
                        .asText())
                .isEqualTo(archive);
        assertThat(stage.changes()).contains("policies_activate " + digest);
        assertThat(propose("m.roe", "{\"digest\":\"" + digest + "\"}").getStatus())
                .as("an operator edits no policies")
                .isEqualTo(422);
    }

    /** A request waits for the turn of its proofs, on no carrier of virtual threads. */
    @Test
    void policiesAreProvedOneSetAtATime() throws Exception {
        var archive = archive();
        var end = new CompletableFuture<String>();
        var begun = new CountDownLatch(1);
        var other = new FutureTask<>(() -> AnalysisQueue.computeApart(() -> {
            begun.countDown();
            return end.join();
        }));
        Thread.ofPlatform().daemon().start(other);
        var asked = new FutureTask<>(() -> propose("e.dit", "{\"archive\":\"" + archive + "\"}"));
        var asking = Thread.ofPlatform().daemon().unstarted(asked);
        begun.await();
        asking.start();
        Await.until(() -> asking.getState() == Thread.State.TIMED_WAITING);
        assertThat(asked.isDone()).isFalse();
        end.complete("done");
        assertThat(asked.get().getStatus()).isEqualTo(201);
        assertThat(other.get()).isEqualTo("done");
    }

    /** What is stored is unpacked and compiled to be verified, which takes as long as for a proposal. */
    @Test
    void whoReadsAStoredSetWaitsForItsTurnToo() throws Exception {
        propose("e.dit", "{\"archive\":\"" + archive() + "\"}");
        var digest = BundleWorkshop.digest(FILES);
        var end = new CompletableFuture<String>();
        var begun = new CountDownLatch(1);
        var other = new FutureTask<>(() -> AnalysisQueue.computeApart(() -> {
            begun.countDown();
            return end.join();
        }));
        Thread.ofPlatform().daemon().start(other);
        begun.await();
        var policies = new ActivatedPolicies(stage.access("e.dit"));
        var asked = new FutureTask<>(() -> endpoints.archive(digest, stage.request("e.dit")));
        var found = new FutureTask<>(() -> policies.find(digest));
        for (var reading : List.of(asked, found)) {
            var thread = Thread.ofPlatform().daemon().start(reading);
            Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            assertThat(reading.isDone()).isFalse();
        }
        end.complete("done");
        assertThat(asked.get().getStatus()).isEqualTo(200);
        assertThat(found.get()).isPresent();
        assertThat(other.get()).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"archive\":\"AAAA\",\"digest\":\"0\"}",
                "{\"archive\":7}",
                "{\"archive\":\"no base64!\"}",
                "{\"archive\":\"\"}",
                "{\"archive\":\"AAAA\"}",
                "{\"digest\":\"../../etc\"}",
                "{\"folder\":\"/etc\"}"
            })
    void whatIsNoPoliciesIsRefused(String body) {
        assertThat(propose("e.dit", body).getStatus()).isBetween(400, 422);
        assertThat(endpoints.get(stage.request("e.dit")).getStatus()).isEqualTo(404);
    }

    @Test
    void aBodyWithoutEndIsCutOff() {
        assertThat(propose("e.dit", "{\"archive\":\"" + "A".repeat(9 << 20) + "\"}")
                        .getStatus())
                .isEqualTo(413);
        assertThat(propose("e.dit", "{\"archive\":\"" + "A".repeat(8_390_000) + "\"}")
                        .getStatus())
                .isEqualTo(400);
    }
}
