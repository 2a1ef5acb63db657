package io.facegate.ledger.reading;

import java.nio.charset.StandardCharsets;

/**
 * One record as it stands in the ledger.
 *
 * @param index its position in the tree, from 0
 * @param json its canonical bytes, as hashed
 * @param leaf the RFC 6962 leaf hash of those bytes
 */
public record Entry(long index, byte[] json, byte[] leaf) {
    /** Whether it is the record of a decision or an evaluation. */
    boolean judgement() {
        var text = new String(json, StandardCharsets.UTF_8);
        return text.contains("\"kind\":\"DECISION\"") || text.contains("\"kind\":\"EVALUATION\"");
    }

    @Override
    public String toString() {
        return "Entry[" + index + ", " + json.length + " bytes]";
    }
}
