package io.facegate.engine.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** JPEGs of four components, as printing programs write them. */
public final class CmykPictures {
    /** Offset behind the start of the image and of the first segment. */
    private static final int START = 2;

    private CmykPictures() {}

    /** Inverted CMYK, with Adobe's segment. */
    public static byte[] cmyk(BufferedImage image, boolean progressive) throws IOException {
        return marked(plain(image, false, progressive), 0);
    }

    /** The same, with inks turned into luma and chroma. */
    public static byte[] ycck(BufferedImage image, boolean progressive) throws IOException {
        return marked(plain(image, true, progressive), 2);
    }

    /** Four components without the segment of Adobe that says what they are. */
    public static byte[] unmarked(BufferedImage image) throws IOException {
        return plain(image, false, false);
    }

    /** Offset of the sequential frame's segment. */
    static int frame(byte[] jpeg) {
        int at = START;
        while ((jpeg[at + 1] & 0xfe) != 0xc0) {
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
        }
        return at;
    }

    static byte[] inserted(byte[] jpeg, int at, byte[] more) {
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, at);
        out.writeBytes(more);
        out.write(jpeg, at, jpeg.length - at);
        return out.toByteArray();
    }

    private static byte[] plain(BufferedImage image, boolean ycck, boolean progressive) throws IOException {
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, image.getWidth(), image.getHeight(), 4, null);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                raster.setPixel(x, y, samples(image.getRGB(x, y), ycck));
            }
        }
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0.95f);
        how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), how);
        }
        writer.dispose();
        return out.toByteArray();
    }

    /** Inks are written inverted: 255 is none. All grey is in the black. */
    private static int[] samples(int rgb, boolean ycck) {
        int[] inks = {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
        int black = Math.max(Math.max(inks[0], inks[1]), Math.max(inks[2], 1));
        for (int ink = 0; ink < inks.length; ink++) {
            inks[ink] = inks[ink] * 255 / black;
        }
        if (!ycck) {
            return new int[] {inks[0], inks[1], inks[2], black};
        }
        double red = 255 - inks[0];
        double green = 255 - inks[1];
        double blue = 255 - inks[2];
        double luma = 0.299 * red + 0.587 * green + 0.114 * blue;
        return new int[] {byteOf(luma), byteOf(128 + (blue - luma) / 1.772), byteOf(128 + (red - luma) / 1.402), black};
    }

    private static int byteOf(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }

    private static byte[] marked(byte[] jpeg, int transform) {
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, START);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0});
        out.write(transform);
        out.write(jpeg, START, jpeg.length - START);
        return out.toByteArray();
    }
}
