package io.facegate.vendor.rekognition.client;

import io.facegate.call.Digests;
import io.facegate.call.RequestPayload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON body of one request, with its hash. A picture's base64 is a piece of its own, so it is not copied.
 *
 * @param sha256 of all the pieces
 */
record RekognitionRequestBody(List<ByteBuffer> pieces, byte[] sha256) {

    /** Writes judged parameters as a new body. */
    static RekognitionRequestBody write(Map<String, @Nullable Object> params) {
        var json = RekognitionJsonWriter.write(params);
        var received = json.received();
        return new RekognitionRequestBody(
                json.pieces(),
                received != null && equalsReceived(json.pieces(), received)
                        ? received.sha256()
                        : sha256(json.pieces()));
    }

    ByteBuf buffer() {
        return Unpooled.wrappedBuffer(pieces.toArray(ByteBuffer[]::new));
    }

    /** Returns true if the pieces equal the received body byte for byte; then its hash is already known. */
    private static boolean equalsReceived(List<ByteBuffer> pieces, RequestPayload received) {
        int at = 0;
        for (var piece : pieces) {
            int end = at + piece.remaining();
            if (end > received.length() || !piece.equals(ByteBuffer.wrap(received.bytes(), at, piece.remaining()))) {
                return false;
            }
            at = end;
        }
        return at == received.length();
    }

    private static byte[] sha256(List<ByteBuffer> pieces) {
        var digest = Digests.newSha256();
        pieces.forEach(piece -> digest.update(piece.duplicate()));
        return digest.digest();
    }
}
