package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.replay.ReplayObstacle;
import io.facegate.ledger.retention.LegalHold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents name what records can hold and why they may not be replayable. */
class LedgerDocsTest {
    private static final Pattern ACTS = Pattern.compile(
            "\"((?:org|key|evidence|reviewer|review|policies|pack|invariant|console|quotas|person|approvals|grant|proposal|list|change)_[a-z]+|access_refused|break_glass|limits_(?:fallback|restored)|calls_limited|stop_(?:set|request_lift|confirm_lift)|registry_(?!down|setting)[a-z_]+|clock_accept|issuer_[a-z_]+|issuers_loaded|start|stop|erase|reminder|views_while_stopped|routes_loaded|vendor_credential_loaded|tls_certificate|tls_client_authorities)\"");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    @Test
    void everyFieldOfARecordIsListedAndNoOther() throws IOException {
        var doc = Files.readString(Path.of("docs/ledger.md"));
        assertThat(doc).contains("\"schema\":\"" + DecisionRecord.SCHEMA + "\"");
        var obligations = Files.readString(Path.of("docs/obligations.md"));
        for (var field : RecordField.values()) {
            assertThat(doc + obligations).contains('`' + field.key() + '`');
        }
        var table = doc.split("\\| field of a DECISION \\|", 2)[1].split("\n\n", 2)[0];
        var known = Arrays.stream(RecordField.values()).map(RecordField::key).toList();
        table.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            var first = CODE.matcher(line.split("\\|")[1]);
            while (first.find()) {
                assertThat(known).contains(first.group(1));
            }
        });
    }

    @Test
    void everyActThatIsWrittenIsListedAndNoOther() throws IOException {
        var table = Files.readString(Path.of("docs/ledger.md"))
                .split("\\| `act` \\|", 2)[1]
                .split("\n\n", 2)[0];
        var listed = new TreeSet<String>();
        table.lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line ->
                        CODE.matcher(line.split("\\|")[1]).results().forEach(found -> listed.add(found.group(1))));
        var written = new TreeSet<>(Set.of(
                AccessAuditRecord.ACT,
                ExportResult.ACT,
                KeyChain.ACT,
                io.facegate.ledger.retention.HoldsAndPrunes.PRUNE,
                LegalHold.ADD,
                LegalHold.LIFT));
        written.addAll(
                Set.of("backup", "reconcile", "lockdown", "restore", io.facegate.ledger.clock.NewestTime.ACCEPT));
        written.add(io.facegate.ledger.checkpoint.SignerStateReset.ACT);
        Arrays.stream(io.facegate.ledger.appeal.AppealAct.values()).forEach(act -> written.add(act.act()));
        Arrays.stream(io.facegate.ledger.authorisation.AuthorisationAct.values())
                .forEach(act -> written.add(act.act()));
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var source = Files.readString(file);
                if (source.contains("Administrative(")
                        || source.contains("acting.act(")
                        || source.contains("by.act(")
                        || source.contains("journal")) {
                    ACTS.matcher(source).results().forEach(found -> written.add(found.group(1)));
                }
            }
        }
        assertThat(listed).isEqualTo(written).hasSizeGreaterThan(20);
    }

    /** A test that the document names is there, and every promise has one and a control. */
    @Test
    void whatShowsEachPromiseIsThere() throws IOException {
        var rows = Files.readString(Path.of("docs/evidence.md"))
                .split("\\| guarantee \\|", 2)[1]
                .split("\n\n", 2)[0];
        var tests = NamedTests.all();
        for (var row : rows.lines()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("|--"))
                .toList()) {
            var columns = row.split("\\|");
            assertThat(columns).as(row).hasSize(5);
            for (var column : List.of(columns[2], columns[3])) {
                tests.demandIn(column);
            }
        }
        assertThat(rows).contains("| P1:", "| P4:", "| P14:");
    }

    @Test
    void everyReasonNotToReplayIsListed() throws IOException {
        var doc = Files.readString(Path.of("docs/replay.md"));
        for (var unfit : ReplayObstacle.values()) {
            assertThat(doc).contains("| `" + unfit.name().toLowerCase(Locale.ROOT) + "` |");
        }
    }
}
