package io.facegate.ledger.note;

/** Text that a witness signs: the checkpoint and the time it was seen (c2sp.org/tlog-cosignature, version 1). */
final class Cosignature {
    private Cosignature() {}

    static String message(long seconds, String text) {
        return "cosignature/v1\ntime " + Long.toUnsignedString(seconds) + '\n' + text;
    }
}
