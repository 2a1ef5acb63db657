package io.facegate.engine.picture;

/** Counts the scans of a JPEG (decompression bomb check): a hundred bytes can add a scan, a pass over all pixels. */
final class JpegScanCounter {
    /** Maximum number of scans; encoders write about ten. */
    static final int MOST = 100;
    /** Maximum of scans times pixels: twelve passes over the largest accepted picture. */
    static final long MOST_PIXELS = 600_000_000;

    private static final int START = 0xda;
    private static final int END = 0xd9;
    private static final int PROGRESSIVE = 0xc2;

    private JpegScanCounter() {}

    /**
     * Result of walking the segments, up to the end of the image or as far as they can be followed.
     *
     * @param scans number of scans, counted up to one more than the maximum
     * @param progressive whether each scan refines the whole picture
     */
    record ScanCount(int scans, boolean progressive) {
        /** Number of times that decoding writes the picture. */
        int passes() {
            return progressive ? scans : 1;
        }
    }

    static ScanCount scan(byte[] jpeg) {
        int scans = 0;
        boolean progressive = false;
        int at = 2;
        while (at + 4 <= jpeg.length && scans <= MOST) {
            int marker = jpeg[at + 1] & 0xff;
            if ((jpeg[at] & 0xff) == 0xff && marker == END) {
                break;
            }
            if ((jpeg[at] & 0xff) != 0xff || hasNoSegment(marker)) {
                at++;
                continue;
            }
            scans += marker == START ? 1 : 0;
            progressive |= marker == PROGRESSIVE;
            at += 2 + (((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff));
        }
        return new ScanCount(scans, progressive);
    }

    /** True for a marker without a segment: a decoder continues right after it, without reading a length. */
    private static boolean hasNoSegment(int marker) {
        return marker == 0xff || marker <= 1 || (marker >= 0xd0 && marker <= 0xd9);
    }
}
