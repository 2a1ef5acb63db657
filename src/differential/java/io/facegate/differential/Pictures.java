package io.facegate.differential;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Test images: many small ones without faces, a few photographs of faces, and a few invalid ones. */
final class Pictures {
    private static final int SMALL = 40;
    private static final int PHOTOGRAPHS = 6;

    private final List<byte[]> usual = new ArrayList<>();
    private final List<byte[]> photographs = new ArrayList<>();
    private final List<byte[]> odd = new ArrayList<>();

    /** Uses the photographs in that folder, if any. */
    Pictures(Path folder) throws IOException {
        for (int at = 0; at < SMALL; at++) {
            usual.add(drawn(at, at % 3 == 0 ? "jpg" : "png"));
        }
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (var file : files.filter(one -> one.toString().endsWith("_crop.jpg"))
                        .sorted()
                        .limit(PHOTOGRAPHS)
                        .toList()) {
                    photographs.add(Files.readAllBytes(file));
                }
            }
        }
        odd.add(new byte[0]);
        odd.add("GIF89a, not really".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        odd.add(Arrays.copyOf(usual.getFirst(), 40));
        odd.add(Arrays.copyOf(usual.get(1), 6 * 1024 * 1024));
    }

    byte[] bytes(Random random) {
        int kind = random.nextInt(1000);
        if (kind < 4) {
            return odd.get(kind);
        }
        var from = kind < 30 && !photographs.isEmpty() ? photographs : usual;
        return from.get(random.nextInt(from.size()));
    }

    String base64(Random random) {
        return Base64.getEncoder().encodeToString(bytes(random));
    }

    private static byte[] drawn(int number, String format) throws IOException {
        int size = 40 + 8 * (number % 6);
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, (number * 0x050309 + (x / 8) * 0x101010) & 0xFFFFFF);
            }
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
