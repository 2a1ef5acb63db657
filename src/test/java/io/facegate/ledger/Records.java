package io.facegate.ledger;

import io.facegate.ledger.address.LedgerAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The records of a ledger, as text. */
public final class Records {
    private Records() {}

    public static List<String> of(Path data) {
        return of(LedgerAddress.ofFolder(data));
    }

    public static List<String> of(LedgerAddress address) {
        var found = new ArrayList<String>();
        try (var ledger = address.reader()) {
            ledger.forEachBatch(0, batch -> {
                if (!batch.isPruned()) {
                    found.addAll(List.of(new String(batch.lines(), StandardCharsets.UTF_8).split("\n", -1)));
                }
                return true;
            });
            return found;
        } catch (SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
