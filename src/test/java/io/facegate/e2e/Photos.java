package io.facegate.e2e;

import io.facegate.testkit.TestPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The photographs that the build fetched, and pictures made to be refused. */
final class Photos {
    static final Path FOLDER = Path.of(System.getProperty("facegate.fetched"), "photos");

    /** One face, a person whose other picture is {@link #SAME}. */
    static final Path ONE = FOLDER.resolve("franck_02159.jpg");

    static final Path SAME = FOLDER.resolve("franck_03979.jpg");

    /** One face of somebody else. */
    static final Path OTHER = FOLDER.resolve("audrey.jpg");

    /** Several faces. */
    static final Path GROUP = FOLDER.resolve("faces.jpg");

    private Photos() {}

    static byte[] bytes(Path photo) {
        try {
            return Files.readAllBytes(photo);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A wall: a picture like any other, with nobody in it. */
    static byte[] nobody() {
        var wall = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                wall.setRGB(x, y, 0x606060 + (x / 40) * 0x010101);
            }
        }
        return TestPictures.encoded(wall, "png");
    }

    /** A photograph with bytes after its end, as many in all as asked. */
    static byte[] ofSize(int bytes) {
        return Arrays.copyOf(bytes(ONE), bytes);
    }

    /** No more than the header of a PNG that says how large it would be. */
    static byte[] claiming(int width, int height) {
        var header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0});
        var crc = new CRC32();
        crc.update(header.array());
        return ByteBuffer.allocate(8 + 4 + 17 + 4)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(header.array())
                .putInt((int) crc.getValue())
                .array();
    }
}
