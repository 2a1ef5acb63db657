package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.ledger.LedgerCommand;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.audit.LedgerAudit;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A superuser of the database turns an old refusal into a permit; whoever reads it is told so, and gets no decision. */
class TamperedDatabaseTest {
    private static final int RECORDS = 40;
    private static final String PERMITTED =
            "convert_to(replace(convert_from(lines, 'UTF8'), '\"verdict\":\"refuse\"', '\"verdict\":\"permit\"'),"
                    + " 'UTF8')";

    @TempDir
    Path folder;

    private LedgerAddress address;
    private String id;

    @BeforeEach
    void fill() throws Exception {
        address = LedgerAddress.ofFolder(
                Files.createDirectories(folder.resolve("data")), Server.shared().ledger());
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            for (int i = 0; i < RECORDS; i++) {
                ledger.refuse(i == 3 ? Sample.askedByPolice() : Sample.asked(), Sample.refuse());
            }
        }
        try (var signer = CheckpointSigner.open(address).orElseThrow()) {
            signer.sign();
        }
        var named = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"")
                .matcher(run("search", "--json", "--org", "metro-pd").out());
        assertThat(named.find()).isTrue();
        id = named.group(1);
    }

    /** The control: all of it works while nobody has changed anything. */
    @Test
    void whatNobodyTouchedIsShownExportedAndProved() throws Exception {
        assertThat(run("show", id).code()).isZero();
        assertThat(run("tail", "-n", "100").code()).isZero();
        assertThat(run("prove", id, "--out", file("p")).code()).isZero();
        assertThat(handed("export", "--format", "csv").code()).isZero();
        assertThat(handed("bundle").code()).isZero();
        assertThat(run("verify").code()).isZero();
        assertThat(audited(state -> state.lastCleanPass() != null).log()).isNull();
    }

    @Test
    void aChangedVerdictIsNeverADecision() throws Exception {
        change(PERMITTED);
        demandTampered("CHANGED");
        assertThat(run("verify").code()).isEqualTo(5);
        assertThat(audited(state -> state.log() != null).log().index()).isEqualTo(3);
    }

    @Test
    void norWhereItsHashIsChangedAlong() throws Exception {
        change(PERMITTED);
        Server.shared()
                .tamper(
                        address.database(),
                        "UPDATE facegate.entry SET leaves = sha256('\\x00'::bytea || lines) WHERE first = 3");
        Files.deleteIfExists(address.data().resolve("tree.db"));
        Files.deleteIfExists(address.data().resolve("search.db"));
        demandTampered("UNPROVEN");
        assertThat(run("verify").code()).isEqualTo(5);
        assertThat(audited(state -> state.log() != null).log()).isNotNull();
    }

    @Test
    void aRemovedRecordIsSaidToBeMissing() {
        Server.shared().tamper(address.database(), "DELETE FROM facegate.entry WHERE first = 3");
        var shown = run("show", id);
        assertThat(shown.code()).isEqualTo(5);
        assertThat(shown.out()).contains("TAMPERED  record 4 ");
        assertThat(run("verify").code()).isEqualTo(5);
    }

    private void change(String lines) {
        Server.shared().tamper(address.database(), "UPDATE facegate.entry SET lines = " + lines + " WHERE first = 3");
        assertThat(Server.shared()
                        .ask(
                                address.database(),
                                "SELECT count(*) FROM facegate.entry WHERE position('\"verdict\":\"permit\"'::bytea IN"
                                        + " lines) > 0"))
                .isEqualTo("1");
    }

    private void demandTampered(String cause) throws Exception {
        for (var words : List.of(
                List.of("show", id),
                List.of("show", id, "--json"),
                List.of("search", "--org", "metro-pd"),
                List.of("search", "--json", "--verdict", "refuse"),
                List.of("tail", "-n", "100"),
                List.of("tail", "-n", "100", "--json"))) {
            var ran = run(words.toArray(String[]::new));
            assertThat(ran.code()).as(cause + words + ran.err()).isEqualTo(5);
            assertThat(ran.out())
                    .as(words.toString())
                    .contains(words.contains("--json") ? "{\"tampered\":3," : "record 4 ")
                    .doesNotContain("\"verdict\":\"permit\"")
                    .doesNotContain("permit  metro-pd");
        }
        assertThat(run("prove", id, "--out", file("p")).code()).isEqualTo(5);
        assertThat(handed("export", "--format", "csv").code()).isEqualTo(5);
        assertThat(handed("bundle").code()).isEqualTo(5);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(address.data());
        }
    }

    private AuditState audited(Predicate<AuditState> until) throws Exception {
        try (var audit = LedgerAudit.create(address)) {
            audit.start();
            for (var end = Instant.now().plusSeconds(120); !until.test(audit.get()); Thread.sleep(20)) {
                assertThat(Instant.now()).as(audit.get().toString()).isBefore(end);
            }
            return audit.get();
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Ran handed(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--org", "metro-pd", "--by", "m", "--to", file(words[0])));
        return run(all.toArray(String[]::new));
    }

    private Ran run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--data",
                address.data().toString(),
                "--ledger",
                address.database().url()));
        return Ran.of(new LedgerCommand(), all);
    }
}
