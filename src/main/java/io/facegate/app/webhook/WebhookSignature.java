package io.facegate.app.webhook;

import io.facegate.call.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signature of a webhook as Standard Webhooks 1.0 defines it: HMAC-SHA256 over id, timestamp and body. */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private WebhookSignature() {}

    /** True if the file holds a key. */
    static boolean isSecret(Path file) {
        try {
            return key(file) != null;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static byte @Nullable [] key(Path file) throws IOException {
        var text = Files.readString(file).strip();
        try {
            var key =
                    text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : new byte[0];
            return key.length >= SHORTEST && key.length <= LONGEST ? key : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /**
     * The value of the header {@code webhook-signature}. The key is read each time, so that it can be replaced while the
     * gateway runs.
     */
    static String sign(Path secret, String id, long timestamp, byte[] body) throws IOException {
        var key = key(secret);
        if (key == null) {
            throw new IOException("The file of the secret holds no key.");
        }
        var mac = Digests.newHmacSha256(key);
        mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
