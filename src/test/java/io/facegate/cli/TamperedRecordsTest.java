package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.ledger.LedgerCommand;
import io.facegate.cli.policy.PolicyReplayCommand;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.tree.Rfc6962;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with the disk changes an old record; whoever reads it is told so, and gets no decision. */
class TamperedRecordsTest {
    private static final int RECORDS = 700;

    @TempDir
    Path folder;

    private Path data;
    private String id;
    private long place;

    @BeforeEach
    void fill() throws Exception {
        data = folder.resolve("data");
        Filled.with(data, 3);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
        }
        place = 3;
        Filled.quickly(data, RECORDS);
        Filled.signed(data);
        var found = run("search", "--json", "--org", "metro-pd").out();
        assertThat(found).contains("\"verdict\":\"refuse\"");
        var named = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"").matcher(found);
        assertThat(named.find()).isTrue();
        id = named.group(1);
    }

    @Test
    void whatNobodyTouchedIsShownExportedAndProved() {
        assertThat(run("show", id).code()).isZero();
        assertThat(run("tail", "-n", "1000").code()).isZero();
        assertThat(run("prove", id, "--out", folder.resolve("p").toString()).code())
                .isZero();
        assertThat(export("a.csv").code()).isZero();
        assertThat(bundle("a.zip").code()).isZero();
        assertThat(run("hold", "list").code()).isZero();
        assertThat(run("prune").code()).isZero();
        assertThat(run("publish", "--to", folder.resolve("shelf").toString()).code())
                .isZero();
    }

    @Test
    void aChangedVerdictIsNeverADecision() throws Exception {
        permit();
        demandTampered();
    }

    @Test
    void norWhereTheProjectionIsMadeOfTheChangedRecord() throws Exception {
        permit();
        forget("search.db");
        demandTampered();
        // What it said is not known, so it may have been of anybody.
        assertThat(run("search", "--org", "hope").out()).contains("TAMPERED  record 4 ");
    }

    @Test
    void norWhereItsHashIsChangedAlong() throws Exception {
        permit();
        rehash();
        demandTampered();
        forget("search.db");
        demandTampered();
    }

    @Test
    void norWhereTheTreeIsMadeOfTheChangedHash() throws Exception {
        permit();
        rehash();
        forget("search.db");
        forget("tree.db");
        demandTampered();
    }

    @Test
    void aRemovedRecordIsSaidToBeMissing() throws Exception {
        sql("DELETE FROM batch WHERE first = " + place);
        var shown = run("show", id);
        assertThat(shown.code()).isEqualTo(5);
        assertThat(shown.out()).contains("TAMPERED  record 4 ", "removed").doesNotContain("refuse");
        assertThat(export("x.csv").code()).isEqualTo(5);
    }

    @Test
    void recordsThatChangedPlacesAreNeither() throws Exception {
        sql("UPDATE batch SET first = -1 WHERE first = 2");
        sql("UPDATE batch SET first = 2 WHERE first = 3");
        sql("UPDATE batch SET first = 3 WHERE first = -1");
        var shown = run("show", id);
        assertThat(shown.code()).isEqualTo(5);
        assertThat(shown.out()).contains("TAMPERED  record 4 ");
        assertThat(run("search", "--where", "kind=DECISION").out())
                .contains("TAMPERED  record 3 ", "TAMPERED  record 4 ");
    }

    @Test
    void aProjectionThatPointsElsewhereIsMadeAnew() throws Exception {
        search("UPDATE record SET id = (SELECT id FROM record WHERE idx = 3) WHERE idx = 1");
        search("DELETE FROM record WHERE idx = 3");
        assertThat(run("show", id, "--json").out()).contains(id, "\"verdict\":\"refuse\"");
        search("UPDATE posting SET records = (SELECT records FROM posting WHERE term = 'organisation:hope' AND block"
                + " = 0) WHERE term = 'organisation:metro-pd' AND block = 0");
        var found = run("search", "--json", "--org", "metro-pd");
        assertThat(found.code()).isZero();
        assertThat(found.out()).contains(id).hasLineCount(1);
    }

    @Test
    void aChangedTreeOfTheFolderIsNoEvidence() throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tree.db"));
                var statement = file.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE tile SET hashes = zeroblob(length(hashes))"))
                    .isPositive();
        }
        assertThat(run("show", id).code()).isZero();
        permit();
        demandTampered();
    }

    private void demandTampered() throws Exception {
        for (var words : List.of(
                List.of("show", id),
                List.of("show", id, "--json"),
                List.of("search", "-n", "1000", "--org", "metro-pd"),
                List.of("search", "-n", "1000", "--json", "--verdict", "refuse"),
                List.of("search", "-n", "1000", "--json", "moratorium", "identify"),
                List.of("tail", "-n", "1000"),
                List.of("tail", "-n", "1000", "--json"))) {
            var ran = run(words.toArray(String[]::new));
            assertThat(ran.code()).as(words + ran.err()).isEqualTo(5);
            assertThat(ran.out())
                    .as(words.toString())
                    .contains(words.contains("--json") ? "{\"tampered\":3,\"number\":4," : "record 4 ");
            assertThat(ran.out())
                    .as(words.toString())
                    .doesNotContain("\"verdict\":\"permit\"")
                    .doesNotContain("permit  metro-pd");
        }
        var proof = folder.resolve("p.tlog-proof");
        assertThat(run("prove", id, "--out", proof.toString()).code()).isEqualTo(5);
        assertThat(proof).doesNotExist();
        assertThat(export("x.csv").code()).isEqualTo(5);
        assertThat(bundle("x.zip").code()).isEqualTo(5);
        assertThat(folder.resolve("x.csv")).doesNotExist();
        assertThat(folder.resolve("x.zip")).doesNotExist();
        assertThat(run("hold", "list").code()).isEqualTo(5);
        assertThat(run("prune").code()).isEqualTo(5);
        assertThat(run("publish", "--to", folder.resolve("shelf").toString()).code())
                .isEqualTo(5);
        assertThat(replay().code()).isEqualTo(5);
    }

    private Ran export(String name) {
        return run(
                "export",
                "--format",
                "csv",
                "--org",
                "metro-pd",
                "--by",
                "m",
                "--to",
                folder.resolve(name).toString());
    }

    private Ran bundle(String name) {
        return run(
                "bundle",
                "--org",
                "metro-pd",
                "--by",
                "m",
                "--to",
                folder.resolve(name).toString());
    }

    private Ran replay() {
        return Ran.of(new PolicyReplayCommand(), List.of("--data", data.toString()));
    }

    private void permit() throws Exception {
        sql("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '\"verdict\":\"refuse\"',"
                + " '\"verdict\":\"permit\"') AS BLOB) WHERE first = " + place);
    }

    /** Gives the changed record its own hash, as somebody would who knows the form of the file. */
    private void rehash() throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = file.createStatement();
                var row = statement.executeQuery("SELECT lines FROM batch WHERE first = " + place)) {
            row.next();
            var leaf = new Rfc6962().leaf(row.getBytes(1));
            try (var update = file.prepareStatement("UPDATE batch SET leaves = ? WHERE first = " + place)) {
                update.setBytes(1, leaf);
                assertThat(update.executeUpdate()).isOne();
            }
        }
    }

    private void sql(String sql) throws Exception {
        change("ledger.db", sql);
    }

    private void search(String sql) throws Exception {
        change("search.db", sql);
    }

    private void change(String name, String sql) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(name));
                var statement = file.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private void forget(String name) throws Exception {
        for (var tail : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(data.resolve(name + tail));
        }
    }

    private Ran run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return Ran.of(new LedgerCommand(), all);
    }
}
