package io.facegate.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    /** The example of the specification. */
    private static final String VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String NOTE = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
        """;

    /** The example of Go's package note. */
    private static final String GO_SKEY =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String GO_TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private static final String GO_SIGNATURE = "— PeterNeumann"
            + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    @Test
    void verifiesTheExampleOfTheSpecification() throws VerificationException {
        VerifierKey.parse(VKEY).requireSignature(SignedNote.parse(NOTE));
        assertThat(SignedNote.parse(NOTE).encoded()).isEqualTo(NOTE);
        assertThat(VerifierKey.parse(VKEY).encoded()).isEqualTo(VKEY);
    }

    @Test
    void signsAsGoDoes() throws VerificationException {
        var key = SigningKey.parse(GO_SKEY);
        assertThat(key.vkey().encoded()).isEqualTo(GO_VKEY);
        assertThat(key.encoded()).isEqualTo(GO_SKEY);
        assertThat(key.sign(GO_TEXT).encoded()).isEqualTo(GO_TEXT + '\n' + GO_SIGNATURE);
    }

    @Test
    void keepsItsSecretToItself() throws VerificationException {
        assertThat(SigningKey.parse(GO_SKEY).toString()).doesNotContain("AYEKFALV");
    }

    @Test
    void noChangedByteIsAccepted() throws VerificationException {
        var key = VerifierKey.parse(VKEY);
        var bytes = NOTE.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                var changed = bytes.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> key.requireSignature(SignedNote.parse(changed)))
                        .as("byte " + at + " bit " + bit)
                        .isInstanceOf(VerificationException.class);
            }
        }
    }

    @Test
    void signaturesOfUnknownKeysAreIgnoredAndBadOnesOfKnownKeysAreNot() throws VerificationException {
        var known = SigningKey.generate("log.test");
        var other = SigningKey.generate("log.test");
        var note = known.sign("a text\n");
        var both = note.withSignatures(other.sign("another text\n").signatures());
        known.vkey().requireSignature(both);
        assertThatThrownBy(() -> other.vkey().requireSignature(both))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("not verify");
        var twice = new SignedNote(
                note.text(),
                List.of(
                        note.signatures().getFirst(),
                        known.sign("another text\n").signatures().getFirst()));
        assertThatThrownBy(() -> known.vkey().requireSignature(twice)).isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> SigningKey.generate("log.test").vkey().requireSignature(note))
                .hasMessageContaining("did not sign");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n— log.test AAAA\n",
                "text\n\n— log.test AAAAAAB=\n",
                "text\n\nlog.test AAAAAAAA\n",
                "text\n\n— log.test AAAAAAAA",
                "text\n\n— a+b AAAAAAAA\n",
                "text\n\n—  AAAAAAAA\n",
                "te\txt\n\n— log.test AAAAAAAA\n"
            })
    void whatIsNoNoteIsNotRead(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(VerificationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
                "exam ple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void whatIsNoKeyIsNotRead(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(VerificationException.class);
    }

    @Property(tries = 100)
    void aCheckpointIsReadAsItWasWritten(
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long size, @ForAll @Size(32) byte[] root)
            throws VerificationException {
        var key = SigningKey.generate("log.test");
        var written = new Checkpoint("log.test", size, root);
        var read = Checkpoint.parse(SignedNote.parse(key.sign(written.text()).bytes()));
        assertThat(read.text()).isEqualTo(written.text());
        assertThat(KeyChain.of(key.vkey()).open(key.sign(written.text())).size())
                .isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\n1\n",
                "log\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==\n",
                "log\n1\n47DEQpj8HBSa\n",
                "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nmore\n",
                "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
            })
    void whatIsNoCheckpointIsNotRead(String text) {
        var note = SigningKey.generate("log.test").sign(text);
        assertThatThrownBy(() -> Checkpoint.parse(note)).isInstanceOf(VerificationException.class);
    }

    @Test
    void aCosignatureSaysWhenItWasMade() throws VerificationException {
        var seed = new byte[32];
        var witness = SigningKey.fromSeed("witness.test", VerifierKey.COSIGNER, seed);
        var text = new Checkpoint("log.test", 7, new byte[32]).text();
        var note =
                SigningKey.generate("log.test").sign(text).withSignatures(List.of(witness.cosign(text, 1_700_000_000)));
        assertThat(witness.vkey().cosignedAt(note)).isEqualTo(1_700_000_000);
        assertThat(SigningKey.parse(witness.encoded()).vkey()).isEqualTo(witness.vkey());
        var later = witness.cosign(text, 1_700_000_001).bytes();
        var forged = note.signatures().getLast().bytes().clone();
        System.arraycopy(later, 0, forged, 0, 8);
        var moved = note.withSignatures(
                List.of(new SignedNote.Signature("witness.test", witness.vkey().id(), forged)));
        assertThatThrownBy(() -> witness.vkey().cosignedAt(moved)).isInstanceOf(VerificationException.class);
    }
}
