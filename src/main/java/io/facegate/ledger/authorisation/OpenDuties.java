package io.facegate.ledger.authorisation;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which decisions of a ledger left a duty that nobody did, because their authorisation failed. Gateways know such a
 * duty by the record of the decision alone.
 */
public final class OpenDuties {
    /** An act is the first field of its record. */
    private static final byte[] MARK = "{\"act\":\"authorisation_".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, List<AuthorisationStep>> steps = new HashMap<>();
    private final Set<AuthorisedUse> begun = new HashSet<>();

    private OpenDuties() {}

    /** Reads what is on record about authorisations. */
    public static OpenDuties read(LedgerReader ledger) throws SQLException {
        var duties = new OpenDuties();
        ledger.forEachBatch(0, batch -> {
            duties.process(batch);
            return true;
        });
        return duties;
    }

    private void process(RecordBatch batch) {
        batch.forEachRecord((_, from, to) -> {
            int end = from + MARK.length;
            if (end <= to && Arrays.equals(batch.lines(), from, end, MARK, 0, MARK.length)) {
                process(batch.lines(), from, to);
            }
            return true;
        });
    }

    private void process(byte[] lines, int from, int to) {
        try {
            var record = JsonMappers.PLAIN.readTree(lines, from, to - from);
            var act = AuthorisationAct.fromAct(record.path("act").asText());
            if (act != null) {
                var time = Instant.parse(record.path("time").asText());
                steps.computeIfAbsent(record.path("subject").asText(), any -> new ArrayList<>())
                        .add(new AuthorisationStep(act, record.path("id").asText(), time, null));
            }
        } catch (IOException | DateTimeException damaged) {
            // Command verify reports the cause.
        }
    }

    /** True if a decision left such a duty. Takes the decisions of a ledger oldest first. */
    public boolean areOf(JsonNode decision, Instant now) {
        var demand = AuthorisationDemand.read(decision);
        if (demand == null) {
            return false;
        }
        if (!demand.isLate()) {
            begun.add(demand.use());
        } else if (begun.contains(demand.use())) {
            return false;
        }
        var known = steps.getOrDefault(demand.decision(), List.of());
        return !new Authorisation(demand, known).openDuties(now).isEmpty();
    }
}
