package io.facegate.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Private Ed25519 key that signs notes, with its name, in the format of Go's {@code note.GenerateKey}. */
public final class SigningKey {
    private static final String HEAD = "PRIVATE+KEY+";
    private static final byte[] PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final int SEED = 32;

    private final VerifierKey vkey;
    private final byte[] seed;

    private SigningKey(VerifierKey vkey, byte[] seed) {
        this.vkey = vkey;
        this.seed = seed;
    }

    /** Generates a key for a log. */
    public static SigningKey make(String name) {
        var seed = new byte[SEED];
        new SecureRandom().nextBytes(seed);
        return of(name, VerifierKey.LOG, seed);
    }

    /** Derives the key from a seed. */
    public static SigningKey of(String name, byte type, byte[] seed) {
        if (!VerifierKey.named(name)) {
            throw new IllegalArgumentException("A key's name has no spaces and no plus sign.");
        }
        return new SigningKey(new VerifierKey(name, type, publicOf(seed)), seed.clone());
    }

    /** Returns the same key under another name. */
    public SigningKey named(String name) {
        return of(name, vkey.type(), seed);
    }

    public static SigningKey parse(String encoded) throws VerificationException {
        var parts = encoded.startsWith(HEAD) ? encoded.substring(HEAD.length()).split("\\+", 3) : new String[0];
        var typed = parts.length == 3 ? StrictBase64.bytes(parts[2]) : new byte[0];
        if (typed.length != 1 + SEED
                || (typed[0] != VerifierKey.LOG && typed[0] != VerifierKey.COSIGNER)
                || !VerifierKey.named(parts[0])) {
            throw new VerificationException("it is not a signing key of the form " + HEAD + "name+hash+key");
        }
        var key = of(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().toHexDigits(key.vkey.id()).equals(parts[1])) {
            throw new VerificationException("the hash in the signing key does not match its name and key");
        }
        return key;
    }

    /** The encoded private key; it must not leave the file that holds it. */
    public String encoded() {
        var typed = ByteBuffer.allocate(1 + SEED).put(vkey.type()).put(seed).array();
        return HEAD + vkey.name() + '+' + HexFormat.of().toHexDigits(vkey.id()) + '+' + StrictBase64.of(typed);
    }

    /** The public key. */
    public VerifierKey vkey() {
        return vkey;
    }

    /** Signs a text that ends with a line feed. */
    public SignedNote sign(String text) {
        return new SignedNote(text, java.util.List.of(signature(text)));
    }

    private SignedNote.Signature signature(String text) {
        return new SignedNote.Signature(vkey.name(), vkey.id(), signed(text));
    }

    /** Cosigns the text of a checkpoint as a witness that saw it at this time. */
    public SignedNote.Signature cosign(String text, long seconds) {
        var signature = signed(Cosignature.message(seconds, text));
        var stamped = ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(seconds)
                .put(signature);
        return new SignedNote.Signature(vkey.name(), vkey.id(), stamped.array());
    }

    private byte[] signed(String text) {
        try {
            var signer = Signature.getInstance(VerifierKey.ED25519);
            signer.initSign(secret());
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return signer.sign();
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("This Java runtime does not sign with Ed25519.", never);
        }
    }

    private PrivateKey secret() throws GeneralSecurityException {
        var encoded = ByteBuffer.allocate(PREFIX.length + SEED).put(PREFIX).put(seed);
        return KeyFactory.getInstance(VerifierKey.ED25519).generatePrivate(new PKCS8EncodedKeySpec(encoded.array()));
    }

    /**
     * Derives the public key. The JDK does so only while generating a pair, so the seed is passed as its randomness.
     */
    private static byte[] publicOf(byte[] seed) {
        try {
            var pairs = KeyPairGenerator.getInstance(VerifierKey.ED25519);
            pairs.initialize(255, new Fixed(seed));
            var point = ((EdECPublicKey) pairs.generateKeyPair().getPublic()).getPoint();
            var y = point.getY().toByteArray();
            var key = new byte[SEED];
            for (int i = 0; i < Math.min(y.length, SEED); i++) {
                key[i] = y[y.length - 1 - i];
            }
            key[SEED - 1] |= (byte) (point.isXOdd() ? 0x80 : 0);
            return key;
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("This Java runtime has no Ed25519.", never);
        }
    }

    /** Returns given bytes in place of random ones. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte[] bytes;

        Fixed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] to) {
            System.arraycopy(bytes, 0, to, 0, to.length);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + vkey + ']';
    }
}
