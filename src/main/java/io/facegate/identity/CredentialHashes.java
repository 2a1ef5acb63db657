package io.facegate.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and HMAC-SHA256 for credentials; every Java platform provides both. */
public final class CredentialHashes {
    private static final String HMAC = "HmacSHA256";

    private CredentialHashes() {}

    public static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }

    public static byte[] hmacSha256(byte[] key, byte[] data) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(data);
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }
}
