package io.facegate.ledger.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.store.LedgerReader;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds and prunes according to the ledger. Its own records are the only list, so none can be dropped unnoticed.
 *
 * @param holds in force, oldest first
 * @param pruned the index before which records were pruned, by the newest record that states it
 * @param policies the index of the newest record of policies in force, which later policies are compared with; a number
 *     beyond every record if there is none
 */
public record HoldsAndPrunes(List<LegalHold> holds, long pruned, long policies) {
    /** The act of a prune; its subject is the first index that is kept. */
    public static final String PRUNE = "prune";

    private static final String LOADED = "policies_loaded";

    private static final byte[] ADMIN = "\"kind\":\"ADMIN\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    public HoldsAndPrunes {
        holds = List.copyOf(holds);
    }

    /** Reads them from every record of a ledger. */
    public static HoldsAndPrunes read(LedgerReader ledger) throws SQLException {
        var reading = new Reading();
        ledger.forEachBatch(0, batch -> {
            batch.forEachRecord((place, from, to) -> {
                if (contains(batch.lines(), from, to)) {
                    reading.process(batch.first() + place, batch.lines(), from, to);
                }
                return true;
            });
            return true;
        });
        return new HoldsAndPrunes(new ArrayList<>(reading.holds.values()), reading.pruned, reading.policies);
    }

    private static boolean contains(byte[] lines, int from, int to) {
        for (int at = from; at + ADMIN.length <= to; at++) {
            if (lines[at] == '"' && java.util.Arrays.equals(lines, at, at + ADMIN.length, ADMIN, 0, ADMIN.length)) {
                return true;
            }
        }
        return false;
    }

    /** The first record that a hold keeps, or a number beyond every record. */
    public long heldFrom() {
        return holds.stream().mapToLong(LegalHold::from).min().orElse(Long.MAX_VALUE);
    }

    /** One pass over the records. */
    private static final class Reading {
        private final Map<String, LegalHold> holds = new LinkedHashMap<>();
        private long pruned;
        private long policies = Long.MAX_VALUE;

        void process(long index, byte[] lines, int from, int to) {
            try {
                var record = JsonMappers.PLAIN.readTree(lines, from, to - from);
                if (record.path("kind").asText().equals("ADMIN")) {
                    act(index, record, record.path("subject").asText());
                }
            } catch (IOException damaged) {
                // Command verify reports the cause.
            }
        }

        private void act(long index, JsonNode record, String subject) {
            switch (record.path("act").asText()) {
                case LegalHold.ADD -> {
                    var hold = LegalHold.parse(
                            subject, Instant.parse(record.path("time").asText()));
                    if (hold != null) {
                        holds.put(hold.name(), hold);
                    }
                }
                case LegalHold.LIFT -> holds.remove(subject);
                case PRUNE -> pruned = Math.max(pruned, subject.matches("\\d{1,18}") ? Long.parseLong(subject) : 0);
                case LOADED -> policies = index;
                default -> {}
            }
        }
    }
}
