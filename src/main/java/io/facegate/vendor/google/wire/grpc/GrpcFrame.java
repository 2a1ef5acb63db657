package io.facegate.vendor.google.wire.grpc;

import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.nio.ByteBuffer;

/** gRPC length-prefixed message: a compression flag of one byte, a length of four bytes, and the message. */
final class GrpcFrame {
    private static final int HEAD = 5;

    private GrpcFrame() {}

    /**
     * Returns the single message of a body.
     *
     * @throws Unreadable when it is compressed, truncated, or followed by more
     */
    static ByteBuffer message(byte[] body) throws Unreadable {
        var whole = ByteBuffer.wrap(body);
        if (body.length < HEAD || whole.get() != 0 || whole.getInt() != body.length - HEAD) {
            throw new Unreadable(
                    RequestMistake.malformedBody("The body must be one complete, uncompressed gRPC message."));
        }
        return whole;
    }

    /** Returns a body that holds the message. */
    static byte[] wrap(byte[] message) {
        return ByteBuffer.allocate(HEAD + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
