package io.facegate.ledger.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationResult;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.retention.HoldsAndPrunes;
import io.facegate.ledger.retention.PrunePlan;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.tiles.EntryBundle;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.TilePath;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.witness.WitnessPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose beginning was pruned is the same log: every proof holds, and what is gone was said to go. */
class PrunedLogTest {
    private static final int OLD = 600;
    private static final Instant NOW = Sample.NOW;
    private static final Instant LONG_AGO =
            NOW.atZone(ZoneOffset.UTC).minusYears(1).toInstant();

    @TempDir
    private Path folder;

    private Path data;
    private Path tiles;
    private List<Receipt> receipts;

    @BeforeEach
    void fill() {
        data = folder.resolve("data");
        tiles = folder.resolve("tiles");
        receipts = Filled.with(data, OLD, LONG_AGO);
    }

    /** All the old ones go; the record that says so and what follows stays. */
    private void prune() throws Exception {
        // Nothing was written for a year: somebody confirms that it went by.
        Ledger.administrate(
                data, new Ledger.Administrative(NewestTime.ACCEPT, NewestTime.BY_A_PERSON, "m.roe", Instant.now()));
        try (var ledger = LedgerFile.open(data.resolve(LedgerFile.NAME));
                var acts = LedgerFile.open(data.resolve(LedgerFile.NAME))) {
            var plan = PrunePlan.compute(ledger, HoldsAndPrunes.read(acts), Period.ofMonths(6), NOW);
            assertThat(plan.minimum()).isEqualTo(OLD);
            Ledger.administrate(
                    data, new Ledger.Administrative(HoldsAndPrunes.PRUNE, Long.toString(plan.minimum()), "m.roe", NOW));
        }
    }

    private void publish() throws Exception {
        var signed = Filled.signed(data);
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            new LogPublication(new FolderTarget(tiles), log, file)
                    .publish(signed.note(), new LogKey(data).chain(), Files.readString(data.resolve(LogKey.CHAIN)));
        }
    }

    private VerificationResult audit(Path what, Receipt... sought) {
        var key = new LogKey(data).prepare(null).encoded();
        return OfflineAudit.verify(new VerificationTarget(what, key, null, WitnessPolicy.NONE, List.of(sought)));
    }

    @Test
    void whatWasPrunedGoesFromWhereItWasPublished() throws Exception {
        var id = receipts.get(520).id();
        publish();
        assertThat(tiles.resolve("tile/entries/001")).exists();
        assertThat(files(id)).isNotEmpty();
        prune();
        publish();
        Filled.with(data, 300);
        publish();
        assertThat(tiles.resolve("tile/entries/000")).doesNotExist();
        assertThat(tiles.resolve("tile/entries/001")).doesNotExist();
        assertThat(files(id)).isEmpty();
        assertThat(audit(tiles).isIntact()).isTrue();
    }

    private List<Path> files(String words) throws Exception {
        var found = new ArrayList<Path>();
        try (var files = Files.walk(tiles)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void aBundleThatWasPublishedWholeLosesWhatWasPruned() throws Exception {
        Filled.with(data, 300, NOW);
        publish();
        assertThat(tiles.resolve("tile/entries/002")).exists();
        prune();
        publish();
        assertThat(files(receipts.get(520).id())).isEmpty();
        assertThat(audit(tiles).isIntact()).isTrue();
    }

    @Test
    void aPrunedLogIsPublishedAnewAndVerifies() throws Exception {
        prune();
        Filled.with(data, 300);
        publish();
        assertThat(tiles.resolve("tile/entries/001")).doesNotExist();
        assertThat(tiles.resolve("tile/0/000")).hasSize(8192);
        assertThat(audit(tiles, receipts.get(7)).isIntact()).isTrue();
        Files.delete(tiles.resolve("tile/entries/002"));
        assertThat(audit(tiles).records().damage()).isNotNull();
    }

    /** Records that are gone, or were emptied, without a word. */
    @Test
    void whatIsGoneAndNobodySaidThatItGoesIsMissing() throws Exception {
        publish();
        var bundle = tiles.resolve("tile/entries/000");
        var whole = EntryBundle.records(Files.readAllBytes(bundle));
        Files.delete(bundle);
        assertThat(audit(tiles).records().damage().description()).contains("no record says that they were pruned");
        for (int at : new int[] {0, 9}) {
            var emptied = new ArrayList<>(whole);
            emptied.set(at, new byte[0]);
            Files.write(bundle, EntryBundle.encode(emptied));
            assertThat(audit(tiles).records().damage().index()).isEqualTo(at);
        }
    }

    @Test
    void proofsOfWhatIsLeftHold() throws Exception {
        var before = InclusionProver.prove(data, 7).encoded();
        prune();
        var more = Filled.with(data, 2);
        var proof = InclusionProver.prove(data, more.getLast().id()).orElseThrow();
        var file = Files.writeString(folder.resolve("after.tlog-proof"), proof.encoded());
        var old = Files.writeString(folder.resolve("before.tlog-proof"), before);
        assertThat(audit(file).isIntact()).isTrue();
        assertThat(audit(old).isIntact()).isTrue();
        assertThat(TlogProof.parse(Files.readAllBytes(file)).index()).isEqualTo(OLD + 3);
        assertThatThrownBy(() -> InclusionProver.prove(data, 7)).isInstanceOf(Fault.LedgerDown.class);
    }

    @Test
    void aReceiptOfAPrunedRecordStillFindsItsPlace() throws Exception {
        prune();
        Filled.signed(data);
        var found = audit(data, receipts.get(7), receipts.getLast());
        assertThat(found.isIntact()).isTrue();
        assertThat(found.receipts())
                .extracting(receipt -> receipt.index().orElseThrow())
                .containsExactly(7L, OLD - 1L);
    }

    @Test
    void prunedBundlesAreNotServed() throws Exception {
        prune();
        var signed = Filled.signed(data);
        try (var served = new HttpLogSource(LedgerAddress.ofFolder(data), signed::note)) {
            assertThat(served.tile(new TilePath(TilePath.ENTRIES, 0, 256))).isEmpty();
            assertThat(served.tile(new TilePath(0, 0, 256))).isPresent();
        }
    }
}
