package io.facegate.ledger.note;

/** What a witness signs of a checkpoint: its text, and when it was seen (c2sp.org/tlog-cosignature, version 1). */
final class Cosignature {
    private Cosignature() {}

    static String message(long seconds, String text) {
        return "cosignature/v1\ntime " + Long.toUnsignedString(seconds) + '\n' + text;
    }
}
