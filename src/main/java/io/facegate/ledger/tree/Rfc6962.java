package io.facegate.ledger.tree;

import io.facegate.call.Digests;
import java.security.MessageDigest;

/** Leaf and node hashes of RFC 6962. Not thread-safe. */
public final class Rfc6962 {
    /** Bytes of a hash. */
    public static final int HASH = 32;

    private final MessageDigest digest = Digests.newSha256();

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
}
