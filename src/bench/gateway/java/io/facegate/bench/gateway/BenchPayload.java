package io.facegate.bench.gateway;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Body of a DetectFaces call with a real image, formatted as boto3 does. */
final class BenchPayload {
    /** Largest image that Rekognition accepts, in bytes before base64. */
    static final int LARGEST_IMAGE = 5_242_880;

    private static final String BEFORE = "{\"Image\": {\"Bytes\": \"";
    private static final String AFTER = "\"}}";
    private static final int AFTER_PNG_HEADER = 33;
    private static final int CHUNK_FRAME = 12;
    private static final int WIDTH = 4000;
    private static final int HEIGHT = 3000;
    private static final long SEED = 20261124;

    private BenchPayload() {}

    /** A body of exactly this many bytes, a multiple of four: a small PNG, padded by a chunk that decoders skip. */
    static byte[] ofSize(int bytes) throws IOException {
        return around(image(bytes));
    }

    /** The image in a body of exactly this many bytes. */
    static byte[] image(int bytes) throws IOException {
        return padded(png(), (bytes - BEFORE.length() - AFTER.length()) / 4 * 3);
    }

    /** A body with that image. */
    static byte[] around(byte[] image) {
        var base64 = Base64.getEncoder().encodeToString(image);
        return (BEFORE + base64 + AFTER).getBytes(StandardCharsets.US_ASCII);
    }

    /** A noisy 12-megapixel photograph. Its JPEG quality is tuned to come close to the largest accepted size. */
    static byte[] photograph() throws IOException {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var random = new Random(SEED);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int grain = random.nextInt(48);
                image.setRGB(x, y, (40 + x / 25 + grain) << 16 | (40 + y / 20 + grain) << 8 | 90 + grain);
            }
        }
        var best = new byte[0];
        float low = 0;
        float high = 1;
        for (int step = 0; step < 7; step++) {
            float quality = (low + high) / 2;
            var tried = jpeg(image, quality);
            if (tried.length < LARGEST_IMAGE) {
                best = tried;
                low = quality;
            } else {
                high = quality;
            }
        }
        return best;
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        var out = new ByteArrayOutputStream(2 * LARGEST_IMAGE);
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            var settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static byte[] png() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY), "png", out);
        return out.toByteArray();
    }

    private static byte[] padded(byte[] png, int size) {
        var padding = new byte[size - png.length - CHUNK_FRAME];
        new Random(SEED).nextBytes(padding);
        var name = "faCe".getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(padding);
        return ByteBuffer.allocate(size)
                .put(png, 0, AFTER_PNG_HEADER)
                .putInt(padding.length)
                .put(name)
                .put(padding)
                .putInt((int) sum.getValue())
                .put(png, AFTER_PNG_HEADER, png.length - AFTER_PNG_HEADER)
                .array();
    }
}
