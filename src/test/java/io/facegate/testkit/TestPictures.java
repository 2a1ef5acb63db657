package io.facegate.testkit;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures without anybody, drawn and encoded in memory. Photographs with faces are in {@code e2e.Photos}. */
public final class TestPictures {
    private TestPictures() {}

    /** A black PNG of that size. */
    public static byte[] png(int width, int height) {
        return encoded(black(width, height), "png");
    }

    /** A black JPEG of that size. */
    public static byte[] jpeg(int width, int height) {
        return encoded(black(width, height), "jpg");
    }

    /** A picture in a format that the JDK writes, such as {@code png}. */
    public static byte[] encoded(BufferedImage picture, String format) {
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, out)) {
                throw new IllegalArgumentException("The JDK cannot write this picture as " + format);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return out.toByteArray();
    }

    public static BufferedImage black(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    /** As the neutral API takes a picture. */
    public static String neutral(byte[] picture) {
        return "{\"bytes\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}";
    }
}
