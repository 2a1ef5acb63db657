package io.facegate.ledger.move;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.postgres.ChildGateway;
import io.facegate.ledger.postgres.Server;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.Rfc6962;
import io.facegate.ledger.witness.WitnessPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger goes from a folder into a database and back, and keeps every byte and every proof. */
class LedgerTransferTest {
    private static final Ending OK = new Ending("ok", "", 1, 5000);

    @TempDir
    Path temporary;

    private LedgerAddress folder;
    private LedgerAddress database;

    @BeforeEach
    void fill() throws Exception {
        folder = LedgerAddress.ofFolder(temporary.resolve("data"));
        database = LedgerAddress.ofFolder(folder.data(), Server.shared().ledger());
        write(folder, 30);
    }

    private static List<String> write(LedgerAddress address, int calls) {
        var ids = new ArrayList<String>();
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            for (int i = 0; i < calls; i++) {
                var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
                ids.add(cleared.decision());
                ledger.close(cleared, OK);
            }
        }
        return ids;
    }

    @Test
    void thereAndBackItKeepsEveryByteAndEveryProof() throws Exception {
        var before = Records.of(folder);
        var head = LedgerVerification.verify(folder);
        var there = new LedgerTransfer(folder, database).move("test");
        assertThat(there.size()).isEqualTo(61);
        assertThat(LedgerVerification.verify(database))
                .matches(LedgerVerification::isIntact)
                .returns(there.root(), LedgerVerification::root);
        assertThat(batches(database)).usingRecursiveComparison().isEqualTo(batches(folder));
        assertThat(Records.of(database))
                .startsWith(before.toArray(String[]::new))
                .last()
                .asString()
                .contains("\"act\":\"ledger_move\"");
        var ids = write(database, 5);
        var proof = details(database, ids.getFirst());

        var home = LedgerAddress.ofFolder(temporary.resolve("home"));
        Files.createDirectory(home.data());
        Files.copy(folder.data().resolve("ledger.key"), home.data().resolve("ledger.key"));
        Files.copy(folder.data().resolve("log.skey"), home.data().resolve("log.skey"));
        var records = Records.of(database);
        var back = new LedgerTransfer(LedgerAddress.ofFolder(home.data(), database.database()), home).move("test");
        assertThat(back.size()).isEqualTo(72);
        assertThat(LedgerVerification.verify(home))
                .matches(LedgerVerification::isIntact)
                .returns(back.root(), LedgerVerification::root)
                .returns(List.of(), LedgerVerification::notes);
        assertThat(Records.of(home)).startsWith(records.toArray(String[]::new));
        write(home, 1);

        assertThat(rootAt(home, head.size())).isEqualTo(head.root());
        assertThat(rootAt(home, there.size())).isEqualTo(there.root());
        var same = details(home, ids.getFirst());
        assertThat(same.decision()).usingRecursiveComparison().isEqualTo(proof.decision());
        assertThat(proves(proof, HexFormat.of().parseHex(rootAt(home, proof.treeSize()))))
                .isTrue();
        assertThat(proves(same, same.root())).isTrue();
    }

    @Test
    void whatWasSignedAndProvedBeforeHoldsAfter() throws Exception {
        var signed = Filled.signed(folder.data());
        var noted = Files.writeString(temporary.resolve("noted"), signed.note().encoded());
        var proof = Files.writeString(
                temporary.resolve("proof"), InclusionProver.prove(folder, 3).encoded());
        var key = Files.readString(folder.data().resolve("log.keys"));
        new LedgerTransfer(folder, database).move("test");
        assertVerifies(database, key, noted);
        try (var signer = CheckpointSigner.open(database).orElseThrow()) {
            assertThat(signer.signed().note().encoded()).isEqualTo(signed.note().encoded());
            assertThat(signer.sign().checkpoint())
                    .returns(signed.checkpoint().origin(), Checkpoint::origin)
                    .returns(61L, Checkpoint::size);
        }
        Files.move(folder.data().resolve("ledger.db"), temporary.resolve("old.db"));
        var keyless = Files.createDirectory(temporary.resolve("keyless"));
        Files.copy(folder.data().resolve("ledger.key"), keyless.resolve("ledger.key"));
        assertNotMoved(new LedgerTransfer(database, LedgerAddress.ofFolder(keyless)), "log.skey");
        new LedgerTransfer(database, folder).move("test");
        assertVerifies(folder, key, noted);
        assertVerifies(LedgerAddress.ofFolder(proof), key, null);
        try (var signer = CheckpointSigner.open(folder).orElseThrow()) {
            assertThat(signer.signed().checkpoint().size()).isEqualTo(61);
            assertThat(signer.sign().checkpoint().size()).isEqualTo(62);
        }
        assertThat(OfflineAudit.verify(new VerificationTarget(folder, key, noted, WitnessPolicy.NONE, List.of()))
                        .uncoveredRecords())
                .isZero();
        // The control: a ledger that did not grow from what was signed is found by it.
        var other = LedgerAddress.ofFolder(temporary.resolve("other"));
        write(other, 40);
        Files.copy(other.data().resolve("ledger.db"), folder.data().resolve("ledger.db"), REPLACE_EXISTING);
        assertThat(OfflineAudit.verify(new VerificationTarget(folder, key, noted, WitnessPolicy.NONE, List.of()))
                        .isIntact())
                .isFalse();
    }

    private static void assertVerifies(LedgerAddress what, String key, Path noted) {
        var found = OfflineAudit.verify(new VerificationTarget(what, key, noted, WitnessPolicy.NONE, List.of()));
        assertThat(found.problem()).isNull();
        assertThat(found.isIntact()).isTrue();
    }

    private static List<RecordBatch> batches(LedgerAddress address) throws Exception {
        try (var ledger = address.reader()) {
            return ledger.readFrom(0, 1000).batches();
        }
    }

    private static DecisionDetails details(LedgerAddress address, String id) {
        try (var archive = RecordSearch.open(address)) {
            return archive.details(id).orElseThrow();
        }
    }

    /** The root that was stored when the ledger had that many records. */
    private static String rootAt(LedgerAddress address, long size) throws Exception {
        for (var batch : batches(address)) {
            if (batch.first() + batch.count() == size) {
                return HexFormat.of().formatHex(batch.root());
            }
        }
        throw new AssertionError("no batch ends at " + size);
    }

    /** The audit path of RFC 6962, section 2.1.1, folded by hand. */
    private static boolean proves(DecisionDetails details, byte[] root) {
        var hashes = new Rfc6962();
        long at = details.decision().index();
        long last = details.treeSize() - 1;
        var hash = details.decision().leaf();
        for (var beside : details.path()) {
            while (at % 2 == 0 && at == last) {
                at /= 2;
                last /= 2;
            }
            hash = at % 2 == 1 ? hashes.node(beside, hash) : hashes.node(hash, beside);
            at /= 2;
            last /= 2;
        }
        return java.util.Arrays.equals(hash, root);
    }

    @Test
    void nothingWritesToTheOldPlaceAnyMore() throws Exception {
        new LedgerTransfer(folder, database).move("test");
        assertThatThrownBy(() -> Ledger.open(folder, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("was moved and goes on elsewhere");
        assertThat(LedgerVerification.verify(folder)).matches(LedgerVerification::isIntact);
        Files.move(folder.data().resolve("ledger.db"), temporary.resolve("old.db"));
        new LedgerTransfer(database, folder).move("test");
        assertThatThrownBy(() -> Ledger.open(database, Sample.SETTINGS)).isInstanceOf(Fault.LedgerDown.class);
        var other = LedgerAddress.ofFolder(Files.createDirectory(temporary.resolve("other")), database.database());
        Files.copy(folder.data().resolve("ledger.key"), other.data().resolve("ledger.key"));
        assertThatThrownBy(() -> Ledger.open(other, Sample.SETTINGS))
                .hasMessageContaining("was moved to another store");
        assertThatThrownBy(() -> Server.shared()
                        .tamper(
                                database.database(),
                                "INSERT INTO facegate.pending VALUES (gen_random_uuid(), 1, 1, '', '')"))
                .hasMessageContaining("moved to another store");
        assertThat(LedgerVerification.verify(database)).matches(LedgerVerification::isIntact);
        write(folder, 1);
    }

    @Test
    void whatIsOpenIsClosedBeforeItMoves() throws Exception {
        var open = ChildGateway.permitAndDie(folder);
        new LedgerTransfer(folder, database).move("test");
        assertThat(Records.of(database))
                .anyMatch(
                        line -> line.contains("\"decision_ref\":\"" + open) && line.contains("\"status\":\"unknown\""));
        assertThat(LedgerVerification.verify(database)).matches(LedgerVerification::isIntact);
    }

    @Test
    void itOverwritesNothing() throws Exception {
        var other = LedgerAddress.ofFolder(
                temporary.resolve("other"), Server.shared().ledger());
        write(other, 1);
        var mine = LedgerAddress.ofFolder(folder.data(), other.database());
        assertNotMoved(new LedgerTransfer(folder, mine), "There is a ledger in this database");
        write(folder, 1);
        assertNotMoved(new LedgerTransfer(other, folder), "There is a ledger in");
        write(other, 1);
    }

    @Test
    void nobodyMayWriteMeanwhile() throws Exception {
        try (var running = Ledger.open(folder, Sample.SETTINGS)) {
            assertNotMoved(new LedgerTransfer(folder, database), "Another gateway or command is writing");
            running.refuse(Sample.asked(), Sample.refuse());
        }
        new LedgerTransfer(folder, database).move("test");
        Files.move(folder.data().resolve("ledger.db"), temporary.resolve("old.db"));
        var other = LedgerAddress.ofFolder(Files.createDirectory(temporary.resolve("other")), database.database());
        Files.copy(folder.data().resolve("ledger.key"), other.data().resolve("ledger.key"));
        try (var running = Ledger.open(other, Sample.SETTINGS)) {
            assertNotMoved(new LedgerTransfer(database, folder), "Stop every gateway first");
            running.refuse(Sample.asked(), Sample.refuse());
        }
        new LedgerTransfer(database, folder).move("test");
    }

    @Test
    void aLedgerThatDoesNotVerifyStaysWhereItIs() throws Exception {
        try (var connection = java.sql.DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.data().resolve("ledger.db"));
                var statement = connection.createStatement()) {
            statement.execute("UPDATE verified SET size = (SELECT size FROM head), range = (SELECT range FROM head)");
            statement.execute("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'permit', 'refuse') AS BLOB)"
                    + " WHERE first = 0");
        }
        assertNotMoved(new LedgerTransfer(folder, database), "The ledger was changed at record 1");
        assertThat(Server.shared().ask(database.database(), "SELECT size FROM facegate.head"))
                .isEqualTo("0");
        write(folder, 1);
    }

    @Test
    void aMoveThatWasKilledCanBeUndone() throws Exception {
        try (var seal = MoveWriteFence.acquire(folder)) {
            seal.set(true);
        }
        assertNotMoved(new LedgerTransfer(folder, database), "was moved and goes on elsewhere");
        LedgerTransfer.undo(folder, "test");
        assertThat(Records.of(folder)).last().asString().contains("\"act\":\"ledger_move_undone\"");
        new LedgerTransfer(folder, database).move("test");
    }

    private static void assertNotMoved(LedgerTransfer move, String... words) {
        assertThatThrownBy(() -> move.move("test"))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContainingAll(words);
    }
}
