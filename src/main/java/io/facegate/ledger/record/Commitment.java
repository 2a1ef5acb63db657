package io.facegate.ledger.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands for a name or a number that may be a person's: the same gives the same commitment, and without the key none tells
 * it.
 */
public final class Commitment {
    private final Mac prototype;

    /** Commitments under a secret key. */
    public Commitment(byte[] key) {
        try {
            prototype = Mac.getInstance("HmacSHA256");
            prototype.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("This Java runtime has no HMAC-SHA256.", broken);
        }
    }

    /** The commitment to the number of a case of one organisation, in lowercase hex; no gallery's name gives the same. */
    public String ofCase(String organisation, String matter) {
        return to(organisation, "case\0" + matter);
    }

    /** The commitment to a gallery's name within one organisation, in lowercase hex. */
    public String to(String organisation, String name) {
        try {
            var mac = (Mac) prototype.clone();
            mac.update(organisation.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException broken) {
            throw new IllegalStateException("This Java runtime's HMAC-SHA256 cannot be copied.", broken);
        }
    }
}
