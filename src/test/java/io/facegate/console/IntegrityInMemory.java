package io.facegate.console;

import io.facegate.console.integrity.IntegritySources;
import io.facegate.console.integrity.RecordStanding;
import io.facegate.ledger.reading.Entries;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.TamperedRecord.Cause;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.usecase.overview.LogFacts;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the integrity page shows beside records, for the tests of the console. */
@Singleton
final class IntegrityInMemory {
    static final LogFacts GOOD = new LogFacts(
            new LogFacts.Place(Path.of("/srv/facegate's/data"), false, 12 << 20),
            new LogFacts.Signing(
                    "facegate.example/log+1a2b3c4d+AZ8x",
                    new LogFacts.Signed("facegate.example/log", 598, Instant.parse("2026-11-24T16:00:00Z")),
                    null,
                    true,
                    List.of(new LogFacts.WitnessState("witness.example/one", 598L, null))),
            List.of(
                    new LogFacts.Part("store", null),
                    new LogFacts.Part("registry", null),
                    new LogFacts.Part("policies", null),
                    new LogFacts.Part("export", null)));

    volatile LogFacts facts = GOOD;
    volatile long size = 9;
    volatile boolean neighbours;
    volatile boolean verifying;
    volatile Map<RecordField, String> disclosed = Map.of(RecordField.PERSON, "m.roe");

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    IntegritySources sources() {
        return new IntegritySources() {
            @Override
            public LogFacts facts() {
                return facts;
            }

            @Override
            public void verify() {
                verifying = true;
            }

            @Override
            public boolean isVerifying() {
                return verifying;
            }

            @Override
            public List<RecordStanding> records(List<Long> indices) {
                return indices.stream()
                        .filter(index -> index < size)
                        .map(this::standing)
                        .toList();
            }

            private RecordStanding standing(long index) {
                var before = neighbours ? writtenAt(index - 1, "2026-11-22T09:00:00Z") : null;
                var after = neighbours ? writtenAt(index + 1, "2026-11-22T09:40:00Z") : null;
                return new RecordStanding(new TamperedRecord(index, Cause.CHANGED), before, after);
            }

            private static VerifiedRecord writtenAt(long index, String time) {
                var json = "{\"time\":\"" + time + "\"}";
                return Entries.of(index, json.getBytes(StandardCharsets.UTF_8), new byte[32]);
            }

            @Override
            public List<Map<RecordField, String>> disclosed(List<VerifiedRecord> acts, String reader) {
                return acts.stream().map(act -> disclosed).toList();
            }
        };
    }
}
