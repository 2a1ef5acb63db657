package io.facegate;

import io.facegate.vendor.embedded.client.Album;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Pictures of a crowd that pass as pictures of one person where somebody does not look at all of them. */
public final class CrowdPictures {
    private static final int WIDE = 2100;
    private static final int HIGH = 1500;
    private static final List<String> FACES =
            List.of("cage2_crop.jpg", "chuck_crop.jpg", "kim1_crop.jpg", "obama4_crop.jpg", "audrey_crop.jpg");

    private CrowdPictures() {}

    /** One person, in three million pixels and some more. */
    public static BufferedImage person(int type) throws IOException {
        var image = new BufferedImage(WIDE, HIGH, type);
        draw(image, "kim1_crop.jpg", 400, 200, 1100);
        return image;
    }

    /** Twenty-four people in as many pixels. */
    public static BufferedImage crowd(int type) throws IOException {
        var image = new BufferedImage(WIDE, HIGH, type);
        for (int i = 0; i < 24; i++) {
            draw(image, FACES.get(i % FACES.size()), 350 * (i % 6) + 20, 370 * (i / 6) + 20, 310);
        }
        return image;
    }

    /** The crowd, but every {@code step}-th pixel of every {@code step}-th row is of the person. */
    public static BufferedImage thinned(int step, int type) throws IOException {
        var image = crowd(type);
        var person = person(type);
        for (int y = 0; y < HIGH; y += step) {
            for (int x = 0; x < WIDE; x += step) {
                image.getRaster().setDataElements(x, y, person.getRaster().getDataElements(x, y, null));
            }
        }
        return image;
    }

    /** One large face, and six that are small beside it. */
    public static BufferedImage tiny(int wide, int high, int face) throws IOException {
        var image = new BufferedImage(wide, high, BufferedImage.TYPE_3BYTE_BGR);
        draw(image, "kim1_crop.jpg", 0, high / 4, high / 2);
        for (int i = 0; i < 6; i++) {
            draw(image, FACES.get(i % 5), wide * 5 / 8 + i % 3 * 2 * face, high / 3 + i / 3 * 2 * face, face);
        }
        return image;
    }

    private static void draw(BufferedImage on, String photo, int left, int top, int side) throws IOException {
        var pen = on.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(Album.image(photo), left, top, side, side, null);
        pen.dispose();
    }

    /** A PNG whose rows come in seven passes. */
    public static byte[] interlaced(BufferedImage image) throws IOException {
        return written("png", image, true);
    }

    /** A JPEG of so many pixels a side and 99 scans, which says almost nothing. */
    public static byte[] manyScans(int side) throws IOException {
        var plain = written("jpeg", new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR), true);
        int end = plain.length - 2;
        var all = new ByteArrayOutputStream();
        all.write(plain, 0, end);
        for (int i = 0; i < 89; i++) {
            all.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 63, 63, 0x10, 0});
        }
        all.write(plain, end, 2);
        return all.toByteArray();
    }

    private static byte[] written(String format, BufferedImage image, boolean inPasses) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName(format).next();
        var how = writer.getDefaultWriteParam();
        how.setProgressiveMode(inPasses ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
