package io.facegate.ledger.reading;

/** Records that no ledger holds, for tests of those who show them. */
public final class Entries {
    private Entries() {}

    public static VerifiedRecord of(long index, byte[] json, byte[] leaf) {
        return new VerifiedRecord(index, json, leaf, true);
    }
}
