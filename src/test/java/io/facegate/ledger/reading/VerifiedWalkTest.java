package io.facegate.ledger.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.RecordedCalls;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk over all records leaves none out in silence. */
class VerifiedWalkTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final int RECORDS = 600;

    @TempDir
    private Path data;

    @BeforeEach
    void write() throws Exception {
        var ledger = new RecordedCalls();
        for (int at = 0; at < RECORDS; at++) {
            ledger.permit("rekognition", "DetectFaces", NOW);
        }
        ledger.write(data);
    }

    /** What a walk passed on. */
    private static final class Seen implements VerifiedWalk.Visitor {
        private final List<TamperedRecord> tampered = new ArrayList<>();
        private long verified;
        private long pruned;

        @Override
        public void visit(VerifiedRecord record) {
            verified++;
        }

        @Override
        public void tampered(TamperedRecord record) {
            tampered.add(record);
        }

        @Override
        public void pruned(long records) {
            pruned += records;
        }

        @Override
        public void absent(long first, long records) {}
    }

    private Seen walk() throws SQLException {
        var seen = new Seen();
        new VerifiedWalk(LedgerAddress.ofFolder(data)).forEach(seen);
        return seen;
    }

    private void change(String sql) throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var change = file.createStatement()) {
            change.execute("PRAGMA ignore_check_constraints = ON");
            assertThat(change.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void eachRecordIsPassedOnOnce() throws Exception {
        var seen = walk();
        assertThat(seen.verified).isEqualTo(RECORDS);
        assertThat(seen.tampered).isEmpty();
        assertThat(seen.pruned).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count = 0 WHERE first = 0",
                "count = 0 WHERE first = 256",
                "count = -3 WHERE first = 256",
                "count = 0, lines = x'' WHERE first = 0",
                "count = -1, lines = x'' WHERE first = 0"
            })
    void aRowThatSaysItHoldsNothingIsTampering(String change) throws Exception {
        change("UPDATE batch SET " + change);
        var seen = walk();
        assertThat(seen.tampered).first().satisfies(record -> {
            assertThat(record.cause()).isEqualTo(TamperedRecord.Cause.MISSING);
            assertThat(record.index()).isEqualTo(change.endsWith("256") ? 256 : 0);
        });
        assertThat(seen.pruned).isZero();
    }

    /** Finding where the records begin costs a read of all that were pruned. */
    @Test
    void whereARecordIsPrunedIsLookedUpOnce() throws Exception {
        change("UPDATE batch SET lines = x'' WHERE first < 512");
        var asked = new AtomicInteger();
        try (var file = LedgerAddress.ofFolder(data).reader();
                var records = VerifiedRecords.of(LedgerAddress.ofFolder(data))) {
            records.refresh(file);
            var counting = counting(file, asked);
            List<RecordBatch> batches = file.readFrom(0, 10).batches();
            for (var batch : batches) {
                assertThat(records.of(counting, batch).isEmpty()).isEqualTo(batch.first() < 512);
            }
            assertThat(batches).hasSize(3);
        }
        assertThat(asked).hasValue(1);
    }

    private static LedgerReader counting(LedgerReader file, AtomicInteger asked) {
        return (LedgerReader) Proxy.newProxyInstance(
                LedgerReader.class.getClassLoader(), new Class<?>[] {LedgerReader.class}, (_, method, args) -> {
                    if (method.getName().equals("minimum")) {
                        asked.incrementAndGet();
                    }
                    try {
                        return method.invoke(file, args);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
