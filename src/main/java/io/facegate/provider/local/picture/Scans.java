package io.facegate.provider.local.picture;

/** Counts the scans of a JPEG: each is one more pass over all of its pixels, and can be written in a hundred bytes. */
final class Scans {
    /** Encoders write about ten. */
    static final int MOST = 100;

    private static final int START = 0xda;

    private Scans() {}

    /** How many there are, as far as the segments can be followed, counting no further than one too many. */
    static int in(byte[] jpeg) {
        int scans = 0;
        int at = 2;
        while (at + 4 <= jpeg.length && scans <= MOST) {
            int marker = jpeg[at + 1] & 0xff;
            if ((jpeg[at] & 0xff) != 0xff || marker == 0xff || marker == 0 || (marker >= 0xd0 && marker <= 0xd9)) {
                at++;
                continue;
            }
            scans += marker == START ? 1 : 0;
            at += 2 + (((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff));
        }
        return scans;
    }
}
