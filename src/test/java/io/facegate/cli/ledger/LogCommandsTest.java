package io.facegate.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Outcome.Receipt;
import io.facegate.cli.Ran;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.checkpoint.CheckpointSchedule;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path data;
    private Path key;
    private List<Receipt> receipts;

    @BeforeEach
    void fill() throws IOException {
        data = folder.resolve("data");
        receipts = Filled.with(data, 5);
        key = Files.writeString(folder.resolve("log.vkey"), run("key", "show").out());
    }

    private Ran run(String... words) {
        return Ran.ledger(data, words);
    }

    @Test
    void aProofIsMadeAndCheckedWithNothingButThePublicKey() throws Exception {
        var proof = folder.resolve("case.tlog-proof");
        var id = receipts.get(2).id();
        assertThat(run("prove", id, "--out", proof.toString(), "--by", "r.lee").code())
                .isZero();
        assertThat(Records.of(data).getLast())
                .contains("\"act\":\"view\"", "\"subject\":\"" + id + '"')
                .doesNotContain("r.lee");
        Files.move(data, folder.resolve("elsewhere"));
        var ran = run("verify", "--key", key.toString(), proof.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("The proof verifies", "\"id\":\"" + id + '"');
        var said = run("verify", "--json", "--key", key.toString(), proof.toString())
                .json()
                .getFirst();
        assertThat(said.path("verifies").asBoolean()).isTrue();
        assertThat(JSON.readTree(said.path("proves").asText()).path("id").asText())
                .isEqualTo(id);
        assertThat(said.path("checkpoint").asInt()).isEqualTo(5);
        Files.writeString(proof, Files.readString(proof).replaceFirst("index 2", "index 3"));
        var changed = run("verify", "--key", key.toString(), proof.toString());
        assertThat(changed.code()).isEqualTo(5);
        assertThat(changed.err()).contains("does not verify");
    }

    @Test
    void aBundleIsCheckedWithNothingButThePublicKey() throws Exception {
        var zip = folder.resolve("hope.zip");
        assertThat(run("bundle", "--org", "hope", "--to", zip.toString(), "--by", "r.lee")
                        .code())
                .isZero();
        var ran = run("verify", "--key", key.toString(), zip.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("The bundle verifies: 5 records of the log facegate.local/");
        assertThat(run("verify", zip.toString()).code()).isEqualTo(5);
        try (var files = FileSystems.newFileSystem(zip)) {
            var records = files.getPath("records.jsonl");
            Files.writeString(records, Files.readString(records).replaceFirst("hope", "dope"));
        }
        var changed = run("verify", "--key", key.toString(), zip.toString());
        assertThat(changed.code()).isEqualTo(5);
        assertThat(changed.err()).contains("Record 1 (");
    }

    @Test
    void aBundleIsMadeForOneDecision() throws Exception {
        var zip = folder.resolve("one.zip");
        var id = receipts.get(2).id();
        var done = run("bundle", id, "--to", zip.toString(), "--by", "r.lee");
        assertThat(done.code()).isZero();
        assertThat(done.out()).startsWith("1 records, digest ").contains("bundle/");
        assertThat(run("verify", "--key", key.toString(), zip.toString()).code())
                .isZero();
        try (var files = FileSystems.newFileSystem(zip)) {
            assertThat(Files.readString(files.getPath("account.html"))).contains(id);
            assertThat(Files.readString(files.getPath("README.txt"))).contains("Asked for: decision=" + id);
        }
        var none = folder.resolve("none.zip");
        var unknown = run("bundle", "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81", "--to", none.toString(), "--by", "r.lee");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("has no decision with that id");
        assertThat(none).doesNotExist();
        var both = run("bundle", id, "--org", "hope", "--to", none.toString(), "--by", "r.lee");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("chooses already");
    }

    @Test
    void aProofWithoutAKeyProvesNothing() {
        var proof = folder.resolve("case.tlog-proof");
        run("prove", receipts.get(2).id(), "--out", proof.toString());
        var ran = run("verify", proof.toString());
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).contains("--key FILE");
    }

    @Test
    void thereIsNoProofOfWhatIsNotThere() {
        var ran = run("prove", "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("has no decision with that id");
    }

    @Test
    void aRunningGatewaySignsWhatIsToBeProved() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var signer = CheckpointSigner.open(data).orElseThrow();
                var checkpoints = CheckpointSchedule.start(signer, ledger::halt)) {
            var fresh = ledger.refuse(Sample.asked(), Sample.refuse());
            var ran = run("prove", fresh.id(), "--out", "-");
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).startsWith("c2sp.org/tlog-proof@v1\nextra ");
            var signed =
                    TlogProof.parse(ran.out().getBytes(StandardCharsets.UTF_8)).checkpoint();
            assertThat(Checkpoint.parse(signed).size()).isEqualTo(6);
            assertThat(checkpoints.newest().checkpoint().size()).isBetween(6L, 7L);
        }
    }

    @Test
    void whatIsPublishedIsVerifiedAndContinued() throws Exception {
        var to = folder.resolve("published");
        assertThat(run("publish", "--to", to.toString()).out()).contains("Published 6 records, 6 of them new.");
        Filled.with(data, 2);
        assertThat(run("publish", "--to", to.toString(), "--json")
                        .json()
                        .getFirst()
                        .path("new")
                        .asInt())
                .isEqualTo(3);
        var ran = run("verify", "--key", key.toString(), to.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("9 records", "All 9 records are covered by the latest signed checkpoint");
        var bundle = to.resolve("tile/entries/000.p/9");
        var bytes = Files.readAllBytes(bundle);
        bytes[40] ^= 1;
        Files.write(bundle, bytes);
        var changed = run("verify", "--key", key.toString(), to.toString(), "--json");
        assertThat(changed.code()).isEqualTo(5);
        assertThat(changed.json().getFirst().path("record").asInt(-1)).isZero();
    }

    @Test
    void anotherHistoryIsNotPublishedThere() {
        var fork = Filled.copy(data, folder.resolve("fork"));
        var to = folder.resolve("published").toString();
        Filled.with(data, 1);
        Filled.with(fork, 5);
        run("publish", "--to", to);
        data = fork;
        var ran = run("publish", "--to", to);
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).contains("two histories were signed");
    }

    @Test
    void whatCameAfterTheNewestCheckpointIsCounted() throws Exception {
        assertThat(run("publish", "--to", folder.resolve("p").toString()).code())
                .isZero();
        Filled.with(data, 3);
        var ran = run("verify");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains(" covers 6 of them. The 3 records after it are covered only by receipts.");
        var said = run("verify", "--json").json().getFirst();
        assertThat(said.path("receipts_only").asInt()).isEqualTo(3);
        assertThat(said.path("checkpoint").asInt()).isEqualTo(6);
    }

    @Test
    void aReceiptFindsItsRecordOrProvesItMissing() throws Exception {
        var given = receipts.get(3);
        var found = run("verify", "--receipt", given.headerValue());
        assertThat(found.code()).isZero();
        assertThat(found.out()).contains("The receipt of " + given.id() + " is of record 4.");
        var leaf = given.leaf().clone();
        leaf[1] ^= 1;
        var missing = new Receipt(given.log(), "019a0000-0000-7000-8000-000000000000", leaf);
        var ran = run("verify", "--receipt", missing.headerValue());
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).contains("is missing");
        var both = run("verify", "--json", "--receipt", given.headerValue(), "--receipt", missing.headerValue());
        assertThat(both.code()).isEqualTo(5);
        assertThat(both.json().getFirst().path("receipts").findValuesAsText("found"))
                .containsExactly("true", "false");
    }

    @Test
    void aFileOfReceiptsIsHeldAgainstTheLog() throws Exception {
        var file = folder.resolve("receipts.txt");
        Files.writeString(file, receipts.stream().map(Receipt::headerValue).collect(Collectors.joining("\n")));
        var ran = run("verify", "--receipts", file.toString(), "--json");
        assertThat(ran.code()).isZero();
        assertThat(ran.json().getFirst().path("receipts").findValuesAsText("record"))
                .containsExactly("0", "1", "2", "3", "4");
        Files.writeString(file, "no receipt\n");
        assertThat(run("verify", "--receipts", file.toString()).code()).isEqualTo(2);
    }

    @Test
    void theKeyIsRotatedAndTheOldOneStillVerifies() throws Exception {
        run("publish", "--to", folder.resolve("p").toString());
        var next = run("key", "rotate");
        assertThat(next.code()).isZero();
        assertThat(run("key", "show", "--newest").out()).isEqualTo(next.out());
        assertThat(Records.of(data).getLast())
                .contains("\"act\":\"log_key_rotate\"", next.out().strip());
        Filled.with(data, 1);
        run("publish", "--to", folder.resolve("p").toString());
        assertThat(run("verify", "--key", key.toString()).code()).isZero();
        assertThat(run("verify", "--key", key.toString(), folder.resolve("p").toString())
                        .code())
                .isZero();
        assertThat(run("key", "show").out()).startsWith(Files.readString(key)).contains("c2sp.org/tlog-proof@v1");
        assertThat(run("key", "show", "--json").json().getFirst().path("key").asText())
                .isEqualTo(next.out().strip());
    }

    @Test
    void aCheckpointThatWasNotedElsewhereIsHeldAgainstTheLedger() throws Exception {
        run("publish", "--to", folder.resolve("p").toString());
        var noted = folder.resolve("p/checkpoint").toString();
        Filled.with(data, 1);
        assertThat(run("verify", "--checkpoint", noted).code()).isZero();
        var other = folder.resolve("other");
        Filled.with(other, 6);
        Files.copy(
                data.resolve("log.keys"), other.resolve("log.keys"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        data = other;
        var ran = run("verify", "--checkpoint", noted);
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).contains("is not the signed one");
    }

    @Test
    void wrongWordsAreUsage() {
        assertThat(run("publish", "--to", "s3://").code()).isEqualTo(2);
        assertThat(run("verify", "--key", folder.resolve("none").toString()).code())
                .isEqualTo(2);
        assertThat(run("verify", "--checkpoint", folder.resolve("none").toString())
                        .code())
                .isEqualTo(2);
        assertThat(run("verify", folder.resolve("none").toString()).code()).isEqualTo(2);
        assertThat(run("verify", "--witnesses", key.toString()).code()).isEqualTo(2);
    }
}
