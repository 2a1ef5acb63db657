package io.facegate.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.publish.CheckpointDistribution;
import io.facegate.ledger.publish.FolderTarget;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many gateways, one log: who signs it, and what the others make of that. */
class SharedSignerTest {
    @TempDir
    private Path folder;

    private LedgerDatabase database;
    private LedgerAddress one;
    private LedgerAddress two;

    @BeforeEach
    void begin() throws Exception {
        database = Server.shared().ledger();
        one = LedgerAddress.in(folder.resolve("one"), database);
        write(one, 3);
        two = another("two", "ledger.key", LogKey.SECRET);
    }

    private LedgerAddress another(String name, String... keys) throws IOException {
        var data = Files.createDirectory(folder.resolve(name));
        for (var key : keys) {
            Files.copy(one.data().resolve(key), data.resolve(key));
        }
        return LedgerAddress.in(data, database);
    }

    private static String write(LedgerAddress ledger, int records) {
        var id = "";
        try (var open = Ledger.open(ledger, Sample.SETTINGS)) {
            for (int i = 0; i < records; i++) {
                var receipt = open.refuse(Sample.asked(), Sample.refuse());
                id = receipt.id();
            }
        }
        return id;
    }

    private static CheckpointSigner signer(LedgerAddress of) {
        return CheckpointSigner.of(of).orElseThrow();
    }

    /** The database frees what a closed connection held when it gets to it. */
    private static void takesOver(CheckpointSigner signer) throws Exception {
        Server.await(() -> {
            try {
                signer.sign();
            } catch (IOException unkept) {
                throw new UncheckedIOException(unkept);
            }
            return signer.leads();
        });
    }

    @Test
    void oneSignsAndTheOthersCheckAndShowWhatItSigned() throws Exception {
        try (var second = signer(two)) {
            try (var first = signer(one)) {
                var signed = first.sign();
                assertThat(signed.checkpoint().size()).isEqualTo(3);
                write(two, 2);
                assertThat(second.sign().note().encoded())
                        .isEqualTo(signed.note().encoded());
                assertThat(second.leads()).isFalse();
                var grown = first.sign();
                assertThat(first.leads()).isTrue();
                assertThat(grown.checkpoint().size()).isEqualTo(5);
                assertThat(second.sign().note().encoded())
                        .isEqualTo(grown.note().encoded());
                assertThat(Files.readString(two.data().resolve(SignedCheckpoint.NAME)))
                        .isEqualTo(grown.note().encoded());
            }
            write(two, 1);
            takesOver(second);
            assertThat(second.sign().checkpoint().size()).isEqualTo(6);
        }
    }

    @Test
    void aGatewayWithoutTheKeySignsNothingAndHasTheLogsName() throws Exception {
        var three = another("three", "ledger.key");
        var id = write(three, 1);
        try (var open = Ledger.open(three, Sample.SETTINGS)) {
            assertThat(open.refuse(Sample.asked(), Sample.refuse()).log())
                    .isEqualTo(LogKey.name(one, null))
                    .startsWith("facegate.local/");
        }
        assertThat(three.data().resolve(LogKey.SECRET)).doesNotExist();
        try (var unable = signer(three)) {
            assertThatThrownBy(unable::sign)
                    .isInstanceOf(Fault.LedgerDown.class)
                    .hasMessageContaining("log.skey");
            try (var able = signer(one)) {
                able.sign();
            }
            assertThat(unable.sign().checkpoint().size()).isEqualTo(5);
            assertThat(unable.leads()).isFalse();
        }
        var proof = Files.writeString(
                folder.resolve("proof"),
                InclusionProver.prove(three, id).orElseThrow().encoded());
        assertThat(audit(LedgerAddress.in(proof)).sound()).isTrue();
        assertThat(audit(three))
                .matches(found -> found.sound())
                .returns(0L, found -> found.uncovered())
                .returns(5L, found -> found.checkpoint().size());
    }

    private io.facegate.ledger.proof.VerificationResult audit(LedgerAddress what) throws IOException {
        var key = Files.readString(one.data().resolve(LogKey.CHAIN));
        return OfflineAudit.of(new VerificationTarget(what, key, null, WitnessPolicy.NONE, List.of()));
    }

    /** A bucket and witnesses are for the one who signs; the others take over where it ended. */
    @Test
    void onlyWhoSignsPublishes() throws Exception {
        var place = folder.resolve("published");
        try (var second = signer(two);
                var distribution =
                        CheckpointDistribution.begin(two, second, WitnessPolicy.NONE, new FolderTarget(place))) {
            try (var first = signer(one)) {
                var signed = first.sign();
                second.sign();
                Server.await(() -> distribution.newest() != null);
                assertThat(distribution.newest().encoded())
                        .isEqualTo(signed.note().encoded());
                assertThat(place.resolve("checkpoint")).doesNotExist();
            }
            takesOver(second);
            Server.await(() -> Files.exists(place.resolve("checkpoint")));
        }
        assertThat(audit(LedgerAddress.in(place)).sound()).isTrue();
    }

    @Test
    void aGatewaySaysWhenNobodySignsAndHaltsWhenWhatIsSignedIsNotItsLog() throws Exception {
        var halted = new AtomicReference<String>();
        var three = another("three", "ledger.key");
        try (var unable = signer(three);
                var checkpoints = CheckpointSchedule.begin(unable, halted::set, Duration.ofMillis(500))) {
            Server.await(() -> checkpoints.trouble() != null);
            assertThat(checkpoints.trouble()).contains("copy log.skey");
            try (var able = signer(one)) {
                able.sign();
            }
            Server.await(() -> checkpoints.trouble() == null);
            assertThat(checkpoints.newest().checkpoint().size()).isEqualTo(3);
            assertThat(halted).hasValue(null);
            asGateway("UPDATE facegate.log SET note = 'x'");
            Server.await(() -> halted.get() != null);
        }
    }

    @Test
    void aFolderWithTheKeyOfAnotherLogIsRefused() throws Exception {
        var other = LedgerAddress.in(folder.resolve("other"), Server.shared().ledger());
        write(other, 1);
        var wrong = another("wrong", "ledger.key");
        Files.copy(other.data().resolve(LogKey.SECRET), wrong.data().resolve(LogKey.SECRET));
        assertThatThrownBy(() -> Ledger.open(wrong, Sample.SETTINGS))
                .hasMessageContaining("is not a key of this ledger's log");
        assertThatThrownBy(() -> Ledger.open(one, Sample.SETTINGS.named("example.com/other")))
                .hasMessageContaining("leave --log-origin out");
    }

    /** It hung, its connection was given up, and another signed meanwhile. */
    @Test
    void oneThatSleptThroughTheLossOfItsRoleSignsNothing() throws Exception {
        try (var asleep = new SharedSigningState(database);
                var second = signer(two)) {
            assertThat(asleep.lead()).isTrue();
            var before = asleep.state();
            assertThat(second.attempt()).isNull();
            Server.shared()
                    .tamper(
                            database,
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND application_name = 'facegate signer'");
            Server.await(() -> leads(second));
            var signed = second.sign().checkpoint();
            assertThat(signed.size()).isEqualTo(3);
            var stale = new Checkpoint(signed.origin(), 2, new byte[32]);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> asleep.replace(before.keys(), new byte[] {1}, stale))
                        .isInstanceOf(IOException.class);
            }
            assertThat(asleep.lead()).isFalse();
            assertThat(SharedSigningState.in(database).orElseThrow().note())
                    .isEqualTo(second.sign().note().bytes());
            // The broken control: whoever overwrites without looking is stopped by the database alone.
            assertThatThrownBy(() -> asGateway("UPDATE facegate.log SET size = 2, note = 'x'"))
                    .hasMessageContaining("What was signed cannot be taken back");
            asGateway("UPDATE facegate.log SET note = 'x'");
            assertThatThrownBy(second::sign).isInstanceOf(CheckpointSigner.Inconsistent.class);
        }
    }

    private static boolean leads(CheckpointSigner signer) {
        try {
            signer.attempt();
            return signer.leads();
        } catch (IOException cut) {
            return false;
        }
    }

    private void asGateway(String sql) throws Exception {
        try (var connection = database.connect("test", 10);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void refusesToSignWhenAnOlderDatabaseWasPutBack() throws Exception {
        try (var signer = signer(one)) {
            signer.sign();
            var old = Server.shared()
                    .ask(database, "SELECT encode(note, 'hex') || ' ' || encode(root, 'hex') FROM facegate.log");
            write(one, 2);
            signer.sign();
            var words = old.split(" ");
            Server.shared()
                    .tamper(
                            database,
                            "ALTER TABLE facegate.log DISABLE TRIGGER ALL; UPDATE facegate.log SET size = 3, note ="
                                    + " decode('" + words[0] + "', 'hex'), root = decode('" + words[1] + "', 'hex');"
                                    + " ALTER TABLE facegate.log ENABLE TRIGGER ALL");
            assertThatThrownBy(signer::sign)
                    .isInstanceOf(CheckpointSigner.Inconsistent.class)
                    .hasMessageContaining("it signed 5 records, and 3 are there");
        }
    }

    @Test
    void whatWasFoundChangedIsNotSigned() throws Exception {
        try (var signer = signer(one)) {
            signer.sign();
            write(one, 1);
            Server.shared().tamper(database, "INSERT INTO facegate.damage (what) VALUES ('it was changed')");
            assertThatThrownBy(signer::sign).isInstanceOf(IOException.class);
            Server.shared().tamper(database, "DELETE FROM facegate.damage");
            assertThat(signer.sign().checkpoint().size()).isEqualTo(4);
        }
    }

    @Test
    void theNextKeyIsEverybodys() throws Exception {
        try (var first = signer(one)) {
            first.sign();
        }
        var next = LogKeyRotation.rotate(one, Instant.EPOCH);
        write(two, 1);
        try (var second = signer(two)) {
            assertThat(second.sign().note().signatures()).hasSize(1);
            assertThat(second.leads()).as("it has the old key").isFalse();
            assertThat(second.chain().newest()).isEqualTo(next);
            assertThat(next.signed(second.sign().note())).isTrue();
        }
        assertThatThrownBy(() -> LogKeyRotation.rotate(two, Instant.EPOCH))
                .hasMessageContaining("does not have the current signing key");
        try (var first = signer(one)) {
            assertThat(next.signed(first.sign().note())).isTrue();
        }
        assertThat(audit(two)).matches(found -> found.sound()).returns(0L, found -> found.uncovered());
    }
}
