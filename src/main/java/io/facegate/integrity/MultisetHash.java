package io.facegate.integrity;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Order-independent multiset hash over rows: one row can be added or removed without reading the others. It is the sum
 * of the rows' HMACs modulo 2^256, stored under a mask derived from the same key, so that copies reveal nothing about
 * single rows (MSet-Add-Hash, Clarke et al., 2003).
 */
public final class MultisetHash {
    private static final int NONCE = 16;
    private static final int LENGTH = 32;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(8 * LENGTH);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RowAuthenticator authenticator;
    private final String purpose;

    /**
     * A multiset hash under that key.
     *
     * @param purpose kind of the hashed rows, such as {@code face}
     */
    public MultisetHash(RowAuthenticator authenticator, String purpose) {
        this.authenticator = authenticator;
        this.purpose = purpose;
    }

    /** Hash of the empty set. */
    public static BigInteger emptyHash() {
        return BigInteger.ZERO;
    }

    /** Returns the hash with a row added. */
    public BigInteger plus(BigInteger sum, List<?> row) {
        return sum.add(term(row)).mod(MODULUS);
    }

    /** Returns the hash with a row removed, which must be in it. */
    public BigInteger minus(BigInteger sum, List<?> row) {
        return sum.subtract(term(row)).mod(MODULUS);
    }

    /** What a row adds to the hash, to remove it later without reading it. */
    public BigInteger term(List<?> row) {
        return new BigInteger(1, authenticator.computeMac(purpose + " term", row));
    }

    /** Returns the hash with that added, or removed if it is negative. */
    public static BigInteger plusTerm(BigInteger sum, BigInteger term) {
        return sum.add(term).mod(MODULUS);
    }

    /** The hash in its masked, stored form. */
    public byte[] toMaskedBytes(BigInteger sum) {
        var nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        var bytes = sum.add(mask(nonce)).mod(MODULUS).toByteArray();
        var all = Arrays.copyOf(nonce, NONCE + LENGTH);
        int length = Math.min(bytes.length, LENGTH);
        System.arraycopy(bytes, bytes.length - length, all, NONCE + LENGTH - length, length);
        return all;
    }

    /** Reverses {@link #toMaskedBytes}. */
    public BigInteger fromMaskedBytes(byte[] kept) {
        if (kept.length != NONCE + LENGTH) {
            return BigInteger.ONE.negate();
        }
        var sum = new BigInteger(1, Arrays.copyOfRange(kept, NONCE, kept.length));
        return sum.subtract(mask(Arrays.copyOf(kept, NONCE))).mod(MODULUS);
    }

    private BigInteger mask(byte[] nonce) {
        return new BigInteger(1, authenticator.computeMac(purpose + " mask", List.of(nonce)));
    }
}
