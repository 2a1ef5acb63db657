package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A verified record: its bytes match their hash, and that hash leads to the root of the tree. Only {@link
 * VerifiedRecords} creates instances.
 */
public final class VerifiedRecord implements CheckedRecord {
    private final long index;
    private final byte[] json;
    private final byte[] leaf;
    private final boolean signed;

    VerifiedRecord(long index, byte[] json, byte[] leaf, boolean signed) {
        this.index = index;
        this.json = json;
        this.leaf = leaf;
        this.signed = signed;
    }

    /** Its position in the tree, from 0. */
    @Override
    public long index() {
        return index;
    }

    /** Its canonical bytes, as hashed. */
    public byte[] json() {
        return json;
    }

    /**
     * Its parsed fields.
     *
     * @throws Fault.LedgerDown if it is no JSON
     */
    public JsonNode fields() {
        try {
            return JsonMappers.PLAIN.readTree(json);
        } catch (IOException damaged) {
            throw new Fault.LedgerDown("A record cannot be read. Run: facegate ledger verify");
        }
    }

    /** The RFC 6962 leaf hash of those bytes. */
    public byte[] leaf() {
        return leaf;
    }

    /** True if a signed checkpoint covers it; the newest records wait up to a second for that. */
    public boolean isSigned() {
        return signed;
    }

    @Override
    public VerifiedRecord requireVerified() {
        return this;
    }

    /** True if it is the record of a decision or an evaluation. */
    boolean isDecision() {
        var text = new String(json, StandardCharsets.UTF_8);
        return text.contains("\"kind\":\"DECISION\"") || text.contains("\"kind\":\"EVALUATION\"");
    }

    /** True if it is the record of an administrative act. */
    boolean isAct() {
        return new String(json, StandardCharsets.UTF_8).contains("\"kind\":\"ADMIN\"");
    }

    @Override
    public String toString() {
        return "VerifiedRecord[" + index + ", " + json.length + " bytes]";
    }
}
