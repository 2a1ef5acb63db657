package io.facegate.ingress.google.grpc;

import io.facegate.call.PreconditionFailure;
import io.facegate.ingress.StrictJson.Unreadable;
import java.nio.ByteBuffer;

/** The one message of a body: a byte that says whether it is compressed, its length in four, and itself. */
final class GrpcFrame {
    private static final int HEAD = 5;

    private GrpcFrame() {}

    /**
     * The message in a body, which is no more than it.
     *
     * @throws Unreadable when it is compressed, cut short, or not alone
     */
    static ByteBuffer message(byte[] body) throws Unreadable {
        var whole = ByteBuffer.wrap(body);
        if (body.length < HEAD || whole.get() != 0 || whole.getInt() != body.length - HEAD) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        return whole;
    }

    /** A body with that message. */
    static byte[] of(byte[] message) {
        return ByteBuffer.allocate(HEAD + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
