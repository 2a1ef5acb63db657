package io.facegate.app.demo;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A photograph made smaller, so that the demo's many calls take little time. */
final class DownscaledPhoto {
    private static final int PARTS = 5;
    private static final int TAKEN = 2;

    private DownscaledPhoto() {}

    static byte[] read(Path photograph) throws IOException {
        var whole = ImageIO.read(photograph.toFile());
        int width = whole.getWidth() * TAKEN / PARTS;
        int height = whole.getHeight() * TAKEN / PARTS;
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(whole, 0, 0, width, height, null);
        pen.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(small, "jpg", out);
        return out.toByteArray();
    }
}
