package io.facegate.console;

import io.facegate.call.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A login that one browser began. The browser keeps it in a cookie with a MAC, so that logins which nobody finishes take
 * no memory here. State, nonce and PKCE verifier are derived from its secret: none of them tells another.
 *
 * @param issuer the provider that was chosen
 */
public record LoginAttempt(String issuer, String secret, Instant started) {
    /** How long a person may take at the provider. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int LONGEST = 2048;
    private static final int PARTS = 4;

    static LoginAttempt begin(String issuer, Instant now) {
        return new LoginAttempt(issuer, ConsoleSessions.secret(), Instant.ofEpochSecond(now.getEpochSecond()));
    }

    /** What the provider sends back in the address. */
    public String state() {
        return derived("state");
    }

    /** What the provider writes into the ID token. */
    public String nonce() {
        return derived("nonce");
    }

    /** The PKCE code verifier, which only the token request tells. */
    public String verifier() {
        return derived("verifier");
    }

    /** The PKCE code challenge of the method S256. */
    public String challenge() {
        return base64(ConsoleSessions.digest(verifier()));
    }

    private String derived(String what) {
        return base64(ConsoleSessions.digest(what + ':' + secret));
    }

    /** The text of the cookie. */
    String cookie(byte[] key) {
        var text = base64(issuer.getBytes(StandardCharsets.UTF_8)) + '.' + secret + '.' + started.getEpochSecond();
        return text + '.' + base64(mac(key, text));
    }

    /** The attempt in a cookie that this gateway wrote and that is not too old; null otherwise. */
    static @Nullable LoginAttempt parse(@Nullable String cookie, byte[] key, Instant now) {
        var parts = cookie == null || cookie.length() > LONGEST ? new String[0] : cookie.split("\\.", -1);
        if (parts.length != PARTS) {
            return null;
        }
        var text = parts[0] + '.' + parts[1] + '.' + parts[2];
        if (!MessageDigest.isEqual(
                base64(mac(key, text)).getBytes(StandardCharsets.UTF_8), parts[3].getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        var issuer = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        var attempt = new LoginAttempt(issuer, parts[1], Instant.ofEpochSecond(Long.parseLong(parts[2])));
        return now.isBefore(attempt.started.plus(LIFE)) ? attempt : null;
    }

    boolean isStateOf(@Nullable String sent) {
        return sent != null
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8), state().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] key, String text) {
        return Digests.hmacSha256(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
