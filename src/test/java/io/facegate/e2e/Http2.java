package io.facegate.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Frames of HTTP/2, written and read one by one, so that a test sees what no client shows. */
final class Http2 {
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int NO_ERROR = 0;
    static final int ENHANCE_YOUR_CALM = 11;
    private static final int END_HEADERS = 4;
    private static final int ONE_BYTE = 127;
    private static final int SHORTEST_LONG = 128;
    private static final int MOST_OF_A_FRAME = 16_384;

    private Http2() {}

    /** One frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        static Frame read(DataInputStream in) throws IOException {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return new Frame(type, flags, stream, in.readNBytes(length));
        }

        /** Of GOAWAY: why. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(4);
        }

        /** Of GOAWAY: the newest call that is still answered. */
        int lastStream() {
            return ByteBuffer.wrap(payload).getInt(0);
        }

        /** Whether the call ends with it. */
        boolean isLast() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A whole call in its frames; its body fits in the window that every connection has from the first. */
    static byte[] call(Wire wire, int stream) {
        var head = new ByteArrayOutputStream();
        var authority = wire.gateway().getHost() + ':' + wire.gateway().getPort();
        for (var pseudo : List.of(
                Map.entry(":method", "POST"),
                Map.entry(":scheme", "http"),
                Map.entry(":path", wire.target()),
                Map.entry(":authority", authority))) {
            literal(head, pseudo.getKey(), pseudo.getValue());
        }
        wire.headers().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("host"))
                .forEach(header -> literal(head, header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        var all = new ByteArrayOutputStream();
        all.writeBytes(frame(HEADERS, END_HEADERS, stream, head.toByteArray()));
        for (int from = 0; from < wire.body().length; from += MOST_OF_A_FRAME) {
            int end = Math.min(wire.body().length, from + MOST_OF_A_FRAME);
            var part = Arrays.copyOfRange(wire.body(), from, end);
            all.writeBytes(frame(DATA, end == wire.body().length ? END_STREAM : 0, stream, part));
        }
        return all.toByteArray();
    }

    /** A header in plain letters, kept in no table (RFC 7541, 6.2.2). */
    private static void literal(ByteArrayOutputStream to, String name, String value) {
        to.write(0);
        text(to, name);
        text(to, value);
    }

    private static void text(ByteArrayOutputStream to, String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < ONE_BYTE) {
            to.write(bytes.length);
        } else {
            to.write(ONE_BYTE);
            int left = bytes.length - ONE_BYTE;
            for (; left >= SHORTEST_LONG; left >>= 7) {
                to.write(left & ONE_BYTE | SHORTEST_LONG);
            }
            to.write(left);
        }
        to.writeBytes(bytes);
    }
}
