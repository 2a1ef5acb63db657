package io.facegate.ledger.reading;

/**
 * One record as it stands in the ledger.
 *
 * @param index its position in the tree, from 0
 * @param json its canonical bytes, as hashed
 * @param leaf the RFC 6962 leaf hash of those bytes
 */
public record Entry(long index, byte[] json, byte[] leaf) {
    @Override
    public String toString() {
        return "Entry[" + index + ", " + json.length + " bytes]";
    }
}
