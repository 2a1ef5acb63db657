package io.facegate.ledger.reading;

import io.facegate.ledger.store.Batch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes single records out of a ledger; neighbours cost one read. */
final class Records {
    private final LedgerReader ledger;
    private final List<int[]> spans = new ArrayList<>();
    private @Nullable Batch batch;

    Records(LedgerReader ledger) {
        this.ledger = ledger;
    }

    Entry at(long index) throws SQLException {
        var held = batch;
        if (held == null || index < held.first() || index >= held.first() + held.count()) {
            held = ledger.around(index, 1).stream()
                    .findFirst()
                    .orElseThrow(() -> new SQLException("The ledger has no record " + index + '.'));
            batch = held;
            spans.clear();
            held.each((_, from, to) -> spans.add(new int[] {from, to}));
        }
        int place = (int) (index - held.first());
        if (place < 0 || place >= spans.size() || held.lines().length == 0) {
            throw new SQLException("The ledger has no record " + index + '.');
        }
        var span = spans.get(place);
        return new Entry(index, Arrays.copyOfRange(held.lines(), span[0], span[1]), held.leaf(place));
    }
}
