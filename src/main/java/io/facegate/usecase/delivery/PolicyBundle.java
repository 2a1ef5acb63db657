package io.facegate.usecase.delivery;

import io.facegate.call.Digests;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerificationException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Policy bundle: an archive of policies and a signed note with its manifest. The file is one line with the lengths of
 * both, the note (c2sp.org/signed-note), and the ZIP archive.
 */
public final class PolicyBundle {
    /** The largest bundle, in bytes. */
    public static final int LARGEST = BundleArchive.LARGEST + (1 << 18);

    private static final int LONGEST_NOTE = 1 << 17;
    private static final int LONGEST_HEADER = 64;
    private static final Pattern HEADER =
            Pattern.compile("facegate-policy-bundle ([1-9][0-9]{0,8}) ([1-9][0-9]{0,8})\n");

    private final BundleManifest manifest;
    private final SignedNote note;
    private final byte[] archive;

    private PolicyBundle(BundleManifest manifest, SignedNote note, byte[] archive) {
        this.manifest = manifest;
        this.note = note;
        this.archive = archive;
    }

    /** Makes a bundle of these files with one signature. */
    static PolicyBundle create(SortedMap<String, byte[]> files, String digest, BundleTerms terms, SigningKey key) {
        var archive = BundleArchive.pack(files);
        if (archive.length > BundleArchive.LARGEST) {
            throw new IllegalArgumentException(
                    "the policies are larger than a bundle may be (" + BundleArchive.LARGEST + " bytes)");
        }
        var manifest = new BundleManifest(
                terms.serial(), digest, sha256(archive), archive.length, terms.commit(), terms.activation());
        return new PolicyBundle(manifest, key.sign(manifest.text()), archive);
    }

    /**
     * Parses a bundle and checks that the archive is the one that the manifest names. Verifies no signature: {@link
     * BundleSigners} does.
     */
    public static PolicyBundle parse(byte[] bytes) throws VerificationException {
        int head = headerLength(bytes);
        var lengths = HEADER.matcher(new String(bytes, 0, head, StandardCharsets.US_ASCII));
        if (!lengths.matches()) {
            throw new VerificationException("it is not a policy bundle");
        }
        int noteLength = Integer.parseInt(lengths.group(1));
        if (noteLength > LONGEST_NOTE
                || (long) head + noteLength + Integer.parseInt(lengths.group(2)) != bytes.length) {
            throw new VerificationException("the policy bundle is cut off, or longer than it says");
        }
        var note = SignedNote.parse(Arrays.copyOfRange(bytes, head, head + noteLength));
        var manifest = BundleManifest.parse(note.text());
        var archive = Arrays.copyOfRange(bytes, head + noteLength, bytes.length);
        if (archive.length != manifest.bytes() || !sha256(archive).equals(manifest.archive())) {
            throw new VerificationException("the archive of the policies is not the one that was signed");
        }
        return new PolicyBundle(manifest, note, archive);
    }

    private static int headerLength(byte[] bytes) throws VerificationException {
        if (bytes.length > LARGEST) {
            throw new VerificationException("it is larger than a policy bundle may be");
        }
        for (int at = 0; at < Math.min(bytes.length, LONGEST_HEADER); at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        throw new VerificationException("it is not a policy bundle");
    }

    /** The same bundle with the signature of one more key. */
    PolicyBundle signedBy(SigningKey key) {
        var signature = key.sign(note.text()).signatures();
        return new PolicyBundle(manifest, note.withSignatures(signature), archive);
    }

    /** The encoded bundle. */
    public byte[] bytes() {
        var text = note.bytes();
        var all = new ByteArrayOutputStream();
        all.writeBytes(("facegate-policy-bundle " + text.length + ' ' + archive.length + '\n')
                .getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(text);
        all.writeBytes(archive);
        return all.toByteArray();
    }

    public BundleManifest manifest() {
        return manifest;
    }

    SignedNote note() {
        return note;
    }

    /** The signed text with its signatures. */
    public String signedText() {
        return note.encoded();
    }

    /** Names and ids of the keys that signed, as the note states them; not verified. */
    public List<String> statedSigners() {
        return note.signatures().stream().map(SignedNote.Signature::toString).toList();
    }

    /** SHA-256 of the manifest's text, which identifies the bundle whoever signed it. */
    public String id() {
        return sha256(note.text().getBytes(StandardCharsets.UTF_8));
    }

    byte[] archive() {
        return archive.clone();
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256(bytes));
    }
}
