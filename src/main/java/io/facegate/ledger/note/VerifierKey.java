package io.facegate.ledger.note;

import io.facegate.call.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Public Ed25519 key that verifies notes, with its name.
 *
 * @param type {@link #LOG} or {@link #COSIGNER}
 */
public record VerifierKey(String name, byte type, byte[] key) {
    /** Key type that signs the text of notes. */
    public static final byte LOG = 1;

    /** Key type that signs checkpoints with the time at which they were seen (c2sp.org/tlog-cosignature). */
    public static final byte COSIGNER = 4;

    static final String ED25519 = "Ed25519";
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int BYTES = 32;

    /** True if a key can have this name. */
    static boolean named(String name) {
        return !name.isEmpty() && name.indexOf('+') < 0 && name.codePoints().noneMatch(VerifierKey::blank);
    }

    private static boolean blank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    /** The first four bytes of the hash of name, type and key. */
    public int id() {
        return id(name, type, key);
    }

    static int id(String name, byte type, byte[] key) {
        var digest = Digests.newSha256();
        digest.update((name + '\n').getBytes(StandardCharsets.UTF_8));
        digest.update(type);
        return ByteBuffer.wrap(digest.digest(key)).getInt();
    }

    /** {@code name+id+key}, the form that verifiers receive. */
    public String encoded() {
        var typed = ByteBuffer.allocate(1 + key.length).put(type).put(key).array();
        return name + '+' + HexFormat.of().toHexDigits(id()) + '+' + StrictBase64.of(typed);
    }

    public static VerifierKey parse(String encoded) throws VerificationException {
        var parts = encoded.split("\\+", 3);
        var typed = parts.length == 3 ? StrictBase64.bytes(parts[2]) : new byte[0];
        if (typed.length != 1 + BYTES || !named(parts[0]) || (typed[0] != LOG && typed[0] != COSIGNER)) {
            throw new VerificationException("it is not a verifier key: an Ed25519 key has the form name+hash+key");
        }
        var key = new VerifierKey(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
            throw new VerificationException("the hash in the verifier key does not match its name and key");
        }
        return key;
    }

    /** True if the note has a signature line of this key; does not verify it. */
    public boolean signed(SignedNote note) {
        return note.signatures().stream().anyMatch(this::mine);
    }

    private boolean mine(SignedNote.Signature signature) {
        return signature.id() == id() && signature.name().equals(name);
    }

    /** Verifies that this key signed the note, and that none of its signatures is invalid. */
    public void demand(SignedNote note) throws VerificationException {
        if (!signed(note)) {
            throw new VerificationException("the key " + name + " did not sign it");
        }
        for (var signature : note.signatures()) {
            if (mine(signature)) {
                demand(note.text(), signature.bytes());
            }
        }
    }

    private void demand(String text, byte[] signature) throws VerificationException {
        int stamp = type == COSIGNER ? Long.BYTES : 0;
        if (signature.length != 64 + stamp) {
            throw new VerificationException("the signature of " + name + " is malformed");
        }
        var signed = type == COSIGNER
                ? Cosignature.message(ByteBuffer.wrap(signature).getLong(), text)
                : text;
        var bytes = Arrays.copyOfRange(signature, stamp, signature.length);
        if (!verifies(signed.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new VerificationException("the signature of " + name + " does not verify");
        }
    }

    private boolean verifies(byte[] message, byte[] signature) {
        try {
            var encoded = ByteBuffer.allocate(PREFIX.length + BYTES).put(PREFIX).put(key);
            var verifier = Signature.getInstance(ED25519);
            verifier.initVerify(
                    KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(encoded.array())));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** The time when this cosigner saw the checkpoint, in seconds. */
    public long seen(SignedNote note) throws VerificationException {
        demand(note);
        return note.signatures().stream()
                .filter(this::mine)
                .mapToLong(signature -> ByteBuffer.wrap(signature.bytes()).getLong())
                .max()
                .orElseThrow();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey(var itsName, var itsType, var itsKey)
                && name.equals(itsName)
                && type == itsType
                && Arrays.equals(key, itsKey);
    }

    @Override
    public int hashCode() {
        return id();
    }

    @Override
    public String toString() {
        return encoded();
    }
}
