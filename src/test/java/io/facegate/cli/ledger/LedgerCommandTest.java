package io.facegate.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.console.DecisionRecords;
import io.facegate.ledger.Forged;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
    @TempDir
    Path data;

    @Test
    void tailPrintsTheNewestRecordsVerbatim() {
        fill();
        var records = Records.of(data);
        var ran = run("tail", "-n", "2", "--json");
        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines()).containsExactlyElementsOf(records.subList(1, 3));
        assertThat(run("tail").out())
                .contains("DECISION  permit  hope  detect  missing_child  base/nonprofit-detect", "OUTCOME  ok");
    }

    /** A ledger may come from somebody else. */
    @Test
    void tailLetsNoRecordSteerTheTerminal() throws Exception {
        fill();
        assertThat(run("tail").code()).isZero();
        var evil = "{\"act\":\"start\",\"kind\":\"ADMIN\",\"subject\":\"\\u001b[2J\\u009b31m\\u202e\"}";
        var file = data.resolve("ledger.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var change = connection.prepareStatement("UPDATE batch SET lines = ? WHERE first = 0")) {
            change.setBytes(1, evil.getBytes(StandardCharsets.UTF_8));
            change.executeUpdate();
        }
        assertThat(run("tail").out().chars().filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e)))
                .isEmpty();
    }

    @Test
    void showLetsNoRecordSteerTheTerminal() throws Exception {
        var id = fill();
        assertThat(run("show", id).out()).contains("missing_child");
        var record = Records.of(data).getFirst();
        Forged.replace(data, record, record.replace("DetectFaces", "Detect\u202e\u009b31m\\u001b[2JFaces"));
        var shown = run("show", id);
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("Detect??31m?[2JFaces", "\n  \"purpose\"");
        assertThat(shown.out().chars().filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e)))
                .isEmpty();
    }

    @Test
    void whoLooksIsOnRecordBeforeAnythingIsShown() {
        var id = fill();
        assertThat(run("show", id, "--by", "r.lee").code()).isZero();
        assertThat(run("tail", "-n", "1", "--json", "--by", "r.lee").out()).contains("\"act\":\"view\"", id);
        assertThat(run("tail", "-n", "1", "--json").out())
                .contains("\"act\":\"view\"", "\"subject\":\"newest=1\"", "\"person\":\"")
                .doesNotContain("r.lee");
        assertThat(run("verify").out()).contains("6 records");
        assertThat(run("show", "nobody").code()).isEqualTo(2);
        assertThat(run("stats").code()).isZero();
        assertThat(run("verify").out()).contains("6 records");
    }

    /** The control: what can be put on record is shown, and verify needs no record. */
    @Test
    void whatCannotBePutOnRecordIsNotShown() throws Exception {
        var id = fill();
        Files.writeString(data.resolve("ledger.head"), "9 " + "0".repeat(64) + "\n");
        for (var look : List.of(List.of("show", id), List.of("tail"), List.of("search"), List.of("search", "base"))) {
            var ran = run(look.toArray(String[]::new));
            assertThat(ran.code()).as("%s", look).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("Nothing is shown", "copy the folder to a writable place");
        }
        assertThat(run("verify").code()).isEqualTo(5);
        Files.delete(data.resolve("ledger.head"));
        assertThat(run("show", id).out()).contains("The call was permitted.");
    }

    @Test
    void verifySaysNotes() throws Exception {
        fill();
        assertThat(run("verify").out()).doesNotContain("Note");
        Files.delete(data.resolve("ledger.key"));
        assertThat(run("verify").out()).contains("Note: The folder has no ledger.key");
        assertThat(run("verify", "--json").out()).contains("\"notes\":[\"The folder has no ledger.key");
    }

    @Test
    void showSaysADecisionInPlainWords() {
        var id = fill();
        var ran = run("show", id);
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("asked to locate faces", "The call was permitted.", "Record 1 of 3", "Audit path");
        assertThat(run("show", id, "--json").out().lines())
                .containsExactlyElementsOf(Records.of(data).subList(0, 2));
    }

    /** What the caller received: the rule's own sentence, where it comes from, and how to appeal. */
    @Test
    void showSaysTheRulesOwnReasonAppealAndSourceWithItsAddress() {
        var made = DecisionRecords.into(data);
        assertThat(run("show", made.refused()).out())
                .contains(
                        "Rule:   " + DecisionRecords.REASON + '\n',
                        "Source: An Act on Searches, section 4\n        https://law.example/act?a=1&b=2#s4\n",
                        "Appeal: " + DecisionRecords.APPEAL + '\n',
                        "The caller was told: " + DecisionRecords.REASON + '\n');
        assertThat(run("show", made.refused(), "--lang", "fr").out())
                .contains(DecisionRecords.REASON, "https://law.example/act?a=1&b=2#s4", DecisionRecords.APPEAL);
    }

    @Test
    void showSaysWhoApprovedAHeldAnswer() {
        var made = DecisionRecords.into(data);
        for (var id : List.of(made.held(), made.released())) {
            assertThat(run("show", id).out())
                    .as(id)
                    .contains("The held answer was approved, by m.roe.", "The held answer was approved, by k.sato.");
        }
        assertThat(run("show", made.held(), "--lang", "fr").out()).contains("par m.roe.", "par k.sato.");
        assertThat(run("show", made.refused()).out()).doesNotContain("held answer");
    }

    @Test
    void showOfAnUnknownIdIsAUsageError() {
        fill();
        var ran = run("show", "nobody");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("facegate ledger tail");
    }

    @Test
    void verifyTellsARightLedgerFromAChangedOne() throws Exception {
        fill();
        var right = run("verify");
        assertThat(right.code()).isZero();
        assertThat(right.out()).contains("3 records");
        var file = data.resolve("ledger.db");
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
                file, text.replace("\"verdict\":\"refuse\"", "\"verdict\":\"permit\""), StandardCharsets.ISO_8859_1);
        var wrong = run("verify");
        assertThat(wrong.code()).isEqualTo(5);
        assertThat(wrong.err()).contains("Record 3 (");
        assertThat(run("verify", "--json").out())
                .contains("\"verifies\":false", "\"record\":2,\"number\":3,", "\"id\":\"");
    }

    @Test
    void aFileThatIsNoLedgerIsFive() throws Exception {
        Files.writeString(data.resolve("ledger.db"), "a letter");
        assertThat(run("verify").code()).isEqualTo(5);
        assertThat(run("tail").code()).isEqualTo(1);
    }

    @Test
    void aFolderWithoutALedgerIsAUsageError() {
        assertThat(run("tail").code()).isEqualTo(2);
        assertThat(run("show", "x").err()).contains("--data DIR");
        assertThat(run("verify").code()).isEqualTo(2);
        assertThat(run("verify").err()).contains("There is no ledger in " + data);
    }

    @Test
    void aFolderThatIsNotThereIsNotMade() {
        data = data.resolve("typo");
        for (var command : java.util.List.of("tail", "verify")) {
            assertThat(run(command).code()).isEqualTo(2);
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void aLedgerThatWasTakenOutOfItsFolderIsFive() throws Exception {
        fill();
        Files.delete(data.resolve("ledger.db"));
        assertThat(run("verify").code()).isEqualTo(5);
        Files.delete(data.resolve("ledger.key"));
        assertThat(run("verify").code()).isEqualTo(5);
        Files.delete(data.resolve("ledger.head"));
        assertThat(run("verify").code()).isEqualTo(2);
    }

    @Test
    void everythingWorksWhileAGatewayRuns() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var id = ledger.refuse(Sample.askedByPolice(), Sample.refuse()).id();
            assertThat(run("tail", "--json").out()).contains(id);
            assertThat(run("show", id).out()).contains("refused: a moratorium applies", "(checked on 1 November 2026)");
            assertThat(run("verify").code()).isZero();
        }
    }

    private String fill() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.close(cleared, new Ending("ok", "", 1, 1000));
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            return cleared.decision();
        }
    }

    private Ran run(String... words) {
        return Ran.ledger(data, words);
    }
}
