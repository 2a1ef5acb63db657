package io.facegate.ledger.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.store.LedgerReader;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the first record of a kind; if there is none, the index of the next record to be written. */
public final class FirstRecordOfKind {
    private FirstRecordOfKind() {}

    /** The first record at or after that time. */
    public static long since(LedgerReader ledger, Instant from) throws SQLException {
        return of(ledger, record -> !Instant.parse(record.path("time").asText()).isBefore(from));
    }

    /** The first record of an organisation, as caller or as principal. */
    public static long of(LedgerReader ledger, String organisation) throws SQLException {
        return of(
                ledger,
                record -> record.path("organisation").path("id").asText().equals(organisation)
                        || record.path("on_behalf_of").findValuesAsText("id").contains(organisation));
    }

    /** The first of the records with these ids. */
    public static long among(LedgerReader ledger, Set<String> ids) throws SQLException {
        return of(ledger, record -> ids.contains(record.path("id").asText()));
    }

    private static long of(LedgerReader ledger, Predicate<JsonNode> wanted) throws SQLException {
        var found = new long[] {ledger.head().size()};
        ledger.each(0, batch -> {
            var here = new boolean[1];
            batch.each((place, from, to) -> {
                here[0] = is(wanted, batch.lines(), from, to);
                found[0] = here[0] ? batch.first() + place : found[0];
                return !here[0];
            });
            return !here[0];
        });
        return found[0];
    }

    private static boolean is(Predicate<JsonNode> wanted, byte[] lines, int from, int to) {
        try {
            return wanted.test(JsonMappers.PLAIN.readTree(lines, from, to - from));
        } catch (IOException | DateTimeException damaged) {
            return false;
        }
    }
}
