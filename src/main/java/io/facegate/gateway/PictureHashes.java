package io.facegate.gateway;

import io.facegate.call.Digests;
import io.facegate.call.Picture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Keyed hashes of pictures and ids. The key exists in this process's memory only. */
final class PictureHashes {
    private final byte[] secret = new byte[32];

    PictureHashes() {
        new SecureRandom().nextBytes(secret);
    }

    long of(Picture picture) {
        return of(picture.bytes());
    }

    long of(String id) {
        return of(id.getBytes(StandardCharsets.UTF_8));
    }

    long of(byte[] bytes) {
        var digest = Digests.newSha256();
        digest.update(secret);
        return ByteBuffer.wrap(digest.digest(bytes)).getLong();
    }
}
