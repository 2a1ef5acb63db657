package io.facegate.ledger;

import io.facegate.ledger.tree.CompactRange;
import io.facegate.ledger.tree.Rfc6962;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

/** A ledger of which nothing was signed, with a record that its gateway never wrote and that verifies nevertheless. */
public final class Forged {
    private Forged() {}

    /** Puts one record in the place of another, and makes every hash anew. */
    public static void replace(Path data, String record, String other) throws Exception {
        var range = new CompactRange();
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = file.createStatement();
                var update = file.prepareStatement("UPDATE batch SET lines = ?, leaves = ?, root = ? WHERE first = ?");
                var head = file.prepareStatement("UPDATE head SET size = ?, root = ?, range = ?");
                var rows = statement.executeQuery("SELECT first, lines FROM batch ORDER BY first")) {
            file.setAutoCommit(false);
            while (rows.next()) {
                var lines = new String(rows.getBytes(2), StandardCharsets.UTF_8).replace(record, other);
                var leaves = new ByteArrayOutputStream();
                for (var line : lines.split("\n", -1)) {
                    var leaf = new Rfc6962().leaf(line.getBytes(StandardCharsets.UTF_8));
                    leaves.writeBytes(leaf);
                    range.append(leaf);
                }
                update.setBytes(1, lines.getBytes(StandardCharsets.UTF_8));
                update.setBytes(2, leaves.toByteArray());
                update.setBytes(3, range.root());
                update.setLong(4, rows.getLong(1));
                update.addBatch();
            }
            update.executeBatch();
            head.setLong(1, range.size());
            head.setBytes(2, range.root());
            head.setBytes(3, range.subtreeRoots());
            head.executeUpdate();
            statement.executeUpdate(
                    "UPDATE verified SET size = (SELECT size FROM head), range = (SELECT range FROM head)");
            file.commit();
        }
        for (var name : List.of("ledger.head", "log.checkpoint", "tree.db", "search.db")) {
            Files.deleteIfExists(data.resolve(name));
        }
    }
}
