package io.facegate.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads the EXIF orientation tag of a JPEG. Reads only the entries of the first directory and follows no offset out of
 * it, so hostile metadata cannot mislead it.
 */
final class ExifOrientation {
    private static final byte[] NAME = {'E', 'x', 'i', 'f', 0, 0};
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int MAGIC = 42;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final int ORIENTATION = 0x0112;

    private ExifOrientation() {}

    /** Returns the orientation number in the first readable EXIF segment; 1 if there is none. */
    static int orientation(byte[] jpeg) {
        int at = 2;
        while (at + 4 <= jpeg.length) {
            int marker = jpeg[at + 1] & 0xff;
            if ((jpeg[at] & 0xff) != 0xff || marker == 0xff || marker == 0) {
                at++;
                continue;
            }
            int length = ((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff);
            int next = at + 2 + length;
            if (marker == START_OF_SCAN || marker == END_OF_IMAGE || length < 2 || next > jpeg.length) {
                return 1;
            }
            int from = at + 4;
            if (marker == APP1 && isNamed(jpeg, from, next)) {
                var tiff = ByteBuffer.wrap(jpeg, from + NAME.length, next - from - NAME.length)
                        .slice();
                if (isTiff(tiff)) {
                    return readOrientation(tiff);
                }
            }
            at = next;
        }
        return 1;
    }

    private static boolean isNamed(byte[] jpeg, int from, int to) {
        return to - from >= NAME.length + HEADER && Arrays.equals(jpeg, from, from + NAME.length, NAME, 0, NAME.length);
    }

    /** True for a valid TIFF header; also sets the buffer's byte order. */
    private static boolean isTiff(ByteBuffer tiff) {
        int order = tiff.getShort(0);
        if (order != 0x4949 && order != 0x4d4d) {
            return false;
        }
        tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return tiff.getShort(2) == MAGIC;
    }

    /** Returns the orientation of the last such entry, as most readers do. */
    private static int readOrientation(ByteBuffer tiff) {
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (directory + 2 > tiff.limit()) {
            return 1;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
        int found = 1;
        for (int entry = 0; entry < entries; entry++) {
            int at = (int) directory + 2 + entry * ENTRY;
            if (at + ENTRY > tiff.limit()) {
                break;
            }
            if (Short.toUnsignedInt(tiff.getShort(at)) == ORIENTATION) {
                found = tiff.getInt(at + 4) == 1 ? number(tiff, Short.toUnsignedInt(tiff.getShort(at + 2)), at + 8) : 1;
            }
        }
        return found;
    }

    /** Reads a single integer of any width; the standard requires 16 bits. */
    private static int number(ByteBuffer tiff, int type, int at) {
        return switch (type) {
            case 1, 6 -> tiff.get(at);
            case 3, 8 -> tiff.getShort(at);
            case 4, 9 -> tiff.getInt(at);
            default -> 1;
        };
    }
}
