package io.facegate.usecase.delivery;

import static io.facegate.usecase.delivery.BundleWorkshop.pack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Digests;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerificationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles as their signers make them, and as an attacker would. */
class PolicyBundleTest {
    private static final Map<String, String> FILES =
            Map.of("a.yaml", pack("a", "permit detect"), "b.yaml", pack("b", "refuse verify"));
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private final BundleWorkshop workshop = new BundleWorkshop("jane", "omar", "ada");
    private final BundleSigners signers = workshop.signers(2, 3);

    @Test
    void aBundleThatEnoughSignedIsOpened() throws VerificationException {
        var opened = VerifiedBundle.open(workshop.bundle(FILES, 7, NOON, "jane", "omar"), signers);
        assertThat(opened.signerNames()).containsExactly("jane", "omar");
        assertThat(opened.manifest().serial()).isEqualTo(7);
        assertThat(opened.manifest().commit()).isEqualTo("c0ffee7");
        assertThat(opened.manifest().activation()).isEqualTo(NOON);
        assertThat(opened.manifest().policies()).isEqualTo(BundleWorkshop.digest(FILES));
        assertThat(opened.files()).containsOnlyKeys("a.yaml", "b.yaml");
        assertThat(opened.files().get("a.yaml")).asString().isEqualTo(FILES.get("a.yaml"));
    }

    @Test
    void theSameContentGivesTheSameBytes() {
        assertThat(workshop.bundle(FILES, 7, NOON, "jane")).isEqualTo(workshop.bundle(FILES, 7, NOON, "jane"));
    }

    /** The exact number of signatures is needed, so that a changed one is missed. */
    @Test
    void noByteCanBeChanged() {
        var whole = workshop.bundle(FILES, 7, NOON, "jane", "omar");
        for (int at = 0; at < whole.length; at++) {
            for (int bit : List.of(1, 0x20, 0x80)) {
                var changed = whole.clone();
                changed[at] ^= (byte) bit;
                assertThatThrownBy(() -> VerifiedBundle.open(changed, signers))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(VerificationException.class);
            }
        }
    }

    @Test
    void aBundleThatIsCutOffOrGoesOnIsRefused() {
        var whole = workshop.bundle(FILES, 7, NOON, "jane", "omar");
        for (int length = 0; length < whole.length; length++) {
            var part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> VerifiedBundle.open(part, signers))
                    .as("%d bytes", length)
                    .isInstanceOf(VerificationException.class);
        }
        assertThatThrownBy(() -> VerifiedBundle.open(Arrays.copyOf(whole, whole.length + 1), signers))
                .hasMessageContaining("longer than it says");
        assertThatThrownBy(() -> VerifiedBundle.open(new byte[PolicyBundle.LARGEST + 1], signers))
                .hasMessageContaining("larger");
    }

    @Test
    void onlyKnownSignersCountAndEachOnce() {
        assertThatThrownBy(() -> VerifiedBundle.open(workshop.bundle(FILES, 7, NOON, "jane"), signers))
                .hasMessageContaining("has 1 signature of known signers; it needs 2");
        assertThatThrownBy(
                        () -> VerifiedBundle.open(workshop.bundle(FILES, 7, NOON, "mallory", "eve", "jane"), signers))
                .hasMessageContaining("has 1 signature");
        assertThatThrownBy(() -> VerifiedBundle.open(workshop.bundle(FILES, 7, NOON, "jane", "jane"), signers))
                .hasMessageContaining("has 1 signature");
    }

    /** Another key with a known name has another id, so its signature is not of that signer. */
    @Test
    void aKeyWithTheNameOfASignerIsNotTheSigner() {
        var other = new BundleWorkshop("jane", "omar");
        assertThatThrownBy(() -> VerifiedBundle.open(other.bundle(FILES, 7, NOON, "jane", "omar"), signers))
                .hasMessageContaining("has 0 signatures");
    }

    @Test
    void aSignatureOfAnotherManifestDoesNotCount() throws VerificationException {
        var one = workshop.make(FILES, 7, NOON, "jane", "omar");
        var other = workshop.make(FILES, 8, NOON, "ada");
        var text =
                one.signedText().replace(one.manifest().text(), other.manifest().text());
        var forged = encode(text.getBytes(StandardCharsets.UTF_8), one.archive());
        assertThat(PolicyBundle.parse(forged).manifest().serial()).isEqualTo(8);
        assertThatThrownBy(() -> VerifiedBundle.open(forged, signers)).hasMessageContaining("does not verify");
    }

    /** Signed by the right people, yet not as their commands make them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.yaml",
                "/etc/a.yaml",
                "a/b.yaml",
                "..\\a.yaml",
                "a.yml",
                "a_test.yaml",
                ".a.yaml",
                "A.yaml",
                "a.yaml/",
                "",
                "a.yaml\0.yaml"
            })
    void anArchiveWithAnotherNameIsRefusedThoughItIsSigned(String name) throws IOException {
        assertThatThrownBy(() -> VerifiedBundle.open(signed(zip(ZipOutputStream.DEFLATED, name)), signers))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("the archive of the policies");
    }

    @Test
    void anArchiveThatIsCompressedOrHidesSomethingIsRefusedThoughItIsSigned() throws IOException {
        assertThatThrownBy(() -> VerifiedBundle.open(signed(zip(ZipOutputStream.DEFLATED, "a.yaml")), signers))
                .hasMessageContaining("compressed");
        var bomb = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("a.yaml"));
            zip.write(new byte[64 << 20]);
        }
        assertThatThrownBy(() -> VerifiedBundle.open(signed(bomb.toByteArray()), signers))
                .hasMessageContaining("compressed");
        var good = BundleArchive.pack(BundleWorkshop.bytes(FILES));
        var longer = Arrays.copyOf(good, good.length + 3);
        assertThatThrownBy(() -> VerifiedBundle.open(signed(longer), signers)).hasMessageContaining("one form");
        assertThatThrownBy(() -> VerifiedBundle.open(signed(new byte[] {1, 2, 3}), signers))
                .hasMessageContaining("one form");
    }

    /** Each file is shorter than the archive, and all together are longer; none of it is inflated. */
    @Test
    void manyCompressedFilesAreRefusedBeforeTheyAreInflated() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bomb)) {
            for (int number = 0; number < 400; number++) {
                zip.putNextEntry(new ZipEntry("p" + number + ".yaml"));
                zip.write(new byte[20_000]);
            }
        }
        assertThat(bomb.size()).isBetween(20_000, 100_000);
        assertThatThrownBy(() -> BundleArchive.unpack(bomb.toByteArray()))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("compressed");
    }

    @Test
    void aManifestHasOneForm() throws VerificationException {
        var good = workshop.make(FILES, 7, NOON, "jane").manifest();
        assertThat(BundleManifest.parse(good.text())).isEqualTo(good);
        for (var wrong : List.of(
                good.text().replace("serial 7", "serial 07"),
                good.text().replace("serial 7", "serial 0"),
                good.text().replace("serial 7", "serial 1000000000000000"),
                good.text().replace("12:00:00Z", "12:00Z"),
                good.text().replace("2026-12-01", "2026-13-01"),
                good.text().replace("commit c0ffee7", "commit c0 ffee"),
                good.text().replace("v1", "v2"),
                good.text() + "more\n",
                good.text().replace("\n", "\r\n"))) {
            assertThatThrownBy(() -> BundleManifest.parse(wrong)).as(wrong).isInstanceOf(VerificationException.class);
        }
    }

    @Test
    void aFileOfSignersSaysWhoAndHowMany() throws VerificationException {
        var read = BundleSigners.parse(file(2, 3));
        assertThat(read).isEqualTo(signers);
    }

    @Test
    void aFileOfSignersThatWouldBeTooWeakIsRefused() {
        var jane = workshop.key("jane");
        for (var wrong : List.of(
                "",
                file(0, 2),
                file(3, 2),
                file(1, 4),
                file(1, 1),
                file(1, 2) + "threshold 2\n",
                file(1, 2) + "signer " + jane.vkey() + '\n',
                file(1, 2) + "signer " + jane.withName("janet").vkey() + '\n',
                file(1, 2) + "signer " + SigningKey.generate("jane").vkey() + '\n',
                file(1, 2) + "signer hunter2\n",
                file(1, 2) + "quorum 2\n",
                file(1, 2).replace("permit-more 2", "permit-more two"))) {
            assertThatThrownBy(() -> BundleSigners.parse(wrong)).as(wrong).isInstanceOf(VerificationException.class);
        }
    }

    private String file(int threshold, int more) {
        var text = new StringBuilder("# who signs\n\n");
        for (var name : List.of("jane", "omar", "ada")) {
            text.append("signer ").append(workshop.key(name).vkey()).append('\n');
        }
        return text + "threshold " + threshold + "\nthreshold-to-permit-more " + more + '\n';
    }

    private byte[] signed(byte[] archive) {
        var manifest = new BundleManifest(
                1,
                BundleWorkshop.digest(FILES),
                HexFormat.of().formatHex(Digests.sha256(archive)),
                archive.length,
                null,
                null);
        var note = workshop.key("jane").sign(manifest.text());
        var both =
                note.withSignatures(workshop.key("omar").sign(manifest.text()).signatures());
        return encode(both.bytes(), archive);
    }

    private static byte[] encode(byte[] note, byte[] archive) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(("facegate-policy-bundle " + note.length + ' ' + archive.length + '\n')
                .getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(note);
        all.writeBytes(archive);
        return all.toByteArray();
    }

    private static byte[] zip(int method, String name) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            zip.setMethod(method);
            zip.putNextEntry(new ZipEntry(name));
            zip.write(FILES.get("a.yaml").repeat(30).getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
