package io.facegate.ledger.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether the projection lists a record as it is. */
final class Listed {
    private Listed() {}

    static boolean in(Connection search, long index, JsonNode said) throws SQLException {
        if (Cells.number(search, "SELECT floor FROM progress WHERE floor > ?", index) != null) {
            return true;
        }
        return row(search, index, said) && words(search, index, said) && ending(search, said);
    }

    private static boolean row(Connection search, long index, JsonNode said) throws SQLException {
        try (var statement = search.prepareStatement("SELECT id, ref, time FROM record WHERE idx = ?")) {
            statement.setLong(1, index);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        && Arrays.equals(rows.getBytes(1), id(said, "id"))
                        && Arrays.equals(rows.getBytes(2), id(said, "decision_ref"))
                        && rows.getLong(3)
                                == Projection.millis(said.path("time").asText())
                        && within(search, index, rows.getLong(3));
            }
        }
    }

    private static byte @Nullable [] id(JsonNode said, String field) {
        return Projection.id(said.path(field).asText());
    }

    private static boolean within(Connection search, long index, long time) throws SQLException {
        return Cells.number(
                        search,
                        "SELECT 1 FROM span WHERE block = ? AND first <= ? AND last >= ?",
                        Block.number(index),
                        time,
                        time)
                != null;
    }

    private static boolean words(Connection search, long index, JsonNode said) throws SQLException {
        for (var term : Terms.of(said)) {
            if (!listed(search, term, index)) {
                return false;
            }
        }
        return true;
    }

    /** A decision is listed by how it ended, too. */
    private static boolean ending(Connection search, JsonNode said) throws SQLException {
        var ref = id(said, "decision_ref");
        if (ref == null || !said.path("kind").asText().equals("OUTCOME")) {
            return true;
        }
        var decision = Cells.number(search, "SELECT idx FROM record WHERE id = ?", (Object) ref);
        return decision == null
                || (listed(search, Terms.ENDED, decision)
                        && listed(search, Facet.STATUS.term(said.path("status").asText()), decision));
    }

    private static boolean listed(Connection search, String term, long index) throws SQLException {
        var records = Cells.all(
                search, "SELECT records FROM posting WHERE term = ? AND block = ?", term, Block.number(index));
        return !records.isEmpty() && Block.of(records.getFirst()).next(Block.place(index)) == Block.place(index);
    }
}
