package io.facegate.app.server;

import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordCounts.Asked;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Metric of the newest change past the logins of people that is on record, by any gateway or command. */
final class BreakGlassMeter {
    private static final Asked NEWEST = new Asked(
            RecordQuery.matchAll(1)
                    .withFacet(SearchFacet.KIND, "ADMIN")
                    .withFacet(SearchFacet.ACT, LedgerChangeJournal.BREAK_GLASS),
            Set.of(),
            true);

    private BreakGlassMeter() {}

    static void register(RecordSearch records, MeterRegistry meters) {
        Gauge.builder("facegate.break_glass.timestamp", records, BreakGlassMeter::newest)
                .description("Unix time of the newest record break_glass; 0 if there is none.")
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
    }

    private static double newest(RecordSearch records) {
        var newest = records.counts(List.of(NEWEST)).getFirst().newest();
        return newest == null ? 0 : Duration.ofMillis(newest).toSeconds();
    }
}
