package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.postgres.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history of the registry, from the ledger's records. */
class RegistryHistoryTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();
    private final List<String> place = new ArrayList<>();

    private void begin(boolean shared) throws Exception {
        if (shared) {
            var url = Server.shared().ledgerAndRegistry().url();
            place.addAll(List.of("--ledger", url, "--registry", url));
        }
    }

    private void run(int expected, String... words) {
        var all = Stream.concat(Stream.of(words), place.stream()).toArray(String[]::new);
        assertThat(shell.run(data, all))
                .as(String.join(" ", words) + shell.out() + shell.err())
                .isEqualTo(expected);
    }

    private List<JsonNode> history(String... words) throws IOException {
        run(
                0,
                Stream.concat(Stream.of("registry", "history", "--json"), Stream.of(words))
                        .toArray(String[]::new));
        var all = new ArrayList<JsonNode>();
        for (var line : shell.out().lines().toList()) {
            all.add(new ObjectMapper().readTree(line));
        }
        return all;
    }

    private void change() {
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit", "--applied", "--by", "m.roe");
        run(0, "org", "add", "--id", "pd", "--name", "PD", "--type", "law_enforcement.police", "--by", "m.roe");
        run(0, "org", "verify", "hope", "--kind", "visit", "--reference", "f 1", "--by", "a.b", "--reason", "Seen.");
        run(0, "key", "mint", "--org", "hope", "--label", "main", "--by", "m.roe");
        run(0, "org", "close", "hope", "--by", "m.roe", "--reason", "Merged.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyChangeHasWhoWhenWhyBeforeAndAfter(boolean shared) throws Exception {
        begin(shared);
        change();
        var all = history();
        assertThat(all)
                .extracting(each -> each.get("act").asText())
                .containsExactly("org_close", "key_mint", "org_verify", "org_add", "org_add");
        assertThat(all).allMatch(each -> each.get("content").asText().equals("shown"));
        var verified = all.get(2);
        assertThat(verified.get("by").asText()).isEqualTo("a.b");
        assertThat(verified.get("reason").asText()).isEqualTo("Seen.");
        assertThat(verified.get("time").asText()).startsWith("20");
        assertThat(verified.at("/rows/0/fields/state").toString())
                .isEqualTo("{\"before\":\"applied\",\"after\":\"verified\"}");
        assertThat(verified.at("/rows/0/fields/verified_reference/after").asText())
                .isEqualTo("f 1");
        assertThat(all.getFirst().get("rows"))
                .extracting(row -> row.get("row").asText().replaceAll("FGAK.*", "KEY"))
                .containsExactly("organisation/hope", "access_key/KEY");
        assertThat(shell.out()).doesNotContain("sealed_secret", "sha256");
        assertThat(history("--org", "hope")).hasSize(4);
        assertThat(history("--org", "pd")).hasSize(1);
        run(0, "registry", "history");
        assertThat(shell.out())
                .contains("org_close  hope  by m.roe  because: Merged.")
                .contains("  organisation/hope", "    state: \"verified\" -> \"closed\"");
    }

    /** The person is nowhere in what is kept, so that an erasure of the record's salts erases the name. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReviewersChangesHaveBeforeAndAfterAndTheirOrganisationsOnly(boolean shared) throws Exception {
        begin(shared);
        change();
        run(0, "reviewer", "add", "--org", "pd", "--id", "r.doe", "--by", "m.roe", "--reason", "Trained.");
        run(0, "reviewer", "remove", "--org", "pd", "--id", "r.doe", "--by", "a.b");
        var all = history("--org", "pd");
        assertThat(all)
                .extracting(each -> each.get("act").asText())
                .containsExactly("reviewer_remove", "reviewer_add", "org_add");
        assertThat(all).allMatch(each -> each.get("content").asText().equals("shown"));
        var added = all.get(1);
        assertThat(added.get("by").asText()).isEqualTo("m.roe");
        assertThat(added.get("person").asText()).isEqualTo("r.doe");
        assertThat(added.at("/rows/0/row").asText()).isEqualTo("reviewer/pd");
        assertThat(added.at("/rows/0/added").asBoolean()).isTrue();
        assertThat(added.at("/rows/0/fields/since/before").isNull()).isTrue();
        var since = added.at("/rows/0/fields/since/after").asText();
        assertThat(since).startsWith("20");
        var removed = all.getFirst();
        assertThat(removed.at("/rows/0/added").asBoolean()).isFalse();
        assertThat(removed.at("/rows/0/fields")).hasSize(1);
        assertThat(removed.at("/rows/0/fields/removed/before").isNull()).isTrue();
        assertThat(removed.at("/rows/0/fields/removed/after").asText()).isGreaterThanOrEqualTo(since);
        assertThat(all.toString().replace("\"person\":\"r.doe\"", "")).doesNotContain("r.doe");
        assertThat(history("--org", "hope")).hasSize(4);
        run(0, "registry", "history");
        assertThat(shell.out()).contains("reviewer_add  pd  about r.doe  by m.roe  because: Trained.", "  reviewer/pd");
    }

    /** Who did it and why is in the record, as commitments; nothing that is kept beside the rows says it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void changesOfPeopleExemptionsStopsAndProposalsHaveBeforeAndAfterWithoutNames(boolean shared) throws Exception {
        begin(shared);
        change();
        grant();
        run(0, "stop", "set", "--capability", "identify", "--by", "m.roe", "--reason", "Leaked.");
        run(0, "person", "add", "--id", "m.roe", "--role", "operator", "--by", "m.roe", "--reason", "Hired.");
        // A shared registry with people is changed through a gateway, or like this.
        var directly = shared ? new String[] {"--break-glass"} : new String[0];
        for (var words : List.of(
                "registry approvals one",
                "person add --id p.poe --role operator",
                "person add --id b.doe --role officer",
                "person change b.doe --role auditor",
                "registry approvals two",
                "org change pd --type nonprofit")) {
            run(
                    0,
                    Stream.concat(Stream.of((words + " --by m.roe --reason Hired.").split(" ")), Stream.of(directly))
                            .toArray(String[]::new));
        }
        var all = history();
        assertThat(all)
                .filteredOn(each -> !each.get("act").asText().equals("break_glass"))
                .hasSizeGreaterThan(12)
                .allMatch(each -> each.get("content").asText().equals("shown"));

        var moved = row(all, "person_change");
        assertThat(moved.get("row").asText()).isEqualTo("person/-");
        assertThat(moved.at("/fields/person_role/before"))
                .extracting(JsonNode::asText)
                .containsExactly("officer");
        assertThat(moved.at("/fields/person_role/after"))
                .extracting(JsonNode::asText)
                .containsExactly("auditor");
        var ended = row(all, "grant_revoke");
        assertThat(ended.get("row").asText()).isEqualTo("exemption/g-1");
        assertThat(ended.at("/fields/revoked/after").asText()).startsWith("20");
        assertThat(row(all, "grant_add").at("/fields/evidence/after").asText()).isEqualTo("c-7");
        var stopped = row(all, "stop_set");
        assertThat(stopped.at("/fields/word/after").asText()).isEqualTo("identify");
        assertThat(stopped.at("/fields/set_at/after").asText()).startsWith("20");
        assertThat(row(all, "proposal_add").at("/fields/state/after").asText()).isNotEmpty();
        assertThat(kept(all)).doesNotContain("m.roe", "b.doe", "p.poe", "Leaked.", "Hired.");

        assertThat(history("--org", "pd"))
                .extracting(each -> each.get("act").asText())
                .contains("grant_add", "grant_revoke")
                .doesNotContain("person_add", "stop_set");
    }

    private void grant() {
        var until = Instant.now().plus(Duration.ofDays(9)).toString();
        var words = "grant add --org pd --id g-1 --capability identify --purpose missing_child --place US"
                + " --evidence c-7 --by m.roe --until " + until;
        run(0, "org", "change", "pd", "--purpose", "missing_child", "--by", "m.roe");
        run(0, words.split(" "));
        run(0, "grant", "revoke", "g-1", "--by", "m.roe", "--reason", "Over.");
    }

    private static JsonNode row(List<JsonNode> all, String act) {
        return all.stream()
                .filter(each -> each.get("act").asText().equals(act))
                .findFirst()
                .orElseThrow()
                .at("/rows/0");
    }

    private static String kept(List<JsonNode> all) {
        return all.stream().map(each -> each.get("rows").toString()).collect(Collectors.joining());
    }

    /** What nobody could read is not called unapplied. */
    @Test
    void changesOfReviewersAreUnavailableWhileTheirStoreCannotBeRead() throws Exception {
        change();
        run(0, "reviewer", "add", "--org", "pd", "--id", "r.doe", "--by", "m.roe", "--reason", "Trained.");
        Files.delete(data.resolve("held/held.key"));
        var all = history();
        assertThat(all.getFirst().get("act").asText()).isEqualTo("reviewer_add");
        assertThat(all.getFirst().get("content").asText()).isEqualTo("unavailable");
        assertThat(all.get(1).get("content").asText()).isEqualTo("shown");
        run(0, "registry", "history");
        assertThat(shell.out()).contains("reviewer_add  pd").contains("THE STORE OF REVIEWERS CANNOT BE READ");
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var writer = connection.createStatement()) {
            writer.execute(statement);
        }
    }

    /** The content stands beside the rows, where somebody may write. Only what has the recorded hash is shown. */
    @Test
    void aContentThatSomebodyChangedIsNotShown() throws Exception {
        change();
        sql("UPDATE registry_change SET content = replace(content, 'f 1', 'f 2')");
        var all = history();
        assertThat(all.get(2).get("content").asText()).isEqualTo("not_applied");
        assertThat(all.get(2).get("rows")).isEmpty();
        assertThat(all.get(3).get("content").asText()).isEqualTo("shown");
        assertThat(shell.out()).doesNotContain("f 2");
        run(0, "registry", "history");
        assertThat(shell.out()).contains("org_verify  hope").contains("RECORDED, NOT IN THE REGISTRY");
    }

    @Test
    void aRecordThatDoesNotVerifyIsNotShownAsAChange() throws Exception {
        change();
        run(0, "registry", "history");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var writer = connection.createStatement()) {
            assertThat(writer.executeUpdate("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT),"
                            + " '\"org_verify\"', '\"org_verifx\"') AS BLOB)"
                            + " WHERE CAST(lines AS TEXT) LIKE '%\"org_verify\"%'"))
                    .isPositive();
        }
        run(5, "registry", "history");
        assertThat(shell.out()).contains("DOES NOT VERIFY").doesNotContain("org_verif");
    }
}
