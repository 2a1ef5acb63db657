package io.facegate.gateway;

import io.facegate.call.Digests;
import io.facegate.call.Picture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Keyed hashes of pictures and ids. */
final class PictureHashes {
    private static final int SECRET_BYTES = 32;

    private final byte[] secret;

    PictureHashes(byte[] secret) {
        this.secret = secret.clone();
    }

    /** Hashes with a key that exists in this process's memory only. */
    static PictureHashes ofThisProcess() {
        var random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return new PictureHashes(random);
    }

    long hash(Picture picture) {
        return hash(picture.bytes());
    }

    long hash(String id) {
        return hash(id.getBytes(StandardCharsets.UTF_8));
    }

    long hash(byte[] bytes) {
        var digest = Digests.newSha256();
        digest.update(secret);
        return ByteBuffer.wrap(digest.digest(bytes)).getLong();
    }
}
