package io.facegate.ledger.postgres;

import io.facegate.ledger.store.LogEntry;
import io.facegate.ledger.tree.Rfc6962;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Records that are the same in every run. */
final class Lines {
    private Lines() {}

    static List<LogEntry> some(long batch, int count) {
        var lines = new ArrayList<LogEntry>();
        for (int i = 0; i < count; i++) {
            var json = ("{\"id\":\"" + new UUID(batch, i) + "\",\"kind\":\"ADMIN\",\"subject\":\"é\","
                            + "\"time\":\"2026-11-24T22:51:07.042Z\"}")
                    .getBytes(StandardCharsets.UTF_8);
            lines.add(new LogEntry(json, new Rfc6962().leaf(json), null, null));
        }
        return lines;
    }
}
