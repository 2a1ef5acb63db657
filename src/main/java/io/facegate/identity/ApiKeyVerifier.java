package io.facegate.identity;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** Verifies API keys of the form {@code fgk_<key id>_<secret>}: looked up by id, compared by hash of the whole key. */
public final class ApiKeyVerifier {
    private static final String PREFIX = "fgk_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "([A-Z0-9]{20})_[A-Za-z0-9]{40}");
    private static final int LENGTH = PREFIX.length() + 20 + 1 + 40;
    private static final byte[] NOBODY = new byte[32];

    private final IdentityDirectory directory;

    ApiKeyVerifier(IdentityDirectory directory) {
        this.directory = directory;
    }

    /** Formats an API key. */
    public static String written(String id, String secret) {
        return PREFIX + id + '_' + secret;
    }

    /** The only stored form of an API key. A plain hash suffices because the secret is random and long. */
    public static byte[] hash(String key) {
        return Digests.sha256(key.getBytes(StandardCharsets.UTF_8));
    }

    static boolean looksLikeOne(String token) {
        return token.startsWith(PREFIX);
    }

    CallerKey verify(String presented) {
        if (presented.length() != LENGTH) {
            throw unknown();
        }
        var form = FORM.matcher(presented);
        if (!form.matches()) {
            throw unknown();
        }
        var key = directory.key(form.group(1));
        var expected = key.map(CallerKey::apiKeySha256).orElse(NOBODY);
        if (!MessageDigest.isEqual(expected, hash(presented)) || key.isEmpty()) {
            throw unknown();
        }
        return key.get();
    }

    private static Fault.Unauthenticated unknown() {
        return new Fault.Unauthenticated(Why.UNKNOWN_KEY, "The API key is not known here, or was revoked.");
    }
}
