package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.postgres.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of an organisation by commands, in a folder's own registry and in a shared one. */
class OrgStatesCommandTest {
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

    private void apply() {
        run(
                0,
                "org",
                "add",
                "--id",
                "hope",
                "--name",
                "Hope",
                "--type",
                "nonprofit",
                "--purpose",
                "missing_child",
                "--applied");
        assertThat(shell.err()).contains("refused until it is verified: org verify hope");
    }

    private void state(String expected) throws Exception {
        run(0, "org", "show", "hope", "--json");
        assertThat(shell.json().get("state").asText()).isEqualTo(expected);
        assertThat(shell.json().get("suspended").booleanValue()).isEqualTo(!expected.equals("verified"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anOrganisationGoesFromAppliedToClosed(boolean shared) throws Exception {
        begin(shared);
        apply();
        state("applied");
        run(2, "org", "resume", "hope");
        assertThat(shell.err()).contains("Verify it first: org verify hope");
        run(2, "org", "suspend", "hope");
        run(0, "org", "verify", "hope", "--kind", "charity_register", "--reference", "OR 12", "--until", "365d");
        state("verified");
        run(0, "org", "suspend", "hope");
        state("suspended");
        run(0, "org", "verify", "hope", "--kind", "site_visit", "--reference", "file 8", "--verified-by", "a.b");
        state("suspended");
        assertThat(shell.json().at("/verification/by").asText()).isEqualTo("a.b");
        run(0, "org", "resume", "hope");
        state("verified");
        run(0, "key", "mint", "--org", "hope", "--json");
        run(0, "key", "mint", "--org", "hope", "--json");
        run(0, "org", "close", "hope");
        state("closed");
        run(0, "key", "list", "--json");
        assertThat(shell.out().lines()).hasSize(2).allMatch(line -> line.contains("\"status\":\"revoked\""));
        run(0, "registry", "verify");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsClosedStaysClosed(boolean shared) throws Exception {
        begin(shared);
        apply();
        run(0, "org", "close", "hope");
        for (var words : List.of(
                List.of("org", "resume", "hope"),
                List.of("org", "suspend", "hope"),
                List.of("org", "close", "hope"),
                List.of("org", "change", "hope", "--name", "H"),
                List.of("org", "purpose", "hope", "missing_child", "--until", "1d"),
                List.of("org", "verify", "hope", "--kind", "k", "--reference", "r"),
                List.of("key", "mint", "--org", "hope"))) {
            run(2, words.toArray(String[]::new));
            assertThat(shell.err()).contains("was closed, which is final");
        }
        state("closed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPurposeHasEvidenceABasisAndDates(boolean shared) throws Exception {
        begin(shared);
        apply();
        run(0, "org", "purpose", "hope", "missing_child", "--evidence", "agreement 7", "--until", "2030-01-01");
        run(0, "org", "purpose", "hope", "missing_child", "--basis", "ORS 181A");
        run(0, "org", "show", "hope", "--json");
        var terms = shell.json().at("/purposeTerms/missing_child");
        assertThat(terms.toString())
                .isEqualTo("{\"evidence\":\"agreement 7\",\"basis\":\"ORS 181A\",\"from\":null,"
                        + "\"until\":\"2030-01-01T00:00:00Z\"}");
        run(0, "org", "change", "hope", "--purpose", "missing_child", "--purpose", "missing_person");
        run(0, "org", "show", "hope", "--json");
        assertThat(shell.json().at("/purposeTerms/missing_child")).isEqualTo(terms);
        run(2, "org", "purpose", "hope", "missing_chilt");
        assertThat(shell.err()).contains("missing_child");
        run(2, "org", "purpose", "hope", "missing_child", "--from", "2031-01-01");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void relationsLeadToOrganisationsThatAreThere(boolean shared) throws Exception {
        begin(shared);
        apply();
        run(2, "org", "change", "hope", "--parent", "none");
        run(2, "org", "change", "hope", "--parent", "hope");
        run(2, "org", "change", "hope", "--acts-for", "none");
        run(0, "org", "add", "--id", "pd", "--name", "PD", "--type", "law_enforcement.police", "--parent", "hope");
        run(2, "org", "change", "hope", "--parent", "pd");
        assertThat(shell.err()).contains("would lead back");
        run(0, "org", "add", "--id", "v", "--name", "V", "--type", "contractor", "--acts-for", "pd");
        run(0, "key", "mint", "--org", "v", "--json");
        run(2, "key", "mint", "--org", "v", "--for", "hope");
        assertThat(shell.err()).contains("not registered to act for hope");
        run(0, "org", "change", "v", "--contact", "desk@example.org");
        run(0, "org", "show", "v", "--json");
        assertThat(shell.json().get("contact").asText()).isEqualTo("desk@example.org");
        run(0, "org", "change", "v", "--no-relations");
        run(2, "key", "mint", "--org", "v");
        run(0, "registry", "verify");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatEndsSoonIsListed(boolean shared) throws Exception {
        begin(shared);
        apply();
        run(0, "org", "verify", "hope", "--kind", "visit", "--reference", "f 1", "--until", "20d");
        run(0, "org", "purpose", "hope", "missing_child", "--until", "40d");
        run(0, "registry", "expiring", "--json");
        assertThat(shell.json().get("kind").asText()).isEqualTo("verification");
        assertThat(shell.json().get("days").asInt()).isEqualTo(20);
        run(0, "registry", "expiring", "--within", "60");
        assertThat(shell.out()).hasLineCount(2).contains("purpose");
        run(2, "registry", "expiring", "--within", "0");
    }
}
