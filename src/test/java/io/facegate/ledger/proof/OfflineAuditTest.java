package io.facegate.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.Filled;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.publish.FolderTarget;
import io.facegate.ledger.publish.LogPublication;
import io.facegate.ledger.tiles.EntryBundle;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.tree.ConsistencyProof;
import io.facegate.ledger.tree.Rfc6962;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed of a ledger, its tiles or a proof is found, and the first record that is wrong is named. */
class OfflineAuditTest {
    private static final int RECORDS = 300;

    @TempDir
    private static Path shared;

    private static Path whole;
    private static List<Receipt> receipts;
    private static String vkey;

    @TempDir
    private Path folder;

    private Path data;
    private Path tiles;

    @BeforeAll
    static void fill() throws Exception {
        whole = shared.resolve("data");
        receipts = Filled.with(whole, RECORDS);
        vkey = new LogKey(whole).prepare(null).encoded();
        publish(whole, shared.resolve("tiles"));
    }

    private static void publish(Path data, Path to) throws Exception {
        var signed = Filled.signed(data);
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            new LogPublication(new FolderTarget(to), log, file)
                    .publish(signed.note(), new LogKey(data).chain(), Files.readString(data.resolve(LogKey.CHAIN)));
        }
    }

    @BeforeEach
    void copy() {
        data = Filled.copy(whole, folder.resolve("data"));
        tiles = Filled.copy(shared.resolve("tiles"), folder.resolve("tiles"));
    }

    private static VerificationResult audit(Path what, Receipt... sought) {
        return OfflineAudit.verify(new VerificationTarget(what, vkey, null, WitnessPolicy.NONE, List.of(sought)));
    }

    private static long firstBad(VerificationResult verdict) {
        assertThat(verdict.isIntact()).isFalse();
        var damage = verdict.records().damage();
        assertThat(damage).as(verdict.toString()).isNotNull();
        return damage.index();
    }

    @Test
    void whatNobodyTouchedVerifies() {
        assertThat(audit(data))
                .returns(true, VerificationResult::isIntact)
                .returns(0L, VerificationResult::uncoveredRecords);
        assertThat(audit(tiles))
                .returns(true, VerificationResult::isIntact)
                .returns(0L, VerificationResult::uncoveredRecords);
    }

    @Test
    void recordsAfterTheNewestCheckpointAreCounted() {
        Filled.with(data, 2);
        assertThat(audit(data))
                .returns(true, VerificationResult::isIntact)
                .returns(2L, VerificationResult::uncoveredRecords);
    }

    @Test
    void anotherKeyVerifiesNothing() throws Exception {
        var stranger =
                SigningKey.generate(vkey.substring(0, vkey.indexOf('+'))).vkey().encoded();
        for (var what : List.of(data, tiles, proof(7))) {
            var found =
                    OfflineAudit.verify(new VerificationTarget(what, stranger, null, WitnessPolicy.NONE, List.of()));
            assertThat(found)
                    .returns(false, VerificationResult::isIntact)
                    .satisfies(verdict -> assertThat(verdict.problem()).contains("no key of the log signed it"));
        }
    }

    @Test
    void everyFlippedByteOfAProofIsFound() throws Exception {
        var file = proof(7);
        assertThat(audit(file).isIntact()).isTrue();
        var bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            var changed = bytes.clone();
            changed[at] ^= (byte) (1 << (at % 8));
            Files.write(file, changed);
            assertThat(audit(file).isIntact()).as("byte " + at).isFalse();
        }
    }

    @Test
    void theProofOfOneRecordProvesNoOther() throws Exception {
        var seven = TlogProof.parse(Files.readAllBytes(proof(7)));
        var eight = TlogProof.parse(Files.readAllBytes(proof(8)));
        var file = folder.resolve("mixed.tlog-proof");
        for (var mixed : List.of(
                new TlogProof(eight.record(), 7, seven.path(), seven.checkpoint()),
                new TlogProof(seven.record(), 8, seven.path(), seven.checkpoint()),
                new TlogProof(seven.record(), 7, eight.path(), seven.checkpoint()),
                new TlogProof(seven.record(), RECORDS, seven.path(), seven.checkpoint()))) {
            Files.writeString(file, mixed.encoded());
            assertThat(audit(file).problem()).contains("does not match the signed checkpoint at its place");
        }
    }

    private Path proof(long index) throws IOException {
        var file = folder.resolve(index + ".tlog-proof");
        Files.writeString(file, InclusionProver.prove(data, index).encoded());
        return file;
    }

    @Test
    void everyFlippedByteOfARecordInTheDatabaseIsNamed() throws Exception {
        var random = new Random(1);
        for (int i = 0; i < 40; i++) {
            var changed = Filled.copy(whole, folder.resolve("flip" + i));
            int row = random.nextInt(RECORDS);
            assertThat(flip(changed, row, "lines", random)).isTrue();
            assertThat(firstBad(audit(changed))).isEqualTo(row);
        }
    }

    @Test
    void everyFlippedByteOfAHashInTheDatabaseIsNamed() throws Exception {
        var random = new Random(2);
        for (var column : List.of("leaves", "root")) {
            for (int i = 0; i < 10; i++) {
                var changed = Filled.copy(whole, folder.resolve(column + i));
                int row = random.nextInt(RECORDS);
                assertThat(flip(changed, row, column, random)).isTrue();
                assertThat(firstBad(audit(changed))).isEqualTo(row);
            }
        }
    }

    /** In this ledger every record is a batch of its own. */
    private static boolean flip(Path data, int row, String column, Random random) throws SQLException {
        return change(data, "SELECT " + column + " FROM batch WHERE first = " + row, bytes -> {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return "UPDATE batch SET " + column + " = ? WHERE first = " + row;
        });
    }

    private interface Change {
        String of(byte[] bytes);
    }

    private static boolean change(Path data, String read, Change change) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            byte[] bytes;
            try (var rows = statement.executeQuery(read)) {
                bytes = rows.next() ? rows.getBytes(1) : new byte[0];
            }
            try (var update = connection.prepareStatement(change.of(bytes))) {
                if (update.getParameterMetaData().getParameterCount() == 1) {
                    update.setBytes(1, bytes);
                }
                return update.executeUpdate() == 1;
            }
        }
    }

    @Test
    void deletedDuplicatedAndSwappedRecordsInTheDatabaseAreNamed() throws Exception {
        var deleted = Filled.copy(whole, folder.resolve("deleted"));
        run(deleted, "DELETE FROM batch WHERE first = 100");
        assertThat(firstBad(audit(deleted))).isEqualTo(100);
        var closed = Filled.copy(whole, folder.resolve("closed"));
        run(
                closed,
                "DELETE FROM batch WHERE first = 100",
                "UPDATE batch SET first = -first - 1 WHERE first > 100",
                "UPDATE batch SET first = -first - 2 WHERE first < 0");
        assertThat(firstBad(audit(closed))).isEqualTo(100);
        var doubled = Filled.copy(whole, folder.resolve("doubled"));
        run(
                doubled,
                "UPDATE batch SET (lines, leaves) = (SELECT lines, leaves FROM batch WHERE first = 100) WHERE first ="
                        + " 101");
        assertThat(firstBad(audit(doubled))).isEqualTo(101);
        var swapped = Filled.copy(whole, folder.resolve("swapped"));
        run(
                swapped,
                "UPDATE batch SET first = -1 WHERE first = 100",
                "UPDATE batch SET first = 100 WHERE first = 200",
                "UPDATE batch SET first = 200 WHERE first = -1");
        assertThat(firstBad(audit(swapped))).isEqualTo(100);
        var cut = Filled.copy(whole, folder.resolve("cut"));
        run(cut, "DELETE FROM batch WHERE first >= 290");
        assertThat(firstBad(audit(cut))).isEqualTo(290);
    }

    private static void run(Path data, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.executeUpdate(each);
            }
        }
    }

    /** What nothing in the folder tells: only the signature. */
    @Test
    void aLedgerThatWasMadeAnewIsNotTheOneThatWasSigned() throws Exception {
        var other = folder.resolve("other");
        Filled.with(other, RECORDS);
        for (var name : List.of("log.keys", "log.skey", "log.checkpoint")) {
            Files.copy(data.resolve(name), other.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        var found = audit(other);
        assertThat(firstBad(found)).isZero();
        assertThat(found.records().damage().description()).contains("is not the signed one");
    }

    @Test
    void aLedgerThatIsShorterThanACheckpointLacksRecords() throws Exception {
        var noted = folder.resolve("noted.txt");
        Filled.with(data, 2);
        Files.write(noted, Filled.signed(data).note().bytes());
        var found = OfflineAudit.verify(new VerificationTarget(whole, vkey, noted, WitnessPolicy.NONE, List.of()));
        assertThat(firstBad(found)).isEqualTo(RECORDS);
        var grown = OfflineAudit.verify(new VerificationTarget(data, vkey, noted, WitnessPolicy.NONE, List.of()));
        assertThat(grown.isIntact()).isTrue();
    }

    @Test
    void everyFlippedByteOfABundleIsNamed() throws Exception {
        var file = tiles.resolve("tile/entries/001.p/44");
        var bytes = Files.readAllBytes(file);
        var ends = ends(bytes);
        var random = new Random(3);
        for (int i = 0; i < 400; i++) {
            int at = random.nextInt(bytes.length);
            var changed = bytes.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            int record = 0;
            while (ends.get(record) <= at) {
                record++;
            }
            boolean length = at < 2 + (record == 0 ? 0 : ends.get(record - 1));
            // Whoever changes a length moves every record after it: the bundle is named by its first.
            assertThat(firstBad(audit(tiles))).as("byte " + at).isBetween(256L, 256L + record);
            if (!length) {
                assertThat(firstBad(audit(tiles))).isEqualTo(256L + record);
            }
        }
    }

    private static List<Integer> ends(byte[] bundle) throws VerificationException {
        var ends = new ArrayList<Integer>();
        for (var record : EntryBundle.records(bundle)) {
            ends.add((ends.isEmpty() ? 0 : ends.getLast()) + 2 + record.length);
        }
        return ends;
    }

    @Test
    void everyFlippedByteOfATileIsNamed() throws Exception {
        var file = tiles.resolve("tile/0/000");
        var bytes = Files.readAllBytes(file);
        for (int at = 5; at < bytes.length; at += 61) {
            var changed = bytes.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThat(firstBad(audit(tiles))).isEqualTo(at / 32);
        }
        Files.write(file, bytes);
        var upper = tiles.resolve("tile/1/000.p/1");
        var hash = Files.readAllBytes(upper);
        hash[3] ^= 1;
        Files.write(upper, hash);
        assertThat(firstBad(audit(tiles))).isZero();
    }

    @Test
    void everyFlippedByteOfACheckpointIsFound() throws Exception {
        for (var file : List.of(tiles.resolve("checkpoint"), data.resolve("log.checkpoint"))) {
            var bytes = Files.readAllBytes(file);
            for (int at = 0; at < bytes.length; at++) {
                var changed = bytes.clone();
                changed[at] ^= (byte) (1 << (at % 8));
                Files.write(file, changed);
                assertThat(audit(file.getParent()).isIntact()).as("byte " + at).isFalse();
            }
        }
    }

    @Test
    void deletedDuplicatedAndSwappedRecordsOfBundlesAreNamed() throws Exception {
        var file = tiles.resolve("tile/entries/000");
        var records = EntryBundle.records(Files.readAllBytes(file));
        var deleted = new ArrayList<>(records);
        deleted.remove(100);
        Files.write(file, EntryBundle.encode(deleted));
        assertThat(firstBad(audit(tiles))).isZero();
        assertThat(audit(tiles).records().damage().description()).contains("255 records in place of 256");
        var filled = new ArrayList<>(deleted);
        filled.add(records.getLast());
        Files.write(file, EntryBundle.encode(filled));
        assertThat(firstBad(audit(tiles))).isEqualTo(100);
        var doubled = new ArrayList<>(records);
        doubled.set(101, records.get(100));
        Files.write(file, EntryBundle.encode(doubled));
        assertThat(firstBad(audit(tiles))).isEqualTo(101);
        var swapped = new ArrayList<>(records);
        Collections.swap(swapped, 100, 200);
        Files.write(file, EntryBundle.encode(swapped));
        assertThat(firstBad(audit(tiles))).isEqualTo(100);
    }

    /** Bundle and tile agree with one another, and not with the signature. */
    @Test
    void recordsThatWereHashedAnewAreNotTheSignedOnes() throws Exception {
        var file = tiles.resolve("tile/entries/001.p/44");
        var records = new ArrayList<>(EntryBundle.records(Files.readAllBytes(file)));
        Collections.swap(records, 3, 4);
        Files.write(file, EntryBundle.encode(records));
        var leaves = new ByteArrayOutputStream();
        records.forEach(record -> leaves.writeBytes(new Rfc6962().leaf(record)));
        Files.write(tiles.resolve("tile/0/001.p/44"), leaves.toByteArray());
        assertThat(audit(tiles).records().damage().description()).contains("is not the signed one");
    }

    @Test
    void missingTilesAreNamed() throws Exception {
        Files.delete(tiles.resolve("tile/entries/001.p/44"));
        assertThat(firstBad(audit(tiles))).isEqualTo(256);
        Files.delete(tiles.resolve("tile/0/000"));
        assertThat(firstBad(audit(tiles))).isZero();
    }

    @Test
    void everyReceiptFindsItsRecord() {
        for (var what : List.of(data, tiles)) {
            var verdict = audit(what, receipts.toArray(Receipt[]::new));
            assertThat(verdict.isIntact()).isTrue();
            assertThat(verdict.receipts())
                    .extracting(found -> found.index().orElseThrow())
                    .isEqualTo(java.util.stream.LongStream.range(0, RECORDS)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void aReceiptWithoutARecordIsProvedMissing() throws Exception {
        var given = receipts.get(9);
        var old = "019a0000-0000-7000-8000-000000000000";
        var leaf = given.leaf().clone();
        leaf[0] ^= 1;
        for (var lie : List.of(
                new Receipt(given.log(), old, leaf),
                new Receipt(given.log(), old, given.leaf()),
                new Receipt("another.log", given.id(), given.leaf()))) {
            var verdict = audit(data, given, lie);
            assertThat(verdict.isIntact()).isFalse();
            assertThat(verdict.receipts())
                    .extracting(VerificationResult.ReceiptResult::isFound)
                    .containsExactly(true, false);
        }
        assertThat(audit(data, new Receipt(given.log(), old, leaf))
                        .receipts()
                        .getFirst()
                        .afterCopy())
                .isFalse();
    }

    @Test
    void aReceiptThatIsYoungerThanTheCopySaysNothingOfIt() {
        var more = Filled.with(data, 1).getFirst();
        assertThat(audit(tiles, more).receipts()).singleElement().satisfies(sought -> {
            assertThat(sought.isFound()).isFalse();
            assertThat(sought.afterCopy()).isTrue();
        });
        assertThat(audit(data, more).isIntact()).isTrue();
    }

    @Test
    void receiptsAreReadAsTheHeaderHasThem() throws Exception {
        var words = receipts.getFirst().headerValue();
        assertThat(ReceiptSearch.parse(words).headerValue()).isEqualTo(words);
        assertThat(ReceiptSearch.parse("Facegate-Receipt: " + words).headerValue())
                .isEqualTo(words);
        for (var other : List.of("", "log id", words + " more", words.substring(1 + words.indexOf(' ')))) {
            assertThatThrownBy(() -> ReceiptSearch.parse(other)).isInstanceOf(VerificationException.class);
        }
    }

    /** Two checkpoints of one key that no proof can lead from one to the other: whoever has both has the proof. */
    @Test
    void twoHistoriesAreShownByTheirCheckpoints() throws Exception {
        var fork = Filled.copy(data, folder.resolve("fork"));
        Filled.with(data, 4);
        Filled.with(fork, 6);
        var one = Filled.signed(data).checkpoint();
        var other = Filled.signed(fork);
        try (var log = StoreLogSource.open(fork);
                var file = new UpperTileCache(fork, log)) {
            var proof = file.tree(other.checkpoint().size()).consistencyProof(one.size());
            assertThat(ConsistencyProof.verify(one.tree(), other.checkpoint().tree(), proof))
                    .isFalse();
        }
        var noted = folder.resolve("noted.txt");
        Files.write(noted, Filled.signed(data).note().bytes());
        var found = OfflineAudit.verify(new VerificationTarget(fork, vkey, noted, WitnessPolicy.NONE, List.of()));
        assertThat(firstBad(found)).isZero();
        assertThat(found.records().damage().description())
                .contains("the first " + one.size() + " records do not match the checkpoint");
    }

    @Test
    void aRotatedLogIsVerifiedFromItsFirstKey() throws Exception {
        LogKeyRotation.rotate(data, Instant.EPOCH);
        Filled.with(data, 2);
        publish(data, tiles);
        assertThat(audit(data).isIntact()).isTrue();
        assertThat(audit(tiles).isIntact()).isTrue();
        var chain = Files.readString(data.resolve(LogKey.CHAIN));
        var proof = OfflineAudit.verify(new VerificationTarget(proof(5), chain, null, WitnessPolicy.NONE, List.of()));
        assertThat(proof.isIntact()).isTrue();
        assertThat(audit(proof(5)).problem()).contains("no key of the log signed it");
    }

    /** The key in the folder shows what was changed by somebody who has not the secret one. */
    @Test
    void aDataFolderIsCheckedByItsOwnKey() throws Exception {
        var own = OfflineAudit.verify(new VerificationTarget(data, null, null, WitnessPolicy.NONE, List.of()));
        assertThat(own).returns(true, VerificationResult::isIntact).returns(0L, VerificationResult::uncoveredRecords);
        var file = OfflineAudit.verify(
                new VerificationTarget(data.resolve("ledger.db"), null, null, WitnessPolicy.NONE, List.of()));
        assertThat(file)
                .returns(true, VerificationResult::isIntact)
                .returns((long) RECORDS, VerificationResult::uncoveredRecords);
        var signed = OfflineAudit.verify(
                new VerificationTarget(data.resolve("ledger.db"), vkey, null, WitnessPolicy.NONE, List.of()));
        assertThat(signed.problem()).contains("--checkpoint");
        assertThat(OfflineAudit.verify(new VerificationTarget(tiles, null, null, WitnessPolicy.NONE, List.of()))
                        .problem())
                .contains("--key");
    }
}
