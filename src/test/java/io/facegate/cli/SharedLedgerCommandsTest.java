package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.ledger.LedgerCommand;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the ledger, over one that stands in a database. */
class SharedLedgerCommandsTest {
    @TempDir
    private Path folder;

    private String name;
    private LedgerAddress ledger;
    private String id;

    @BeforeEach
    void begin() throws Exception {
        name = Server.shared().empty();
        PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
        ledger = LedgerAddress.ofFolder(folder.resolve("data"), Server.shared().asGateway(name));
        try (var open = Ledger.open(ledger, Sample.SETTINGS)) {
            open.refuse(Sample.asked(Instant.now().minus(Duration.ofDays(400))), Sample.refuse());
            var cleared = open.recordPermit(Sample.asked(Instant.now()), Sample.permit());
            open.close(cleared, new Ledger.Ending("ok", "", 1, 1));
            id = cleared.decision();
        }
    }

    private Ran run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--data",
                ledger.data().toString(),
                "--ledger",
                Server.shared().asGateway(name).url()));
        return only(all.toArray(String[]::new));
    }

    private static Ran only(String... words) {
        return Ran.of(new LedgerCommand(), List.of(words));
    }

    private String done(String... words) {
        var ran = run(words);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.out();
    }

    @Test
    void whatReadsReadsIt() {
        assertThat(done("tail", "--json")).contains(id, "\"status\":\"ok\"");
        assertThat(done("show", id, "--json").lines()).hasSize(2);
        assertThat(done("search", id, "--json").lines()).hasSize(2);
        // Three looks are on record now.
        assertThat(done("stats", "--json")).contains("\"size\":6", "\"open\":0").doesNotContain("\"ledger_bytes\":0,");
        assertThat(done("verify", "--json")).contains("\"verifies\":true", "\"size\":6");
    }

    @Test
    void whatProvesAndHandsOutDoes() throws Exception {
        var proof = folder.resolve("one.tlog-proof").toString();
        done("prove", id, "--out", proof);
        var key = Files.writeString(folder.resolve("log.vkey"), done("key", "show"))
                .toString();
        assertThat(only("verify", "--key", key, proof).code()).isZero();
        assertThat(done("verify", "--key", key, "--json"))
                .contains("\"log\":\"facegate.local/", "\"checkpoint\":3", "\"receipts_only\":1");
        var tiles = folder.resolve("tiles").toString();
        done("publish", "--to", tiles);
        assertThat(only("verify", "--key", key, tiles).code()).isZero();
        assertThat(done("key", "rotate")).startsWith("facegate.local/");
        var export = folder.resolve("all.jsonl");
        done("export", "--format", "jsonl", "--to", export.toString(), "--by", "m.roe");
        assertThat(Files.readString(export)).contains(id, "log_key_rotate");
        var bundle = folder.resolve("hope.zip");
        done("bundle", "--org", "hope", "--to", bundle.toString(), "--by", "m.roe");
        assertThat(bundle).isNotEmptyFile();
        assertThat(done("tail", "--json")).contains("\"subject\":\"bundle/", "\"subject\":\"jsonl/");
        var nobody = Files.createDirectory(folder.resolve("nobody"));
        var verified = only(
                "verify",
                "--json",
                "--data",
                nobody.toString(),
                "--ledger",
                Server.shared().asGateway(name).url());
        assertThat(verified.out()).contains("\"verifies\":true", "\"checkpoint\":8", "\"receipts_only\":1");
        assertThat(nobody).isEmptyDirectory();
    }

    @Test
    void erasureIsOfTheFolderThatHasTheSalts() {
        String police;
        try (var open = Ledger.open(ledger, Sample.SETTINGS)) {
            police = open.refuse(Sample.askedByPolice(), Sample.refuse()).id();
        }
        assertThat(done("erase", police, "--by", "m.roe", "--json")).contains("\"erased\":[\"gallery\"]");
        assertThat(done("tail", "-n", "1", "--json")).contains("\"act\":\"erase\"", police);
    }

    @Test
    void onlyTheOwnerPrunes() {
        done("hold", "add", "all", "--from", "2000-01-01", "--by", "m.roe");
        assertThat(done("prune")).contains("Would prune 0 records", "a hold keeps it");
        done("hold", "lift", "all", "--by", "m.roe");
        assertThat(done("prune")).contains("Would prune 1 records");
        assertThat(run("prune", "--by", "m.roe"))
                .returns(2, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("--owner URL"));
        var gateway = Server.shared().asGateway(name).url();
        assertThat(run("prune", "--by", "m.roe", "--owner", gateway).err()).contains("may not remove records");
        assertThat(done("tail", "--json")).doesNotContain("\"act\":\"prune\"");
        var owner = Server.shared().asOwner(name).url();
        assertThat(done("prune", "--by", "m.roe", "--owner", owner)).contains("Pruned 1 records");
        assertThat(done("tail", "-n", "1", "--json")).contains("\"act\":\"prune\"", "\"subject\":\"1\"");
        assertThat(done("verify", "--json")).contains("\"verifies\":true", "\"size\":8");
    }
}
