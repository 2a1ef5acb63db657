package io.facegate.usecase.reconcile;

import io.facegate.call.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The first 128 bits of the SHA-256 of texts, as a key that is small and cannot be forged. Not thread-safe. */
final class ShortDigest {
    private final MessageDigest digest = Digests.newSha256();
    private long high;
    private long low;

    /** Hashes texts in their order; null differs from every text. */
    ShortDigest of(@Nullable String... texts) {
        for (var text : texts) {
            var bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(text == null ? -1 : bytes.length)
                    .flip());
            digest.update(bytes);
        }
        var hash = ByteBuffer.wrap(digest.digest());
        high = hash.getLong();
        low = hash.getLong();
        return this;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
