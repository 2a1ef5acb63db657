package io.facegate.ledger.export;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 digest of exports. */
final class ExportDigest {
    private ExportDigest() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("This Java runtime has no SHA-256.", broken);
        }
    }
}
