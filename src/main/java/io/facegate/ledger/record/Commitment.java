package io.facegate.ledger.record;

import io.facegate.call.Digests;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Cryptographic commitment in place of a value that may be personal: HMAC-SHA256 of the field's name, a zero byte and
 * the value, keyed by a random salt of its own. Anybody with value and salt can verify it; once the salt is erased
 * nobody can recover it.
 */
public final class Commitment {
    /** Bytes of a salt. */
    public static final int SALT = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Commitment() {}

    /** Generates a salt. */
    public static byte[] salt() {
        var salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /** Computes the commitment, in lowercase hex. */
    public static String to(byte[] salt, RecordField field, String value) {
        var mac = Digests.newHmacSha256(salt);
        mac.update(field.key().getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    }
}
