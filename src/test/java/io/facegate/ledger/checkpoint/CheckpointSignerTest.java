package io.facegate.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.Sample;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerificationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSignerTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void begin() {
        data = folder.resolve("data");
        Filled.with(data, 3);
    }

    @Test
    void aLedgerIsBornWithAKeyThatOnlyItsOwnerCanRead() throws Exception {
        var secret = data.resolve(LogKey.SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        var key = new LogKey(data).prepare(null);
        assertThat(key.name()).matches("facegate\\.local/[0-9a-f]{16}");
        assertThat(Files.readString(data.resolve(LogKey.CHAIN)).strip()).isEqualTo(key.encoded());
    }

    @Test
    void signsWhatIsOnDiskAndKeepsItBeforeItShowsIt() throws Exception {
        var signed = Filled.signed(data);
        assertThat(signed.checkpoint().size()).isEqualTo(3);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            assertThat(java.util.HexFormat.of().formatHex(signed.checkpoint().root()))
                    .isEqualTo(ledger.head().root());
        }
        assertThat(Files.readString(data.resolve(SignedCheckpoint.NAME)))
                .isEqualTo(signed.note().encoded());
        var stranger = KeyChain.of(SigningKey.make(signed.checkpoint().origin()).vkey());
        assertThatThrownBy(() -> stranger.open(signed.note())).isInstanceOf(VerificationException.class);
    }

    @Test
    void onlyOneSignsAtATime() {
        try (var first = CheckpointSigner.of(data).orElseThrow()) {
            assertThat(CheckpointSigner.of(data)).isEmpty();
            assertThat(first.signed()).isNull();
        }
        CheckpointSigner.of(data).orElseThrow().close();
    }

    /** Nobody signs an older copy, and no gateway or command adds to it. */
    @Test
    void refusesToSignAnOlderCopyThatWasPutBack() throws Exception {
        var old = Filled.copy(data, folder.resolve("old"));
        Filled.with(data, 2);
        Filled.signed(data);
        putBack(old);
        try (var signer = CheckpointSigner.of(data).orElseThrow()) {
            assertThatThrownBy(signer::sign)
                    .isInstanceOf(CheckpointSigner.Inconsistent.class)
                    .hasMessageContaining("it signed 5 records, and 3 are there");
        }
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("older copy was put back");
        var act = new Ledger.Administrative("view", "hope", "m.roe", Instant.EPOCH);
        assertThatThrownBy(() -> Ledger.administrate(data, act)).hasMessageContaining("older copy was put back");
    }

    /** The copy grew beyond what was signed: only the records can tell. */
    @Test
    void refusesToSignAnotherHistoryOfTheSameLength() throws Exception {
        var old = Filled.copy(data, folder.resolve("old"));
        Filled.with(data, 300);
        Filled.signed(data);
        Filled.with(old, 600);
        putBack(old);
        try (var signer = CheckpointSigner.of(data).orElseThrow()) {
            assertThatThrownBy(signer::sign)
                    .isInstanceOf(CheckpointSigner.Inconsistent.class)
                    .hasMessageContaining("are not the ones it signed");
        }
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .hasMessageContaining("its first 303 records are others");
    }

    private void putBack(Path old) throws Exception {
        for (var name : new String[] {"ledger.db-wal", "ledger.db-shm"}) {
            Files.deleteIfExists(data.resolve(name));
        }
        for (var name : new String[] {"ledger.db", "ledger.head"}) {
            Files.copy(old.resolve(name), data.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void aGatewayWhoseLogIsNotTheSignedOneTakesNothingMore() throws Exception {
        var halted = new ArrayList<String>();
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var signer = CheckpointSigner.of(data).orElseThrow()) {
            try (var checkpoints = CheckpointSchedule.begin(signer, why -> {
                halted.add(why);
                ledger.halt(why);
            })) {
                assertThat(checkpoints.trouble()).isNull();
                // What no disk does by itself: the newest checkpoint is of a longer log.
                var other = new io.facegate.ledger.note.Checkpoint(
                        checkpoints.newest().checkpoint().origin(), 3, new byte[32]);
                forge(signer, other);
                ledger.refuse(Sample.asked(), Sample.refuse());
                Await.until(() -> !halted.isEmpty());
                assertThat(checkpoints.trouble()).contains("The signer refuses");
            }
            assertThatThrownBy(() -> ledger.refuse(Sample.asked(), Sample.refuse()))
                    .isInstanceOf(Fault.LedgerDown.class)
                    .hasMessageContaining("The signer refuses");
            assertThatThrownBy(ledger::head).hasMessageContaining("The signer refuses");
        }
    }

    private static void forge(CheckpointSigner signer, io.facegate.ledger.note.Checkpoint other) throws Exception {
        var field = CheckpointSigner.class.getDeclaredField("signed");
        field.setAccessible(true);
        field.set(signer, new SignedCheckpoint(SigningKey.make(other.origin()).sign(other.text()), other));
    }

    @Test
    void signsSoonAfterARecord() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var signer = CheckpointSigner.of(data).orElseThrow();
                var checkpoints = CheckpointSchedule.begin(signer, ledger::halt)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            Await.until(() -> checkpoints.newest().checkpoint().size() == 4);
        }
    }

    @Test
    void theNextKeyIsNamedByARecordThatTheOldOneSigned() throws Exception {
        var first = new LogKey(data).prepare(null);
        var before = Filled.signed(data);
        var next = LogKeyRotation.rotate(data, Instant.EPOCH);
        var third = LogKeyRotation.rotate(data, Instant.EPOCH);
        Filled.with(data, 1);
        var after = Filled.signed(data);
        assertThat(third.signed(after.note())).isTrue();
        var chain = Files.readString(data.resolve(LogKey.CHAIN));
        var keys = KeyChain.of(first).followed(chain);
        assertThat(keys.keys()).containsExactly(first, next, third);
        assertThat(keys.open(after.note()).size()).isEqualTo(6);
        assertThat(keys.open(before.note()).size()).isEqualTo(3);
        assertThat(KeyChain.of(next).followed(chain).open(after.note()).size()).isEqualTo(6);
        assertThatThrownBy(() -> KeyChain.of(first).open(after.note()))
                .hasMessageContaining("no key of the log signed it");
    }

    @Test
    void anOldKeySignsNothingAfterItsTurn() throws Exception {
        var first =
                SigningKey.parse(Files.readAllLines(data.resolve(LogKey.SECRET)).getFirst());
        Filled.signed(data);
        LogKeyRotation.rotate(data, Instant.EPOCH);
        Filled.with(data, 1);
        var now = Filled.signed(data).checkpoint();
        var keys = new LogKey(data).chain();
        assertThatThrownBy(() -> keys.open(first.sign(now.text()))).hasMessageContaining("not in use at that time");
    }

    @Test
    void aKeyThatNoRecordNamesIsNotFollowed() throws Exception {
        var first = new LogKey(data).prepare(null);
        LogKeyRotation.rotate(data, Instant.EPOCH);
        var chain = Files.readString(data.resolve(LogKey.CHAIN)).getBytes(StandardCharsets.UTF_8);
        int followed = 0;
        for (int at = 0; at < chain.length; at++) {
            var changed = chain.clone();
            changed[at] ^= 1;
            try {
                followed += KeyChain.of(first)
                                .followed(new String(changed, StandardCharsets.UTF_8))
                                .keys()
                                .size()
                        - 1;
            } catch (VerificationException refused) {
                assertThat(refused.why()).isNotEmpty();
            }
        }
        // The first line names the key that is trusted anyway.
        assertThat(followed).isEqualTo(first.encoded().length() + 1 + 1);
    }

    @Test
    void aRotationThatACrashCutShortIsFinished() throws Exception {
        var old = Files.readString(data.resolve(LogKey.SECRET));
        Filled.signed(data);
        var next = LogKeyRotation.rotate(data, Instant.EPOCH);
        Files.move(data.resolve(LogKey.SECRET), data.resolve("log.next"));
        Files.writeString(data.resolve(LogKey.SECRET), old);
        Filled.with(data, 1);
        assertThat(next.signed(Filled.signed(data).note())).isTrue();
        assertThat(data.resolve("log.next")).doesNotExist();
    }

    @Test
    void aRunningGatewayTakesUpTheNextKey() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var signer = CheckpointSigner.of(data).orElseThrow();
                var checkpoints = CheckpointSchedule.begin(signer, ledger::halt)) {
            var next = LogKeyRotation.rotate(data, Instant.EPOCH);
            Await.until(() -> next.signed(checkpoints.newest().note()));
        }
    }

    @Test
    void aKeyThatWasRemovedIsMissed() throws Exception {
        Filled.signed(data);
        Files.delete(data.resolve(LogKey.SECRET));
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("Put log.skey back");
    }

    @Test
    void aLogIsNamedOnceAndForAll() {
        var settings = Sample.SETTINGS.named("example.com/faces");
        try (var ledger = Ledger.open(data, settings)) {
            assertThat(ledger.refuse(Sample.asked(), Sample.refuse()).log()).isEqualTo("example.com/faces");
        }
        assertThat(Filled.signed(data).checkpoint().origin()).isEqualTo("example.com/faces");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            assertThat(ledger.refuse(Sample.asked(), Sample.refuse()).log()).isEqualTo("example.com/faces");
        }
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS.named("example.com/others")))
                .hasMessageContaining("has signed as example.com/faces");
    }
}
