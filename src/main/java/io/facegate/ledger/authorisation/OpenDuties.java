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
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tells which decisions of a ledger left a duty that nobody did, because their authorisation failed, and which decisions
 * speak for later ones of their use. Gateways know both by the records of the decisions alone.
 */
public final class OpenDuties {
    /** Records that count have one of these: an act about an authorisation or a prune, or a demand of a decision. */
    private static final List<byte[]> MARKS = Stream.of(
                    "\"act\":\"authorisation_",
                    "\"act\":\"" + AuthorisationRecords.PRUNE + '"',
                    "\"authorisation_due\"")
            .map(mark -> mark.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private final Map<String, List<AuthorisationStep>> steps = new HashMap<>();
    private final Map<String, Long> lapses = new HashMap<>();
    private final NavigableSet<Long> prunes = new TreeSet<>();
    private final Map<AuthorisedUse, CallsOfUse> uses = new HashMap<>();
    private final Set<AuthorisedUse> begun = new HashSet<>();

    /**
     * The last calls of a use.
     *
     * @param early the index of the last decision within the time limit, or -1
     * @param late the index of the last decision after it, or -1
     */
    private record CallsOfUse(long early, long late) {
        CallsOfUse with(CallsOfUse other) {
            return new CallsOfUse(Math.max(early, other.early), Math.max(late, other.late));
        }
    }

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
        batch.forEachRecord((place, from, to) -> {
            if (isMarked(batch.lines(), from, to)) {
                process(batch.first() + place, batch.lines(), from, to);
            }
            return true;
        });
    }

    private static boolean isMarked(byte[] lines, int from, int to) {
        for (int at = from; at < to; at++) {
            if (lines[at] == '"') {
                for (var mark : MARKS) {
                    int end = at + mark.length;
                    if (end <= to && Arrays.equals(lines, at, end, mark, 0, mark.length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void process(long index, byte[] lines, int from, int to) {
        try {
            var record = JsonMappers.PLAIN.readTree(lines, from, to - from);
            var word = record.path("act").asText();
            var act = AuthorisationAct.fromAct(word);
            var demand = AuthorisationDemand.read(record);
            if (demand != null) {
                boolean late = demand.isLate();
                uses.merge(demand.use(), new CallsOfUse(late ? -1 : index, late ? index : -1), CallsOfUse::with);
            } else if (word.equals(AuthorisationRecords.PRUNE)) {
                prunes.add(index);
            } else if (act != null) {
                add(act, record, index);
            }
        } catch (IOException | DateTimeException damaged) {
            // Command verify reports the cause.
        }
    }

    private void add(AuthorisationAct act, JsonNode record, long index) {
        var subject = record.path("subject").asText();
        var time = Instant.parse(record.path("time").asText());
        steps.computeIfAbsent(subject, any -> new ArrayList<>())
                .add(new AuthorisationStep(act, record.path("id").asText(), time, null));
        if (act == AuthorisationAct.LAPSE) {
            lapses.putIfAbsent(subject, index);
        }
    }

    /**
     * True if a decision left such a duty. Takes the decisions of a ledger oldest first.
     *
     * @param index of the decision
     */
    public boolean areOf(JsonNode decision, long index, Instant now) {
        var read = AuthorisationDemand.read(decision);
        if (read == null) {
            return false;
        }
        if (!read.isLate()) {
            begun.add(read.use());
        } else if (begun.contains(read.use())) {
            return false;
        }
        var demand = read.after(index, prunes, lapses.get(read.decision()));
        var known = steps.getOrDefault(demand.decision(), List.of());
        return !new Authorisation(demand, known).openDuties(now).isEmpty();
    }

    /**
     * The first record that must stay if those before {@code minimum} go; {@code minimum} if that is so already. A use
     * with a call after its time limit needs one within it, which has the filing and the grant.
     */
    public long minimumOfUses(long minimum) {
        long first = minimum;
        long before;
        do {
            before = first;
            for (var use : uses.values()) {
                first = use.late() >= first && use.early() >= 0 ? Math.min(first, use.early()) : first;
            }
        } while (first < before);
        return first;
    }
}
