package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.registry.Approvals;
import io.facegate.registry.Role;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryFiles;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of organisations through the admin API. */
class RegistryFileResourceTest {
    private static final String FILE = """
        organisations:
        - id: hope
          name: Hope
          type: nonprofit
          purposes: [missing_child]
          keys:
          - label: main
        """;

    private final RegistryFileResource endpoints = new RegistryFileResource();

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

    private Response apply(String person, String file, Map<String, String> headers) {
        return endpoints.apply(stage.request(person, headers), AdminStage.body(file));
    }

    private Response plan(String file) {
        return endpoints.apply(stage.request("m.roe", Map.of(), Map.of("plan", "true")), AdminStage.body(file));
    }

    private static JsonNode json(Response response) throws IOException {
        return JsonMappers.PLAIN.readTree(AdminStage.text(response));
    }

    private long applied() {
        return stage.changes().stream()
                .filter(change -> change.startsWith("registry_apply"))
                .count();
    }

    @Test
    void aFileIsPlannedAndAppliedAndExported() throws IOException {
        var plan = plan(FILE);
        assertThat(plan.getStatus()).as(AdminStage.text(plan)).isEqualTo(200);
        assertThat(json(plan).path("steps").findValuesAsText("act")).containsExactly("add", "mint");
        assertThat(AdminStage.text(plan)).doesNotContain("secret");
        assertThat(applied()).as("a plan changes nothing").isZero();
        var done = apply(
                "m.roe", FILE, Map.of("If-Match", '"' + plan.getEntityTag().getValue() + '"'));
        assertThat(done.getStatus()).as(AdminStage.text(done)).isEqualTo(200);
        assertThat(json(done).path("steps")).isEqualTo(json(plan).path("steps"));
        var minted = json(done).path("minted").path(0);
        assertThat(minted.path("label").asText()).isEqualTo("main");
        assertThat(minted.path("secretAccessKey").asText()).isNotEmpty();
        var keys = new OrganisationKeys(stage.access("m.roe")).list();
        assertThat(keys.getFirst().entry().id())
                .isEqualTo(minted.path("accessKeyId").asText());
        var again = apply("m.roe", FILE, Map.of());
        assertThat(json(again).path("steps")).isEmpty();
        assertThat(json(again).path("unchanged").asInt()).isEqualTo(1);
        assertThat(applied()).isEqualTo(2);
        var exported = endpoints.export(stage.request("b.doe"));
        assertThat(exported.getMediaType().toString()).isEqualTo("application/yaml");
        assertThat(AdminStage.text(exported))
                .isEqualTo(new RegistryFiles(stage.access("b.doe")).export())
                .doesNotContain(minted.path("secretAccessKey").asText());
        assertThat(json(plan(AdminStage.text(exported))).path("steps"))
                .as("applying the export changes nothing")
                .isEmpty();
    }

    @Test
    void aPlanThatIsNotTheOneThatWasSeenIsNotApplied() throws IOException {
        var plan = plan(FILE);
        assertThat(apply("b.doe", FILE.replace("Hope", "Hope Inc"), Map.of("If-None-Match", "*"))
                        .getStatus())
                .isEqualTo(200);
        var late = apply(
                "m.roe", FILE, Map.of("If-Match", '"' + plan.getEntityTag().getValue() + '"'));
        assertThat(late.getStatus()).isEqualTo(412);
        assertThat(applied()).isEqualTo(2);
    }

    @Test
    void mistakesAreToldAndChangeNothing() throws IOException {
        var wrong = apply("m.roe", FILE.replace("type:", "typ:"), Map.of());
        assertThat(wrong.getStatus()).isEqualTo(422);
        assertThat(json(wrong).path("detail").asText()).contains("the file:4", "Nothing was changed.");
        assertThat(apply("m.roe", "{\"none\":1}", Map.of()).getStatus()).isEqualTo(422);
        assertThat(endpoints
                        .apply(stage.request("m.roe", Map.of(), Map.of("plan", "yes")), AdminStage.body(FILE))
                        .getStatus())
                .isEqualTo(400);
        assertThat(apply("m.roe", "#".repeat(RegistryFiles.LARGEST + 1), Map.of())
                        .getStatus())
                .isEqualTo(413);
        stage.register("au.dit", Role.AUDITOR);
        assertThat(apply("au.dit", FILE, Map.of()).getStatus()).isEqualTo(422);
        assertThat(applied()).isZero();
    }

    @Test
    void noMoreKeysAreMintedThanOneTransactionTakes() throws IOException {
        var file = new StringBuilder(FILE.replace("  - label: main\n", ""));
        for (int at = 0; at <= 2_000; at++) {
            file.append("  - label: k").append(at).append('\n');
        }
        var refused = apply("m.roe", file.toString(), Map.of());
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(json(refused).path("detail").asText()).contains("2001 keys", "at most 2000");
        assertThat(applied()).isZero();
    }

    @Test
    void aFileWithMoreKeysIsSentAgainUntilNothingWaits() throws IOException {
        var file = new StringBuilder(FILE.replace("  - label: main\n", ""));
        for (int at = 0; at < 2_003; at++) {
            file.append("  - label: k").append(at).append('\n');
        }
        var part = Map.of("part", "true");
        var first = endpoints.apply(stage.request("m.roe", Map.of(), part), AdminStage.body(file.toString()));
        assertThat(first.getStatus()).as(AdminStage.text(first)).isEqualTo(200);
        assertThat(json(first).path("minted")).hasSize(2_000);
        assertThat(json(first).path("waiting").path("keys").asInt()).isEqualTo(3);
        var second = endpoints.apply(stage.request("m.roe", Map.of(), part), AdminStage.body(file.toString()));
        assertThat(json(second).path("minted")).hasSize(3);
        assertThat(json(second).has("waiting")).isFalse();
        assertThat(json(second).path("unchanged").asInt()).isEqualTo(1);
        assertThat(new OrganisationKeys(stage.access("m.roe")).list()).hasSize(2_003);
        var mistaken = endpoints.apply(
                stage.request("m.roe", Map.of(), Map.of("part", "2")), AdminStage.body(file.toString()));
        assertThat(mistaken.getStatus()).isEqualTo(400);
    }

    @Test
    void oneFileAtATimeIsReadAndOnlyWithAReason() {
        var other = new AtomicReference<Response>();
        var slow = new InputStream() {
            @Override
            public int read() {
                if (other.get() == null) {
                    other.set(plan(FILE));
                }
                return -1;
            }
        };
        endpoints.apply(stage.request("m.roe", Map.of()), slow);
        assertThat(other.get().getStatus()).isEqualTo(503);
        assertThat(AdminStage.text(other.get())).contains("overloaded");
        other.set(null);
        var unexplained = endpoints.apply(stage.request("m.roe", Map.of("Facegate-Reason", " ")), slow);
        assertThat(unexplained.getStatus()).isEqualTo(400);
        assertThat(other.get()).as("the body was not read").isNull();
        assertThat(plan(FILE).getStatus()).as("the room is free again").isEqualTo(200);
    }

    @Test
    void oneRequestHasNoMoreOrganisationsThanAreDoneInTime() throws IOException {
        var file = new StringBuilder("organisations:\n");
        for (int at = 0; at <= 10_000; at++) {
            file.append("- {id: o").append(at).append(", name: O, type: nonprofit}\n");
        }
        var refused = apply("m.roe", file.toString(), Map.of());
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(json(refused).path("detail").asText()).contains("10000 organisations", "split it", "--break-glass");
        assertThat(applied()).isZero();
    }

    @Test
    void aPersonVerifiesInTheOwnNameOnly() throws IOException {
        var verified = FILE.replace(
                "  purposes",
                "  verification: {kind: document, reference: \"12\", by: m.roe, on: 2026-11-01}\n  purposes");
        var foreign = apply("m.roe", verified.replace("m.roe", "b.doe"), Map.of());
        assertThat(foreign.getStatus()).isEqualTo(422);
        assertThat(json(foreign).path("detail").asText()).contains("hope", "by: m.roe");
        assertThat(plan(verified.replace("m.roe", "b.doe")).getStatus()).isEqualTo(422);
        assertThat(applied()).isZero();
        assertThat(apply("m.roe", verified, Map.of()).getStatus()).isEqualTo(200);
        assertThat(apply("b.doe", verified.replace("Hope", "Hope Inc"), Map.of())
                        .getStatus())
                .as("an unchanged verification stays")
                .isEqualTo(200);
        assertThat(apply("b.doe", verified.replace("\"12\"", "\"13\""), Map.of())
                        .getStatus())
                .isEqualTo(422);
    }

    @Test
    void aPlanBindsEverythingAboutAKey() throws IOException {
        var plan = plan(FILE + "    purpose: missing_child\n    expires: 2099-01-01\n    sandbox: true\n");
        var fields = json(plan).path("steps").path(1).path("fields");
        assertThat(fields.path("purpose").path("after").asText()).isEqualTo("missing_child");
        assertThat(fields.path("expires").path("after").asText()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(fields.path("sandbox").path("after").asText()).isEqualTo("true");
        var other = apply(
                "m.roe", FILE, Map.of("If-Match", '"' + plan.getEntityTag().getValue() + '"'));
        assertThat(other.getStatus()).isEqualTo(412);
    }

    @Test
    void severalChangesThatTakeTwoPeopleAreRefusedTogether() throws IOException {
        var two =
                FILE + FILE.substring(FILE.indexOf('-')).replace("hope", "help").indent(0);
        assertThat(apply("m.roe", two, Map.of()).getStatus()).isEqualTo(200);
        new People(stage.access("m.roe")).change(Approvals.TWO);
        var refused = apply("m.roe", two.replace("nonprofit", "law_enforcement.police"), Map.of());
        assertThat(refused.getStatus()).as(AdminStage.text(refused)).isEqualTo(422);
        assertThat(json(refused).path("detail").asText()).contains("takes two people", "a command of its own");
        assertThat(json(plan(two)).path("steps")).as("nothing of it was done").isEmpty();
    }

    @Test
    void whatTakesTwoPeopleBecomesAProposalAndIsSaid() throws IOException {
        apply("m.roe", FILE, Map.of());
        new People(stage.access("m.roe")).change(Approvals.TWO);
        var police = FILE.replace("nonprofit", "law_enforcement.police");
        var waiting = apply("m.roe", police, Map.of());
        assertThat(waiting.getStatus()).as(AdminStage.text(waiting)).isEqualTo(202);
        assertThat(json(waiting).path("waiting").path("organisations").asInt()).isEqualTo(1);
        assertThat(json(waiting).path("proposal").path("id").asText()).isNotEmpty();
        assertThat(json(waiting).path("steps")).isEmpty();
    }
}
