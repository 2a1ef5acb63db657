package io.facegate.app.demo;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A photograph made smaller, so that the demo's many calls take little time; or one of nobody. */
final class DownscaledPhoto {
    private static final int PARTS = 5;
    private static final int TAKEN = 2;
    private static final int SIDE = 160;

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
        return encode(small);
    }

    /** A grey wall. */
    static byte[] ofNobody() throws IOException {
        var wall = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        var pen = wall.createGraphics();
        pen.setColor(Color.GRAY);
        pen.fillRect(0, 0, SIDE, SIDE);
        pen.dispose();
        return encode(wall);
    }

    private static byte[] encode(BufferedImage picture) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", out);
        return out.toByteArray();
    }
}
