package io.facegate.ledger.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands in a record for a value that may be a person's: HMAC-SHA256 of the field's name, a zero byte and the value, under
 * a random salt of its own. With value and salt anybody can check it; once the salt is erased nobody can tell it.
 */
public final class Commitment {
    /** Bytes of a salt. */
    public static final int SALT = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Commitment() {}

    /** A new salt. */
    public static byte[] salt() {
        var salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /** The commitment, in lowercase hex. */
    public static String to(byte[] salt, RecordField field, String value) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            mac.update(field.key().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("This Java runtime has no HMAC-SHA256.", broken);
        }
    }
}
