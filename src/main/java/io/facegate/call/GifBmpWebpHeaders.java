package io.facegate.call;

import io.facegate.call.Picture.Format;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the size of an image that only some vendors take: GIF, BMP and WebP. Numbers in these formats are little-endian.
 * Trusts no length and decodes no pixels.
 */
final class GifBmpWebpHeaders {
    private static final int GIF_HEADER = 10;
    /** Flags, background and aspect ratio, behind the sides of the screen. */
    private static final int GIF_SCREEN = 3;
    /** A frame's mark, place, sides and flags. */
    private static final int GIF_DESCRIPTOR = 10;

    private static final int GIF_EXTENSION = 0x21;
    private static final int GIF_FRAME = 0x2c;
    private static final int GIF_END = 0x3b;
    private static final int BMP_HEADER = 26;
    private static final int WEBP_HEADER = 30;
    /** Length of the oldest header of a BMP, whose sizes have two bytes each. */
    private static final int OLD_BMP = 12;

    private static final int SIDE_BITS = 14;
    private static final int SIDE_MASK = (1 << SIDE_BITS) - 1;
    private static final int LOSSLESS_SIGNATURE = 0x2f;
    private static final int UINT24 = 0xffffff;

    private final byte[] bytes;
    private final ByteBuffer numbers;

    private GifBmpWebpHeaders(byte[] bytes) {
        this.bytes = bytes;
        this.numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns null if the bytes are of none of these formats, or too damaged to tell the size. */
    static @Nullable Picture read(byte[] bytes) {
        var header = new GifBmpWebpHeaders(bytes);
        if (bytes.length >= GIF_HEADER && (header.says(0, "GIF87a") || header.says(0, "GIF89a"))) {
            return header.gif();
        }
        if (bytes.length >= BMP_HEADER && header.says(0, "BM")) {
            return header.bmp();
        }
        return bytes.length >= WEBP_HEADER && header.says(0, "RIFF") && header.says(8, "WEBP") ? header.webp() : null;
    }

    /** Returns null if a frame reaches beyond the stated screen: vendors may show it in full. */
    private @Nullable Picture gif() {
        int width = uint16(6);
        int height = uint16(8);
        int at = GIF_HEADER + GIF_SCREEN + colours(GIF_HEADER);
        boolean hasFrame = false;
        while (at < bytes.length && bytes[at] != GIF_END) {
            if (bytes[at] == GIF_EXTENSION) {
                at = endOfBlocks(at + 2);
            } else if (bytes[at] == GIF_FRAME && at + GIF_DESCRIPTOR < bytes.length) {
                if (uint16(at + 1) + uint16(at + 5) > width || uint16(at + 3) + uint16(at + 7) > height) {
                    return null;
                }
                hasFrame = true;
                at = endOfBlocks(at + GIF_DESCRIPTOR + colours(at + GIF_DESCRIPTOR - 1) + 1);
            } else {
                return null;
            }
        }
        return hasFrame ? picture(Format.GIF, width, height) : null;
    }

    /** Bytes of the colour table that the flags at this offset announce. */
    private int colours(int flags) {
        return flags < bytes.length && (bytes[flags] & 0x80) != 0 ? 3 << ((bytes[flags] & 7) + 1) : 0;
    }

    /** Offset behind a sequence of blocks: each has its length in front, and an empty one ends it. */
    private int endOfBlocks(int first) {
        int at = first;
        while (at < bytes.length && bytes[at] != 0) {
            at += 1 + (bytes[at] & 0xff);
        }
        return at + 1;
    }

    /** A negative height means that the rows stand from top to bottom. */
    private @Nullable Picture bmp() {
        return numbers.getInt(14) == OLD_BMP
                ? picture(Format.BMP, uint16(18), uint16(20))
                : picture(Format.BMP, numbers.getInt(18), Math.abs((long) numbers.getInt(22)));
    }

    private @Nullable Picture webp() {
        if (says(12, "VP8X")) {
            return picture(Format.WEBP, 1 + (numbers.getInt(24) & UINT24), 1 + (numbers.getInt(26) >>> 8));
        }
        if (says(12, "VP8L") && bytes[20] == LOSSLESS_SIGNATURE) {
            int sides = numbers.getInt(21);
            return picture(Format.WEBP, 1 + (sides & SIDE_MASK), 1 + (sides >>> SIDE_BITS & SIDE_MASK));
        }
        return says(12, "VP8 ") ? picture(Format.WEBP, uint16(26) & SIDE_MASK, uint16(28) & SIDE_MASK) : null;
    }

    private @Nullable Picture picture(Format format, long width, long height) {
        return width <= 0 || height <= 0 || height > Integer.MAX_VALUE
                ? null
                : new Picture(bytes, format, (int) width, (int) height);
    }

    private boolean says(int at, String word) {
        return new String(bytes, at, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }

    private int uint16(int at) {
        return numbers.getShort(at) & 0xffff;
    }
}
