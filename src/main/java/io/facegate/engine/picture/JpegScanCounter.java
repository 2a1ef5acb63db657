package io.facegate.engine.picture;

/** Counts the scans of a JPEG: each is one more pass over all of its pixels, and can be written in a hundred bytes. */
final class JpegScanCounter {
    /** Encoders write about ten. */
    static final int MOST = 100;
    /** Scans times pixels: twelve passes over the largest picture that is taken. */
    static final long MOST_PIXELS = 600_000_000;

    private static final int START = 0xda;
    private static final int END = 0xd9;
    private static final int PROGRESSIVE = 0xc2;

    private JpegScanCounter() {}

    /**
     * What the segments of a JPEG tell, as far as they can be followed and its end is not reached.
     *
     * @param scans how many there are, counting no further than one too many
     * @param progressive whether each scan is a picture, better than the one before
     */
    record Told(int scans, boolean progressive) {
        /** How often the picture is written when it is decoded. */
        int times() {
            return progressive ? scans : 1;
        }
    }

    static Told in(byte[] jpeg) {
        int scans = 0;
        boolean progressive = false;
        int at = 2;
        while (at + 4 <= jpeg.length && scans <= MOST) {
            int marker = jpeg[at + 1] & 0xff;
            if ((jpeg[at] & 0xff) == 0xff && marker == END) {
                break;
            }
            if ((jpeg[at] & 0xff) != 0xff || standsAlone(marker)) {
                at++;
                continue;
            }
            scans += marker == START ? 1 : 0;
            progressive |= marker == PROGRESSIVE;
            at += 2 + (((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff));
        }
        return new Told(scans, progressive);
    }

    /** Whether nothing belongs to that marker: a decoder reads on behind it, whatever length would stand there. */
    private static boolean standsAlone(int marker) {
        return marker == 0xff || marker <= 1 || (marker >= 0xd0 && marker <= 0xd9);
    }
}
