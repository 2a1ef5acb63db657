package io.facegate.engine.picture;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;

/** Converts samples to 0xRRGGBB. Transparent ones are blended over white, and their presence is remembered. */
final class PixelColours {
    private static final int OPAQUE = 0xff;

    private final ColorModel model;
    private final int[] table;
    private final int bands;
    private final int bits;
    private boolean seeThrough;

    PixelColours(ColorModel model) {
        this.model = model;
        this.table = model instanceof IndexColorModel index ? colours(index) : new int[0];
        this.bands = table.length > 0 ? 1 : model.getNumComponents();
        this.bits = model.getComponentSize(0);
    }

    private static int[] colours(IndexColorModel index) {
        var colours = new int[index.getMapSize()];
        index.getRGBs(colours);
        return colours;
    }

    ColorModel model() {
        return model;
    }

    boolean isSeeThrough() {
        return seeThrough;
    }

    /** One or two bands are grey (and alpha), three or four are RGB (and alpha). */
    void read(int[] samples, int[] rgb) {
        for (int x = 0, at = 0; x < rgb.length; x++, at += bands) {
            if (table.length > 0) {
                rgb[x] = blendOverWhite(table[Math.min(samples[at], table.length - 1)]);
                continue;
            }
            int red = toEightBits(samples[at]);
            int green = bands < 3 ? red : toEightBits(samples[at + 1]);
            int blue = bands < 3 ? red : toEightBits(samples[at + 2]);
            int alpha = bands % 2 == 0 ? alpha(samples[at + bands - 1]) : OPAQUE;
            rgb[x] = blendOverWhite((alpha << 24) | (red << 16) | (green << 8) | blue);
        }
    }

    /** Scales fewer than eight bits up; truncates more. */
    private int toEightBits(int value) {
        if (bits == 8) {
            return value;
        }
        return bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1);
    }

    private int alpha(int value) {
        if (value != (1 << bits) - 1) {
            seeThrough = true;
        }
        return toEightBits(value);
    }

    private int blendOverWhite(int argb) {
        int alpha = argb >>> 24;
        if (alpha == OPAQUE) {
            return argb & 0xffffff;
        }
        seeThrough = true;
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int value = ((argb >> shift) & 0xff) * alpha + 255 * (255 - alpha);
            mixed |= (value / 255) << shift;
        }
        return mixed;
    }
}
