package io.facegate.provider.rekognition;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request's JSON, in pieces: a picture's base64 is a piece of its own, so that it is written once and never moved. */
final class Body {
    private final List<byte[]> pieces;

    private Body(List<byte[]> pieces) {
        this.pieces = pieces;
    }

    /** What was judged, written anew. */
    static Body of(Map<String, @Nullable Object> params) {
        return new Body(new Json().write(params));
    }

    InputStream stream() {
        return new SequenceInputStream(Collections.enumeration(
                pieces.stream().map(ByteArrayInputStream::new).toList()));
    }

    ByteBuf buffer() {
        return Unpooled.wrappedBuffer(pieces.size(), pieces.toArray(byte[][]::new));
    }
}
