package io.facegate.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens (JWT) made by hand, because a library refuses to make those of attackers. */
public final class HandMadeToken {
    private HandMadeToken() {}

    /** A token with that header and those claims, signed by RS256 whatever the header says. */
    public static String rs256(String header, String claims, PrivateKey key) {
        return signed(header, claims, "SHA256withRSA", key, UnaryOperator.identity());
    }

    /** A token signed by an algorithm of Java; {@code form} makes the signature of a token of Java's. */
    public static String signed(
            String header, String claims, String algorithm, PrivateKey key, UnaryOperator<byte[]> form) {
        try {
            var signed = coded(header) + '.' + coded(claims);
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + coded(form.apply(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A token with a shared secret: {@code HmacSHA256} and the like. */
    public static String shared(String header, String claims, String algorithm, byte[] secret) {
        try {
            var signed = coded(header) + '.' + coded(claims);
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return signed + '.' + coded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String coded(String text) {
        return coded(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String coded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
