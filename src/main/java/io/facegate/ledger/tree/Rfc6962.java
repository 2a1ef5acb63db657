package io.facegate.ledger.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Leaf and node hashes of RFC 6962. Not thread-safe. */
public final class Rfc6962 {
    /** Bytes of a hash. */
    public static final int HASH = 32;

    private static final MessageDigest PROTOTYPE = prototype();

    private final MessageDigest digest;

    public Rfc6962() {
        this.digest = fresh();
    }

    /** The hash of a record. */
    public byte[] leaf(byte[] bytes, int from, int to) {
        digest.update((byte) 0);
        digest.update(bytes, from, to - from);
        return digest.digest();
    }

    public byte[] leaf(byte[] bytes) {
        return leaf(bytes, 0, bytes.length);
    }

    /** The hash of two subtrees. */
    public byte[] node(byte[] left, byte[] right) {
        digest.update((byte) 1);
        digest.update(left);
        digest.update(right);
        return digest.digest();
    }

    /** The root of an empty tree. */
    public byte[] empty() {
        return digest.digest();
    }

    private static MessageDigest fresh() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException cannot) {
            return prototype();
        }
    }

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("This Java runtime has no SHA-256.", broken);
        }
    }
}
