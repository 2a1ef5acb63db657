package io.facegate.call;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Body of one request as received, with its SHA-256, computed once on first use. */
public final class RequestPayload {
    private final byte[] bytes;
    private byte @Nullable [] sha256;

    /** @param bytes not copied, so they must not be modified */
    public RequestPayload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All bytes, not copied. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /** The SHA-256 of the bytes. */
    public byte[] sha256() {
        var known = sha256;
        if (known == null) {
            known = Digests.sha256(bytes);
            sha256 = known;
        }
        return known.clone();
    }

    /** Prints the size only: bodies must not be logged. */
    @Override
    public String toString() {
        return "RequestPayload[" + bytes.length + " bytes]";
    }

    /**
     * A byte range of a body.
     *
     * @param from first byte
     * @param to byte after the last
     */
    public record Part(RequestPayload whole, int from, int to) {
        /** The bytes of the range, not copied. */
        public ByteBuffer bytes() {
            return ByteBuffer.wrap(whole.bytes, from, to - from).slice();
        }

        /**
         * Decodes the range as base64.
         *
         * @throws IllegalArgumentException if it is not base64
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

        /** True if the base64 of the range sets no bits beyond the decoded bytes. */
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

        /** True if the range is the canonical base64 of the decoded bytes: padded, without stray bits. */
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
