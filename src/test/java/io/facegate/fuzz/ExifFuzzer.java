package io.facegate.fuzz;

import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The metadata of a JPEG: as the content of a segment of EXIF, and as everything between the first marker and the picture. */
public final class ExifFuzzer {
    private static final int MOST = 65_535 - 8;
    private static final byte[] START = {(byte) 0xff, (byte) 0xd8};
    private static final byte[] NAME = {'E', 'x', 'i', 'f', 0, 0};

    private ExifFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var content = bytes.length > MOST ? Arrays.copyOf(bytes, MOST) : bytes;
        var segment = ByteBuffer.allocate(START.length + 4 + NAME.length + content.length)
                .put(START)
                .putShort((short) 0xffe1)
                .putShort((short) (2 + NAME.length + content.length))
                .put(NAME)
                .put(content)
                .array();
        read(segment);
        read(ByteBuffer.allocate(START.length + bytes.length)
                .put(START)
                .put(bytes)
                .array());
    }

    private static void read(byte[] jpeg) {
        Claim.decodes(NoException.class, () -> {
            var picture = new Picture(jpeg, Picture.Format.JPEG, 10, 10);
            var orientation = Orientation.readFrom(picture);
            Claim.that(orientation.rotationDegrees() % 90 == 0, "a quarter turn");
            Claim.that(orientation == Orientation.readFrom(picture), "read twice, the same");
        });
    }

    /** None is documented. */
    private static final class NoException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
