package io.facegate.storage;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * A hash over a set of rows that does not depend on their order, so that one row is added or taken away without reading the
 * others: the sum of an HMAC of each, modulo 2^256. It is kept behind a mask under the same key, so that copies of it tell
 * nothing about single rows (MSet-Add-Hash of Clarke and others, 2003).
 */
public final class MultisetHash {
    private static final int NONCE = 16;
    private static final int LENGTH = 32;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(8 * LENGTH);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RowAuthenticator authenticator;
    private final String purpose;

    /**
     * Hashes under that key.
     *
     * @param purpose what is hashed, such as {@code face}
     */
    public MultisetHash(RowAuthenticator authenticator, String purpose) {
        this.authenticator = authenticator;
        this.purpose = purpose;
    }

    /** The sum over nothing. */
    public static BigInteger none() {
        return BigInteger.ZERO;
    }

    /** The sum with one more row. */
    public BigInteger plus(BigInteger sum, List<?> row) {
        return sum.add(term(row)).mod(MODULUS);
    }

    /** The sum without one row that was in it. */
    public BigInteger minus(BigInteger sum, List<?> row) {
        return sum.subtract(term(row)).mod(MODULUS);
    }

    private BigInteger term(List<?> row) {
        return new BigInteger(1, authenticator.of(purpose + " term", row));
    }

    /** The sum as it is kept. */
    public byte[] masked(BigInteger sum) {
        var nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        var bytes = sum.add(mask(nonce)).mod(MODULUS).toByteArray();
        var all = Arrays.copyOf(nonce, NONCE + LENGTH);
        int length = Math.min(bytes.length, LENGTH);
        System.arraycopy(bytes, bytes.length - length, all, NONCE + LENGTH - length, length);
        return all;
    }

    /** The sum of what {@link #masked} gave. */
    public BigInteger unmasked(byte[] kept) {
        if (kept.length != NONCE + LENGTH) {
            return BigInteger.ONE.negate();
        }
        var sum = new BigInteger(1, Arrays.copyOfRange(kept, NONCE, kept.length));
        return sum.subtract(mask(Arrays.copyOf(kept, NONCE))).mod(MODULUS);
    }

    private BigInteger mask(byte[] nonce) {
        return new BigInteger(1, authenticator.of(purpose + " mask", List.of(nonce)));
    }
}
