package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack that disappears from the folder does not disappear from the decisions, unless an operator says so by its name. */
class PolicyRemovalIT {
    private static final String BAN = """
        pack: ban
        title: A test
        binds: Everybody.
        rules:
          - id: no-lists
            effect: refuse
            match: {capability: [gallery_read]}
            reason: {code: no_lists, text: "Nothing is listed."}
            citation: {ref: "A test", checked: 2025-11-01}
            appeal: Ask us.
        """;
    private static final String INVARIANTS = """
        invariants:
          - id: nobody-lists
            says: Nobody lists anything.
            given: {capability: gallery_read}
            expect: refuse
        """;
    private static final String ONE_MORE = """
          - id: nobody-lists-at-a-bank
            says: No bank lists anything.
            given: {capability: gallery_read, organisation: bank}
            expect: refuse
        """;

    @TempDir
    private Path folder;

    private Path policies;
    private Path data;
    private Key hope;

    @BeforeEach
    void fill() throws IOException {
        policies = Files.createDirectory(folder.resolve("policies"));
        data = folder.resolve("data");
        Files.copy(Path.of("policies/facegate-base.yaml"), policies.resolve("facegate-base.yaml"));
        Files.writeString(policies.resolve("ban.yaml"), BAN);
        hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
    }

    @Test
    void aRunningGatewayKeepsThePackAndAStartWithoutItEndsWithThree() throws Exception {
        try (var gateway = start()) {
            assertRefused(gateway);
            Files.delete(policies.resolve("ban.yaml"));
            Await.until(() -> trouble(gateway).contains("ban.yaml: is missing"));
            assertThat(trouble(gateway)).contains("older ones are in force", "--allow-removal ban");
            assertRefused(gateway);
        }
        Await.until(() -> acts("policies_rejected").size() == 1);
        var ended = serve().expect(3);
        assertThat(ended.err()).contains("ban.yaml: is missing, and the last set on record", "--allow-removal ban");
        serve("--allow-removal", "bann,facegate-base").expect(3);
        assertThat(acts("policies_loaded")).hasSize(1);
        assertThat(acts("pack_removed")).isEmpty();

        try (var gateway = start("--allow-removal", "other", "--allow-removal", "ban")) {
            assertThat(status(gateway)).isEqualTo(200);
            assertThat(gateway.log()).contains("Removed from the policies: ban");
        }
        assertThat(acts("pack_removed")).containsExactly("ban");
        assertThat(acts("policies_loaded")).hasSize(2);
        assertThat(order()).endsWith("pack_removed", "policies_loaded", "stop");
        // The set without it is the last on record now, so nothing has to be allowed any more.
        start().close();
        assertThat(acts("pack_removed")).containsExactly("ban");
    }

    @Test
    void aLinkThatLeadsNowhereTakesNoPackAway() throws Exception {
        var store = Files.createDirectory(folder.resolve("store"));
        Files.move(policies.resolve("ban.yaml"), store.resolve("ban.yaml"));
        Files.createSymbolicLink(policies.resolve("ban.yaml"), store.resolve("ban.yaml"));
        try (var gateway = start()) {
            assertRefused(gateway);
            Files.move(store.resolve("ban.yaml"), store.resolve("moved.yaml"));
            Await.until(() -> trouble(gateway).contains("ban.yaml: is a link to a file that does not exist"));
            assertRefused(gateway);
            Files.move(store.resolve("moved.yaml"), store.resolve("ban.yaml"));
            Await.until(() -> trouble(gateway).isEmpty());
        }
        Files.delete(store.resolve("ban.yaml"));
        assertThat(serve("--allow-removal", "ban").expect(3).err())
                .contains("ban.yaml: is a link to a file that does not exist");
    }

    @Test
    void invariantsAreRemovedByNameAloneAndSingleOnesAreOnRecord() throws Exception {
        var file = policies.resolve("invariants.yaml");
        Files.writeString(file, INVARIANTS + ONE_MORE);
        start().close();
        Files.writeString(file, INVARIANTS);
        try (var gateway = start()) {
            assertThat(gateway.log()).contains("Removed from the policies: the invariant nobody-lists-at-a-bank");
            Files.delete(file);
            Await.until(() -> trouble(gateway).contains("invariants.yaml: is missing"));
        }
        assertThat(acts("invariant_removed")).containsExactly("nobody-lists-at-a-bank");
        assertThat(serve().expect(3).err()).contains("--allow-removal invariants");
        start("--allow-removal", "invariants").close();
        assertThat(acts("pack_removed")).containsExactly("invariants");
        assertThat(acts("invariant_removed")).containsExactly("nobody-lists-at-a-bank", "nobody-lists");
    }

    /** What the set consisted of is in its record, too: another gateway of the ledger has it nowhere else. */
    @Test
    void theRecordItselfNamesThePacks() throws Exception {
        start().close();
        try (var kept = Files.walk(data.resolve("policies"))) {
            kept.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
        Files.delete(policies.resolve("ban.yaml"));
        assertThat(serve().expect(3).err()).contains("ban.yaml: is missing");
        var loaded = records("policies_loaded").getLast();
        assertThat(loaded.path("packs").toString()).isEqualTo("[\"ban\",\"facegate-base\"]");
    }

    private Gateway start(String... more) {
        var words = new ArrayList<>(List.of("--policies", policies.toString()));
        words.addAll(Arrays.asList(more));
        return Gateway.start(data, words.toArray(String[]::new));
    }

    private Gateway.Result serve(String... more) {
        var words = new ArrayList<>(List.of("serve", "--port", "0", "--health-port", "0", "--data", data.toString()));
        words.addAll(List.of("--policies", policies.toString()));
        words.addAll(Arrays.asList(more));
        return Gateway.run(words.toArray(String[]::new));
    }

    private void assertRefused(Gateway gateway) {
        assertThat(Wire.signed(gateway.calls(), hope, "ListCollections", "{}")
                        .send()
                        .message())
                .contains("ban/no-lists");
    }

    private int status(Gateway gateway) {
        return Wire.signed(gateway.calls(), hope, "ListCollections", "{}")
                .send()
                .status();
    }

    private List<JsonNode> records(String act) {
        return Gateway.records(data).stream()
                .filter(record -> record.path("act").asText().equals(act))
                .toList();
    }

    private List<String> acts(String act) {
        return records(act).stream()
                .map(record -> record.path("subject").asText())
                .toList();
    }

    private List<String> order() {
        return Gateway.records(data).stream()
                .filter(record -> record.path("kind").asText().equals("ADMIN"))
                .map(record -> record.path("act").asText())
                .filter(act -> !act.startsWith("registry_"))
                .toList();
    }

    private static String trouble(Gateway gateway) {
        try {
            var request =
                    HttpRequest.newBuilder(gateway.health().resolve("/health")).build();
            var page = Gateway.parsed(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
            for (var check : page.path("checks")) {
                if (check.path("name").asText().equals("policies")) {
                    return check.path("data").path("degraded").asText();
                }
            }
            return "";
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
