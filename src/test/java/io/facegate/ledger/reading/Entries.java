package io.facegate.ledger.reading;

/** Records that no ledger holds, for tests of those who show them. */
public final class Entries {
    private Entries() {}

    public static Entry of(long index, byte[] json, byte[] leaf) {
        return new Entry(index, json, leaf, true);
    }
}
