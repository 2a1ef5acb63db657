package io.facegate.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.ledger.Filled;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.publish.CheckpointDistribution;
import io.facegate.ledger.publish.FolderTarget;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import io.facegate.ledger.witness.FakeWitness.Answer;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {
    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path data;
    private FakeWitness witness;
    private WitnessClient client;

    @BeforeEach
    void begin() throws Exception {
        data = folder.resolve("data");
        Filled.with(data, 3);
        witness = new FakeWitness("witness.test/one");
        witness.trust(new LogKey(data).prepare(null));
        var known = WitnessPolicy.parse(witness.policy()).witnesses().get("one");
        client = new WitnessClient(known, witness.url(), http);
    }

    @AfterEach
    void end() {
        witness.close();
        http.close();
    }

    private Optional<SignedNote.Signature> ask() {
        return ask(Filled.signed(data));
    }

    private Optional<SignedNote.Signature> ask(SignedCheckpoint signed) {
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            return client.requestCosignature(
                    signed.note(), file.tree(signed.checkpoint().size())::consistencyProof);
        }
    }

    @Test
    void signsWhatGrowsFromWhatItSaw() throws Exception {
        for (long size : List.of(3L, 4L, 9L)) {
            Filled.with(
                    data, (int) size - (int) Filled.signed(data).checkpoint().size());
            var signature = ask().orElseThrow();
            witness.key()
                    .requireSignature(new SignedNote(Filled.signed(data).note().text(), List.of(signature)));
            assertThat(client.state()).isEqualTo(new WitnessClient.State("one", OptionalLong.of(size), null));
        }
        assertThat(witness.answers()).containsExactly(200, 200, 200);
    }

    /** A gateway that was restarted does not know what its witnesses saw; they say it. */
    @Test
    void learnsFromAConflictWhatTheWitnessSaw() throws Exception {
        ask();
        Filled.with(data, 2);
        var again = new WitnessClient(
                WitnessPolicy.parse(witness.policy()).witnesses().get("one"), witness.url(), http);
        client = again;
        assertThat(ask()).isPresent();
        assertThat(witness.answers()).containsExactly(200, 409, 200);
    }

    @Test
    void aWitnessThatDoesNotKnowTheLogIsShown() throws Exception {
        witness.trust(SigningKey.generate("another.log").vkey());
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("does not know this log (404)");
        witness.trust(SigningKey.generate(new LogKey(data).prepare(null).name()).vkey());
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("does not trust this log's key (403)");
    }

    @Test
    void aWitnessThatSawAnotherHistoryIsShown() {
        witness.saw(new Tree(2, new byte[32]));
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("did not grow from the one it signed (422)");
        assertThat(witness.answers()).containsExactly(409, 422);
    }

    @Test
    void aWitnessThatSawAnotherTreeOfTheSameSizeIsShown() {
        witness.saw(new Tree(3, new byte[32]));
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("signed a different tree of 3 records");
    }

    @Test
    void aWitnessThatSawALongerLogIsShown() {
        witness.saw(new Tree(30, new byte[32]));
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("it signed 30 records of this log, which has 3");
    }

    @Test
    void aWitnessThatWentBackIsShown() {
        ask();
        Filled.with(data, 2);
        ask();
        Filled.with(data, 2);
        witness.say(new Answer(409, "3\n"));
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("it went back: it signed 5 records, and now says 3");
        assertThat(client.state().size()).hasValue(5);
    }

    @Test
    void aWitnessWhoseClockWentBackIsShown() {
        ask();
        Filled.with(data, 1);
        witness.turnClock(-3600);
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("clock went back");
    }

    @Test
    void whatIsNoSignatureOfItsIsNotTaken() {
        var other =
                SigningKey.generate("witness.test/one").sign("x\n").encoded().substring(3);
        for (var answer : List.of(
                new Answer(200, "nothing of the sort"),
                new Answer(200, ""),
                new Answer(200, other),
                new Answer(409, "many"),
                new Answer(500, ""))) {
            witness.say(answer);
            assertThat(ask()).isEmpty();
            assertThat(client.state().problem()).isNotNull();
        }
        witness.say(null);
        assertThat(ask()).isPresent();
        assertThat(client.state().problem()).isNull();
    }

    @Test
    void aWitnessThatIsGoneIsShown() {
        witness.close();
        assertThat(ask()).isEmpty();
        assertThat(client.state().problem()).contains("cannot be reached");
    }

    @Test
    void cosignaturesArePublishedAndDemanded() throws Exception {
        var policy = WitnessPolicy.parse(witness.policy());
        var to = folder.resolve("published");
        try (var signer = CheckpointSigner.open(data).orElseThrow()) {
            signer.sign();
            try (var distribution =
                    CheckpointDistribution.start(LedgerAddress.ofFolder(data), signer, policy, new FolderTarget(to))) {
                Await.until(() -> Files.exists(to.resolve("checkpoint")));
                assertThat(distribution.witnessed()).isTrue();
                assertThat(distribution.problem()).isNull();
                assertThat(distribution.witnesses())
                        .containsExactly(new WitnessClient.State("one", OptionalLong.of(3), null));
            }
        }
        var key = new LogKey(data).prepare(null).encoded();
        for (var what : List.of(data, to)) {
            assertThat(OfflineAudit.verify(new VerificationTarget(what, key, null, policy, List.of()))
                            .isIntact())
                    .isTrue();
        }
        var stranger =
                WitnessPolicy.parse("witness x " + new FakeWitness("w2").key().encoded() + "\nquorum x\n");
        assertThat(OfflineAudit.verify(new VerificationTarget(to, key, null, stranger, List.of()))
                        .problem())
                .contains("lacks the quorum");
    }

    @Test
    void aQuorumIsCountedAsThePolicySays() throws Exception {
        var policy = new StringBuilder(
                "# who must see it\n\tlog " + SigningKey.generate("log").vkey() + '\n');
        for (var name : List.of("a", "b", "c", "d")) {
            policy.append("witness " + name + ' ' + new FakeWitness(name).key().encoded() + '\n');
        }
        policy.append("group two 2 a b c\ngroup both all two d\nquorum both\n");
        var read = WitnessPolicy.parse(policy.toString());
        assertThat(read.meetsQuorum(java.util.Set.of("a", "c", "d"))).isTrue();
        assertThat(read.meetsQuorum(java.util.Set.of("a", "b", "c"))).isFalse();
        assertThat(read.meetsQuorum(java.util.Set.of("a", "d"))).isFalse();
        assertThat(WitnessPolicy.parse("quorum none\n").meetsQuorum(java.util.Set.of()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quorum one",
                "quorum none\nquorum none",
                "witness a\nquorum none",
                "witness a KEY ftp://host\nquorum none",
                "witness a KEY\nwitness b KEY\nquorum none",
                "witness none KEY\nquorum none",
                "witness a KEY\ngroup g 2 a\nquorum g",
                "witness a KEY\ngroup g any b\nquorum g",
                "witness a KEY\ngroup g any a\ngroup h any a\nquorum g",
                "witness a LOG\nquorum none",
                "monitor a KEY\nquorum none"
            })
    void policiesThatCannotBeAreRefused(String text) {
        var filled = text.replace("KEY", witness.key().encoded())
                .replace("LOG", SigningKey.generate("log").vkey().encoded());
        assertThatThrownBy(() -> WitnessPolicy.parse(filled)).isInstanceOf(VerificationException.class);
    }
}
