package io.facegate.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.postgres.Server;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.witness.WitnessPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning of a ledger that many gateways write. */
class SharedPruningTest {
    private static final Instant NOW = Sample.NOW;

    @TempDir
    private Path folder;

    private LedgerDatabase owner;
    private LedgerAddress ledger;

    @BeforeEach
    void begin() throws Exception {
        var name = Server.shared().empty();
        owner = Server.shared().asOwner(name);
        PostgresSchema.migrate(owner, "gateways");
        ledger = LedgerAddress.ofFolder(folder.resolve("data"), Server.shared().asGateway(name));
    }

    @Test
    void theOwnerRemovesWhatIsOldAndEveryProofHolds() throws Exception {
        List<String> ids;
        try (var open = Ledger.open(ledger, Sample.SETTINGS)) {
            ids = List.of(400L, 300L, 1L).stream()
                    .map(days -> open.refuse(Sample.asked(NOW.minus(Duration.ofDays(days))), Sample.refuse())
                            .id())
                    .toList();
        }
        var proof = Files.writeString(
                folder.resolve("proof"), InclusionProver.prove(ledger, 0).encoded());
        var root = LedgerVerification.verify(ledger).root();
        prune(plan());
        assertThat(LedgerVerification.verify(ledger))
                .matches(LedgerVerification::isIntact)
                .returns(4L, LedgerVerification::size);
        assertThat(Records.of(ledger)).hasSize(2).first().asString().contains(ids.getLast());
        try (var reader = ledger.reader();
                var signer = CheckpointSigner.open(ledger).orElseThrow()) {
            assertThat(reader.minimum()).isEqualTo(2);
            assertThat(signer.sign().checkpoint().size()).isEqualTo(4);
            assertThat(java.util.HexFormat.of()
                            .formatHex(reader.readAround(2, 1).getFirst().root()))
                    .isEqualTo(root);
        }
        var key = Files.readString(ledger.data().resolve("log.keys"));
        for (var what : List.of(ledger, LedgerAddress.ofFolder(proof))) {
            assertThat(OfflineAudit.verify(new VerificationTarget(what, key, null, WitnessPolicy.NONE, List.of()))
                            .isIntact())
                    .isTrue();
        }
        Ledger.open(ledger, Sample.SETTINGS).close();
    }

    @Test
    void whatNoRecordSaysWasPrunedIsDamage() throws Exception {
        write(300, 1);
        new Pruner(ledger, owner).prune(plan());
        assertThat(LedgerVerification.verify(ledger).damage()).isNotNull().returns(0L, damage -> damage.index());
    }

    @Test
    void holdsAndOpenPermitsKeep() throws Exception {
        write(300, 299);
        Ledger.administrate(ledger, new Administrative(LegalHold.ADD, "smith-v-city/1", "m.roe", NOW));
        assertThat(plan()).returns(1L, PrunePlan::minimum).returns(PrunePlan.Reason.HOLD, PrunePlan::reason);
        Ledger.administrate(ledger, new Administrative(LegalHold.LIFT, "smith-v-city", "m.roe", NOW));
        assertThat(plan().minimum()).isEqualTo(2);
        try (var open = Ledger.open(LedgerAddress.ofFolder(another(), ledger.database()), Sample.SETTINGS)) {
            var cleared = open.recordPermit(Sample.asked(NOW.minus(Duration.ofDays(290))), Sample.permit());
            open.refuse(Sample.asked(NOW.minus(Duration.ofDays(289))), Sample.refuse());
            Server.await(() -> Records.of(ledger).size() == 6);
            try (var reader = ledger.reader()) {
                assertThat(reader.oldestOpen()).isEqualTo(4);
            }
            open.close(cleared, new Ledger.Ending("ok", "", 1, 1));
            Server.await(() -> Records.of(ledger).size() == 7);
        }
        try (var reader = ledger.reader()) {
            assertThat(reader.oldestOpen()).isEqualTo(7);
        }
    }

    private Path another() throws Exception {
        var data = Files.createDirectory(folder.resolve("another"));
        Files.copy(ledger.data().resolve("ledger.key"), data.resolve("ledger.key"));
        return data;
    }

    @Test
    void noGatewaysRoleCanAndTheOwnerOfAnotherLedgerDoesNot() throws Exception {
        write(300, 1);
        var gateway = new Pruner(ledger, ledger.database());
        assertThatThrownBy(gateway::requireRight).hasMessageContaining("may not remove records");
        var plan = plan();
        assertThatThrownBy(() -> gateway.prune(plan)).hasMessageContaining("permission denied");
        var name = Server.shared().empty();
        PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
        var other =
                LedgerAddress.ofFolder(folder.resolve("other"), Server.shared().asGateway(name));
        Ledger.open(other, Sample.SETTINGS).close();
        assertThatThrownBy(() -> new Pruner(ledger, Server.shared().asOwner(name)).requireRight())
                .hasMessageContaining("another ledger");
        new Pruner(ledger, owner).requireRight();
        assertThat(Records.of(ledger)).hasSize(2);
    }

    private void write(long... days) {
        try (var open = Ledger.open(ledger, Sample.SETTINGS)) {
            for (long ago : days) {
                open.refuse(Sample.asked(NOW.minus(Duration.ofDays(ago))), Sample.refuse());
            }
        }
    }

    private PrunePlan plan() throws Exception {
        try (var reader = ledger.reader()) {
            return PrunePlan.compute(reader, HoldsAndPrunes.read(reader), Period.ofMonths(6), NOW);
        }
    }

    private void prune(PrunePlan plan) throws Exception {
        var pruning = new Pruner(ledger, owner);
        pruning.requireRight();
        Ledger.administrate(
                ledger, new Administrative(HoldsAndPrunes.PRUNE, Long.toString(plan.minimum()), "m.roe", NOW));
        pruning.prune(plan);
    }
}
