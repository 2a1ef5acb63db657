package io.facegate.ledger.postgres;

import io.facegate.ledger.store.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Encoder of a batch for {@code COPY}, in PostgreSQL's binary format. */
final class PendingRow {
    static final String COPY =
            "COPY facegate.pending (gateway, number, count, leaves, lines) FROM STDIN (FORMAT binary)";

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int FIXED = 8 + 2 + 5 * 4 + 16 + 8 + 4 + 2;

    private PendingRow() {}

    static byte[] encode(UUID gateway, GatewaySession.Numbered batch, byte[] lines) {
        var leaves = RecordBatch.leaves(batch.lines());
        var row = ByteBuffer.allocate(SIGNATURE.length + FIXED + leaves.length + lines.length);
        row.put(SIGNATURE).putInt(0).putInt(0).putShort((short) 5);
        row.putInt(16).putLong(gateway.getMostSignificantBits()).putLong(gateway.getLeastSignificantBits());
        row.putInt(8).putLong(batch.number());
        row.putInt(4).putInt(batch.lines().size());
        row.putInt(leaves.length).put(leaves);
        row.putInt(lines.length).put(lines);
        return row.putShort((short) -1).array();
    }
}
