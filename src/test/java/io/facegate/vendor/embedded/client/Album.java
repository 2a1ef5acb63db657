package io.facegate.vendor.embedded.client;

import static java.util.Objects.requireNonNull;

import io.facegate.call.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** The photographs that the build fetched, and ways to encode them anew. */
public final class Album {
    private static final Path PHOTOS = Path.of(System.getProperty("facegate.fetched"), "photos");

    private Album() {}

    public static List<String> names() {
        try (var files = Files.list(PHOTOS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jpg"))
                    .sorted()
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(PHOTOS.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    public static Picture photo(String name) {
        return picture(bytes(name));
    }

    public static Picture picture(byte[] bytes) {
        return requireNonNull(Picture.read(bytes));
    }

    public static BufferedImage image(String name) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes(name)));
    }

    /** Encoded at quality 0.95. */
    public static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0.95f);
        how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), how);
        }
        writer.dispose();
        return out.toByteArray();
    }

    /** The same drawing in an image of another type or size. */
    public static BufferedImage redrawn(BufferedImage image, UnaryOperator<int[]> size, int type) {
        int[] now = size.apply(new int[] {image.getWidth(), image.getHeight()});
        var copy = new BufferedImage(now[0], now[1], type);
        var pen = copy.createGraphics();
        pen.setRenderingHint(
                java.awt.RenderingHints.KEY_INTERPOLATION, java.awt.RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, now[0], now[1], null);
        pen.dispose();
        return copy;
    }

    /** Stored so that only the EXIF tag of that number, 1 to 8, shows it upright. */
    public static byte[] stored(BufferedImage upright, int tag) throws IOException {
        int w = upright.getWidth();
        int h = upright.getHeight();
        var turned = tag < 5
                ? new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB)
                : new BufferedImage(h, w, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int[] to = switch (tag) {
                    case 2 -> new int[] {w - 1 - x, y};
                    case 3 -> new int[] {w - 1 - x, h - 1 - y};
                    case 4 -> new int[] {x, h - 1 - y};
                    case 5 -> new int[] {y, x};
                    case 6 -> new int[] {y, w - 1 - x};
                    case 7 -> new int[] {h - 1 - y, w - 1 - x};
                    case 8 -> new int[] {h - 1 - y, x};
                    default -> new int[] {x, y};
                };
                turned.setRGB(to[0], to[1], upright.getRGB(x, y));
            }
        }
        return tagged(jpeg(turned, false), tag);
    }

    private static byte[] tagged(byte[] jpeg, int tag) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            (byte) tag,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(exif);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
