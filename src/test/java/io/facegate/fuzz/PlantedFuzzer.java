package io.facegate.fuzz;

/** A decoder with a bug that no example shows: what the fuzzer must find, or it finds nothing at all. */
public final class PlantedFuzzer {
    private PlantedFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length > 4 && bytes[0] == 'E' && bytes[1] == 'x' && bytes[2] == 'i' && bytes[3] == 'f') {
            descend(bytes[4] & 0xff);
        }
    }

    /** As a reader does that follows whatever it is led to. */
    private static int descend(int depth) {
        return depth == 0 ? 0 : 1 + descend(depth | 1);
    }
}
