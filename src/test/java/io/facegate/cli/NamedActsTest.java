package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.app.CommandNames;
import io.facegate.ledger.Records;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.record.RecordField;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did it, and why, is on record of whatever a command changes, and is told while the salt is there. */
class NamedActsTest {
    @TempDir
    private Path data;

    private String said = "";

    private int run(String... words) {
        var out = new StringWriter();
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        int code = CommandNames.lineFor(all)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(all.toArray(String[]::new));
        said = out.toString();
        return code;
    }

    private JsonNode last(String act) {
        return Records.of(data).stream()
                .map(NamedActsTest::parsed)
                .filter(record -> record.path("act").asText().equals(act))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void everyActOfACommandNamesWhoAndWhyAndShowTellsItUntilItIsErased() throws IOException {
        by("org_add", "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit");
        by("org_change", "org", "change", "hope", "--purpose", "missing_child");
        by("org_suspend", "org", "suspend", "hope");
        by("org_resume", "org", "resume", "hope");
        by("key_mint", "key", "mint", "--org", "hope");
        by("key_revoke", "key", "revoke", last("key_mint").path("subject").asText());
        by("evidence_add", "evidence", "add", "--org", "hope", "--id", "w-1", "--type", "warrant");
        by("evidence_change", "evidence", "change", "w-1", "--type", "court_order");
        by("evidence_revoke", "evidence", "revoke", "w-1");
        by("reviewer_add", "reviewer", "add", "--org", "hope", "--id", "r.doe");
        by("reviewer_remove", "reviewer", "remove", "--org", "hope", "--id", "r.doe");
        by("registry_key_rotate", "registry", "rotate");
        by("registry_accept", "registry", "accept");
        by("hold_add", "ledger", "hold", "add", "one", "--org", "hope");
        by("hold_lift", "ledger", "hold", "lift", "one");
        by("erase", "ledger", "erase", last("hold_add").path("id").asText());
        by("log_key_rotate", "ledger", "key", "rotate");
        var until = Instant.now().plus(Duration.ofDays(9)).toString();
        by(
                "grant_add",
                ("grant add --org hope --id g-1 --capability identify --purpose missing_child --place US"
                                + " --evidence c-7 --until " + until)
                        .split(" "));
        by("grant_revoke", "grant", "revoke", "g-1");
        var quotas =
                Files.writeString(data.resolve("limits.yaml"), "quotas: []\n").toString();
        by("quotas_set", "quota", "set", quotas);
        by("quotas_clear", "quota", "clear");
        by("stop_set", "stop", "set", "--capability", "identify");
        by("person_add", "person", "add", "--id", "m.roe", "--role", "operator");
        by("person_add", "person", "add", "--id", "b.doe", "--role", "operator");
        by("person_change", "person", "change", "b.doe", "--role", "operator", "--role", "auditor");
        by("approvals_change", "registry", "approvals", "two");
        by("proposal_add", "org", "change", "hope", "--type", "nonprofit.child_protection");
        var proposal = last("proposal_add").path("subject").asText();
        by("proposal_reject", "proposal", "reject", proposal.substring(0, proposal.indexOf('/')));

        by("hold_add", "ledger", "hold", "add", "two", "--org", "hope");
        by("log_key_rotate", "ledger", "key", "rotate");
        for (var words : List.of(
                "ledger hold lift two",
                "ledger hold add three --org hope",
                "ledger key rotate",
                "ledger clock accept",
                "ledger erase " + last("hold_add").path("id").asText())) {
            assertThat(run((words + " --by x.doe --reason No.").split(" ")))
                    .as(words)
                    .isEqualTo(2);
            assertThat(said).as(words).contains("the name of none of them");
        }

        by("erase", "ledger", "erase", last("hold_add").path("id").asText());
        var id = last("key_mint").path("id").asText();
        assertThat(run("ledger", "erase", id, "--by", "m.roe")).isZero();
        assertThat(run("ledger", "show", id)).as(said).isZero();
        assertThat(said).contains("By: hidden").doesNotContain("m.roe", "Because of 12.");
    }

    private void by(String act, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--by", "m.roe", "--reason", "Because of 12."));
        assertThat(run(all.toArray(String[]::new))).as(act + ' ' + said).isZero();
        var record = last(act);
        assertThat(record.toString()).doesNotContain("m.roe", "Because");
        assertThat(record.path("stated_reason").asText()).as(act).hasSize(64);
        assertThat(run("ledger", "show", record.path("id").asText())).as(said).isZero();
        assertThat(said).as(act).contains("By: m.roe", "Reason: Because of 12.");
    }

    @Test
    void whoGivesNoNameIsTheSystemsUserAndMarkedAsSuch() {
        assertThat(run("org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit"))
                .isZero();
        assertThat(run("ledger", "show", last("org_add").path("id").asText())).isZero();
        assertThat(said)
                .contains(System.getProperty("user.name") + " (the operating system's user; no name was given)");
        assertThat(run("org", "suspend", "hope", "--by", "os-user:root")).isEqualTo(2);
        assertThat(run("org", "suspend", "hope", "--reason", "two\nlines")).isEqualTo(2);
    }

    /** The control: before the change the reason is told. Only the record itself is evidence, not what is kept beside it. */
    @Test
    void aReasonThatWasForgedWithItsSaltIsToldAsTampered() throws Exception {
        by("org_add", "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit");
        var id = last("org_add").path("id").asText();
        var salt = Commitment.salt();
        var forged = "Because of somebody else.";
        try (var salts = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("salts.db"));
                var update = salts.prepareStatement(
                        "UPDATE salt SET salt = ?, commitment = ?, value = ? WHERE record = ? AND field = ?")) {
            update.setBytes(1, salt);
            update.setString(2, Commitment.compute(salt, RecordField.STATED_REASON, forged));
            update.setString(3, forged);
            update.setString(4, id);
            update.setString(5, RecordField.STATED_REASON.key());
            assertThat(update.executeUpdate()).isOne();
        }
        run("ledger", "show", id);
        assertThat(said).contains("By: m.roe", "Reason: TAMPERED").doesNotContain(forged);
    }

    /** The control: a record without a name tells none. */
    @Test
    void aRecordThatNamesNobodyTellsNobody() {
        assertThat(run("org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit"))
                .isZero();
        var view = last("org_add").path("id").asText();
        run("ledger", "show", view);
        run("ledger", "show", last("view").path("id").asText());
        assertThat(said).contains("By: hidden").doesNotContain(System.getProperty("user.name") + " (the");
    }
}
