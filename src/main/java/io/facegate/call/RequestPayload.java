package io.facegate.call;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The body of one request as received, and its SHA-256, computed once, when it is first asked for. */
public final class RequestPayload {
    private final byte[] bytes;
    private byte @Nullable [] sha256;

    /** @param bytes never copied, so never to be changed */
    public RequestPayload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All of them, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /** The hash of the bytes; every Java platform can compute it. */
    public byte[] sha256() {
        var known = sha256;
        if (known == null) {
            try {
                known = MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (GeneralSecurityException noPlatform) {
                throw new IllegalStateException(noPlatform);
            }
            sha256 = known;
        }
        return known.clone();
    }

    /** Says its size only: a body is never loggable. */
    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }

    /**
     * Where something stands in a body.
     *
     * @param from its first byte
     * @param to the byte after its last
     */
    public record Part(RequestPayload whole, int from, int to) {
        /** These bytes, not a copy. */
        public ByteBuffer bytes() {
            return ByteBuffer.wrap(whole.bytes, from, to - from).slice();
        }

        /**
         * What stands there in base64.
         *
         * @throws IllegalArgumentException when it is not base64
         */
        public byte[] decoded() {
            var decoded = Base64.getDecoder().decode(bytes());
            if (decoded.arrayOffset() == 0 && decoded.remaining() == decoded.array().length) {
                return decoded.array();
            }
            var exact = new byte[decoded.remaining()];
            decoded.get(exact);
            return exact;
        }

        /** Whether it, decoding to these bytes, has no bits set but theirs. */
        public boolean isExact(byte[] decoded) {
            int tail = decoded.length % 3;
            if (tail == 0) {
                return true;
            }
            int last = from + decoded.length / 3 * 4;
            var written = Base64.getEncoder()
                    .withoutPadding()
                    .encode(Arrays.copyOfRange(decoded, decoded.length - tail, decoded.length));
            return Arrays.equals(written, 0, written.length, whole.bytes, last, Math.min(to, last + written.length));
        }

        /** Whether it, decoding to these bytes, is what an encoder makes of them: with its padding, and no stray bits before it. */
        public boolean encodes(byte[] decoded) {
            int tail = (decoded.length + 2) % 3 + 1;
            return decoded.length > 0
                    && to - from == (decoded.length + 2) / 3 * 4
                    && Arrays.equals(
                            Base64.getEncoder()
                                    .encode(Arrays.copyOfRange(decoded, decoded.length - tail, decoded.length)),
                            Arrays.copyOfRange(whole.bytes, to - 4, to));
        }

        @Override
        public String toString() {
            return "Part[" + from + '-' + to + ']';
        }
    }
}
