package io.facegate.ledger.proof;

import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.tiles.LogSource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A log that holds only the record of one proof. */
record SingleRecordLog(TlogProof proof) implements LogSource {
    @Override
    public long size() {
        return 1;
    }

    @Override
    public long minimum() {
        return 0;
    }

    @Override
    public byte[] leaves(long from, long to) {
        return proof.leaf();
    }

    @Override
    public List<byte[]> records(long from, long to) {
        return List.of(proof.record());
    }

    String json() {
        return new String(proof.record(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
}
