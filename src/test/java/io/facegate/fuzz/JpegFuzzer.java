package io.facegate.fuzz;

import io.facegate.call.Picture;

/** A JPEG, whole. */
public final class JpegFuzzer {
    private JpegFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        PictureFuzzing.decode(bytes, Picture.Format.JPEG);
    }
}
