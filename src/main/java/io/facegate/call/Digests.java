package io.facegate.call;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and HMAC-SHA256; every Java platform provides both. */
public final class Digests {
    private static final String HMAC = "HmacSHA256";
    private static final int SHORT = 12;

    /** Never updated: cloning it is cheaper than asking the providers each time. */
    private static final MessageDigest SHA256 = provided();

    /** Likewise; what it is made with is no secret and signs nothing. */
    private static final Mac HMAC_SHA256 = providedHmac();

    private Digests() {}

    public static byte[] sha256(byte[] data) {
        return newSha256().digest(data);
    }

    /** The first 12 characters of a digest or an id, enough for people to tell one from another. */
    public static String shorten(String hex) {
        return hex.substring(0, Math.min(SHORT, hex.length()));
    }

    /** A SHA-256 digest to update piece by piece. Not thread-safe. */
    public static MessageDigest newSha256() {
        try {
            return (MessageDigest) SHA256.clone();
        } catch (CloneNotSupportedException ofThisProvider) {
            return provided();
        }
    }

    /** SHA-1, by which Valkey names a script. It protects nothing. */
    public static byte[] sha1(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(data);
        } catch (NoSuchAlgorithmException noPlatform) {
            throw new IllegalStateException("This Java runtime has no SHA-1.", noPlatform);
        }
    }

    public static byte[] hmacSha256(byte[] key, byte[] data) {
        return newHmacSha256(key).doFinal(data);
    }

    /** An HMAC-SHA256 to update piece by piece. Not thread-safe. */
    public static Mac newHmacSha256(byte[] key) {
        try {
            var mac = cloned();
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException("This Java runtime has no HMAC-SHA256.", noPlatform);
        }
    }

    private static Mac cloned() {
        try {
            return (Mac) HMAC_SHA256.clone();
        } catch (CloneNotSupportedException ofThisProvider) {
            return providedHmac();
        }
    }

    private static Mac providedHmac() {
        try {
            var mac = Mac.getInstance(HMAC);
            // The provider is chosen at the first key.
            mac.init(new SecretKeySpec(new byte[32], HMAC));
            return mac;
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException("This Java runtime has no HMAC-SHA256.", noPlatform);
        }
    }

    private static MessageDigest provided() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException noPlatform) {
            throw new IllegalStateException("This Java runtime has no SHA-256.", noPlatform);
        }
    }
}
