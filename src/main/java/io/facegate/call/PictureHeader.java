package io.facegate.call;

import io.facegate.call.Picture.Format;
import org.jspecify.annotations.Nullable;

/** Reads format and size from the header of an encoded image. Trusts no length in it and decodes no pixels. */
final class PictureHeader {
    private static final byte[] PNG = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };
    private static final int PNG_SIZE_AT = 16;
    private static final int PNG_HEADER = 33;

    private final byte[] bytes;

    private PictureHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    static @Nullable Picture read(byte[] bytes) {
        var header = new PictureHeader(bytes);
        if (header.byteAt(0) == 0xff && header.byteAt(1) == 0xd8) {
            return header.jpeg();
        }
        return header.isPng()
                ? header.picture(Format.PNG, header.uint32(PNG_SIZE_AT), header.uint32(PNG_SIZE_AT + 4))
                : GifBmpWebpHeaders.read(bytes);
    }

    private boolean isPng() {
        return bytes.length >= PNG_HEADER && java.util.Arrays.equals(bytes, 0, PNG.length, PNG, 0, PNG.length);
    }

    /** Walks the JPEG segments to the frame header; every step advances, so the walk terminates. */
    private @Nullable Picture jpeg() {
        int at = 2;
        while (at + 4 <= bytes.length) {
            if (byteAt(at) != 0xff) {
                return null;
            }
            int marker = byteAt(at + 1);
            if (marker == 0xff) {
                at++;
            } else if (isFrame(marker)) {
                return at + 9 > bytes.length ? null : picture(Format.JPEG, uint16(at + 7), uint16(at + 5));
            } else if (marker == 0xda || marker == 0xd9 || marker == 0 || uint16(at + 2) < 2) {
                return null;
            } else {
                at += 2 + uint16(at + 2);
            }
        }
        return null;
    }

    /** True for a start of frame: C0 to CF, except the three markers of that range with other meanings. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private @Nullable Picture picture(Format format, long width, long height) {
        if (width <= 0 || height <= 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            return null;
        }
        return new Picture(bytes, format, (int) width, (int) height);
    }

    private int byteAt(int index) {
        return index < bytes.length ? bytes[index] & 0xff : -1;
    }

    private int uint16(int index) {
        return (byteAt(index) << 8) | byteAt(index + 1);
    }

    private long uint32(int index) {
        return ((long) uint16(index) << 16) | uint16(index + 2);
    }
}
