package io.facegate.fuzz;

import io.facegate.call.Picture;

/** A PNG, whole. */
public final class PngFuzzer {
    private PngFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        PictureFuzzing.decode(bytes, Picture.Format.PNG);
    }
}
