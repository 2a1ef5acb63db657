package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Records;
import io.facegate.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCommandTest {
    @TempDir
    Path folder;

    private final Shell shell = new Shell();

    @BeforeEach
    void register() {
        shell.registerPolice(folder);
        run("org", "add", "--id", "other", "--name", "Other", "--type", "bank", "--purpose", "fraud_prevention");
    }

    @Test
    void registersListsAndShowsEvidence() throws IOException {
        assertThat(addWarrant()).as(shell.err()).isZero();
        var entry = shell.json();
        assertThat(entry.fieldNames())
                .toIterable()
                .containsExactly(
                        "id", "org", "type", "case", "from", "until", "facts", "created", "revoked", "status",
                        "warning");
        assertThat(entry.get("facts").toString())
                .isEqualTo("{\"accuracy\":[\"0.99\"],\"offence\":[\"fraud\",\"stalking\"],"
                        + "\"started\":[\"2026-01-01T00:00:00Z\"]}");
        assertThat(Instant.parse(entry.get("until").textValue()))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
        run("evidence", "show", "w-1", "--json");
        assertThat(shell.json()).isEqualTo(entry);
        run("evidence", "list", "--org", "pd");
        assertThat(shell.out())
                .startsWith("w-1  org=pd  type=warrant  case=26-1  from=2026-01-01T00:00:00Z  until=")
                .contains("  offence=fraud,stalking  started=2026-01-01T00:00:00Z  created=")
                .endsWith("  status=valid\n");
        run("evidence", "list", "--org", "other");
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).isEqualTo("None.\n");
    }

    @Test
    void changesWhatIsNamedAndKeepsTheRest() throws IOException {
        addWarrant();
        run("evidence", "change", "w-1", "--type", "court_order", "--json");
        assertThat(shell.json().get("type").textValue()).isEqualTo("court_order");
        assertThat(shell.json().get("facts")).hasSize(3);
        assertThat(shell.json().get("case").textValue()).isEqualTo("26-1");
        run("evidence", "change", "w-1", "--fact", "offence=robbery", "--until", "2040-01-01", "--json");
        assertThat(shell.json().get("facts").toString())
                .isEqualTo("{\"offence\":[\"robbery\"],\"started\":[\"2026-01-01T00:00:00Z\"]}");
        assertThat(shell.json().get("until").textValue()).isEqualTo("2040-01-01T00:00:00Z");
        run("evidence", "change", "w-1", "--no-facts", "--json");
        assertThat(shell.json().get("facts")).isEmpty();
    }

    @Test
    void saysWhetherAnEntryCountsNow() throws IOException {
        run("evidence", "add", "--org", "pd", "--id", "w-2", "--type", "warrant", "--from", "2040-01-01", "--json");
        assertThat(shell.json().get("status").textValue()).isEqualTo("not_yet_valid");
        run("evidence", "change", "w-2", "--from", "2020-01-01", "--until", "2020-01-02", "--json");
        assertThat(shell.json().get("status").textValue()).isEqualTo("expired");
        assertThat(run("evidence", "revoke", "w-2")).isZero();
        run("evidence", "show", "w-2", "--json");
        assertThat(shell.json().get("status").textValue()).isEqualTo("revoked");
        try (var registry = Registry.open(folder)) {
            assertThat(registry.evidence("w-2")).isEmpty();
        }
    }

    @Test
    void writesEachChangeIntoTheLedger() {
        addWarrant();
        addWarrant();
        run("evidence", "change", "w-1", "--type", "court_order");
        run("evidence", "change", "w-1", "--type", "court_ordr");
        run("evidence", "revoke", "w-1");
        run("evidence", "revoke", "w-1");
        run("evidence", "list");
        assertThat(Records.of(folder).stream().filter(record -> record.contains("\"subject\":\"w-1\"")))
                .satisfiesExactly(
                        record -> assertThat(record).contains("\"act\":\"evidence_add\""),
                        record -> assertThat(record).contains("\"act\":\"evidence_change\""),
                        record -> assertThat(record).contains("\"act\":\"evidence_revoke\""));
    }

    @Test
    void exitsWithTwoOnWrongUsageAndSaysWhatToDo() {
        addWarrant();
        var add = List.of("evidence", "add", "--org", "pd", "--id", "w-2", "--type", "warrant");
        for (var wrong : List.of(
                with(List.of("evidence", "add", "--org", "pd", "--id", "w-2"), "--type", "warant"),
                with(List.of("evidence", "add", "--org", "pd", "--id", "w-1"), "--type", "warrant"),
                with(List.of("evidence", "add", "--org", "none", "--id", "w-2"), "--type", "warrant"),
                with(List.of("evidence", "add", "--org", "pd", "--id", "w 2"), "--type", "warrant"),
                with(add, "--case", "a case"),
                with(add, "--until", "2020-01-01"),
                with(add, "--until", "soon"),
                with(add, "--from", "2040-01-01", "--until", "2030-01-01"),
                with(add, "--started", "2040-01-01"),
                with(add, "--fact", "offence=jaywalking"),
                with(add, "--fact", "started=2026-01-01T00:00:00Z"),
                List.of("evidence", "show", "none"),
                List.of("evidence", "change", "none", "--type", "warrant"),
                List.of("evidence", "revoke", "none"))) {
            assertThat(run(wrong.toArray(String[]::new))).as(wrong.toString()).isEqualTo(2);
            assertThat(shell.err()).as(wrong.toString()).hasLineCount(1);
            assertThat(shell.out()).isEmpty();
        }
    }

    private static List<String> with(List<String> words, String... more) {
        return java.util.stream.Stream.concat(words.stream(), java.util.Arrays.stream(more))
                .toList();
    }

    private int addWarrant() {
        return run(with(
                        List.of("evidence", "add", "--org", "pd", "--id", "w-1", "--type", "warrant"),
                        "--case",
                        "26-1",
                        "--from",
                        "2026-01-01",
                        "--until",
                        "30d",
                        "--started",
                        "2026-01-01",
                        "--fact",
                        "offence=stalking",
                        "--fact",
                        "offence=fraud",
                        "--fact",
                        "accuracy=0.99",
                        "--json")
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        return shell.run(folder, arguments);
    }
}
