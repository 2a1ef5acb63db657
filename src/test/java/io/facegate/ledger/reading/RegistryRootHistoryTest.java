package io.facegate.ledger.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import io.facegate.ledger.store.BatchStore;
import io.facegate.ledger.store.LogEntry;
import io.facegate.ledger.tree.Rfc6962;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway that starts reads of a shared ledger to find the newest roots of its registry and stores. */
class RegistryRootHistoryTest {
    private static final int MANY = 400;

    @TempDir
    private Path folder;

    private LedgerDatabase database;
    private LedgerAddress address;
    private long written;

    @BeforeEach
    void make() throws Exception {
        database = Server.shared().ledger();
        address = LedgerAddress.ofFolder(Files.createDirectory(folder.resolve("a")), database);
        address.prepare();
    }

    private RegistryRootHistory history() {
        return new RegistryRootHistory(address, true);
    }

    private static String root(int number) {
        return "%064x".formatted(number);
    }

    private void append(BatchStore store, String json) throws Exception {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        store.append(List.of(new LogEntry(bytes, new Rfc6962().leaf(bytes), null, null)));
        written++;
    }

    private void decisions(BatchStore store, int count) throws Exception {
        for (int each = 0; each < count; each++) {
            append(
                    store,
                    "{\"id\":\"%s\",\"kind\":\"DECISION\",\"time\":\"2026-11-24T22:51:07.042Z\"}"
                            .formatted(new UUID(written, 1)));
        }
    }

    private void roots(BatchStore store, String name, int number) throws Exception {
        append(
                store,
                "{\"act\":\"registry_verify\",\"id\":\"%s\",\"kind\":\"ADMIN\",\"registry\":\"%s\",\"registry_after\":\"%s\"}"
                        .formatted(new UUID(written, 2), name, root(number)));
    }

    private void integrated() throws Exception {
        try (var reader = address.reader()) {
            reader.awaitIntegration(Duration.ofSeconds(30));
            assertThat(reader.head().size()).isEqualTo(written);
        }
    }

    /** Each store has a name of its own; a start asks for all of them. */
    @Test
    void theLedgerIsReadOnceForAllRegistries() throws Exception {
        try (var store = address.store();
                var history = history()) {
            roots(store, "stores:a", 1);
            decisions(store, MANY);
            roots(store, "stores:b", 2);
            decisions(store, 20);
            integrated();
            assertThat(history.newest("stores:b"))
                    .extracting(RegistryRoots::after)
                    .isEqualTo(root(2));
            assertThat(history.read()).isLessThan(100);
            assertThat(history.newest("stores:a"))
                    .extracting(RegistryRoots::after)
                    .isEqualTo(root(1));
            assertThat(history.newest("stores:none")).isNull();
            assertThat(history.newest("reviewers:none")).isNull();
            assertThat(history.read()).as("and no record twice").isEqualTo(written);
        }
    }

    /** Another gateway records meanwhile. */
    @Test
    void whatIsRecordedAfterTheFirstQuestionCountsForTheNextOne() throws Exception {
        try (var store = address.store();
                var history = history()) {
            roots(store, "stores:a", 1);
            roots(store, "stores:b", 2);
            integrated();
            assertThat(history.newest("stores:b"))
                    .extracting(RegistryRoots::after)
                    .isEqualTo(root(2));
            decisions(store, MANY);
            roots(store, "stores:a", 3);
            decisions(store, 20);
            integrated();
            assertThat(history.newest("stores:a"))
                    .extracting(RegistryRoots::after)
                    .isEqualTo(root(3));
            assertThat(history.read()).isEqualTo(written);
        }
    }

    @Test
    void itTellsHowFarBackTheNewestIs() throws Exception {
        try (var store = address.store();
                var history = history()) {
            roots(store, "stores:a", 1);
            decisions(store, 30);
            integrated();
            assertThat(history.recordsAfter("stores:a")).isEqualTo(30);
            assertThat(history.recordsAfter("stores:none")).isZero();
            history.add(new RegistryRoots("stores:a", root(1), root(2)));
            assertThat(history.recordsAfter("stores:a")).isZero();
            decisions(store, 5);
            integrated();
            assertThat(history.recordsAfter("stores:a")).isEqualTo(5);
        }
    }

    /** The record that somebody removed may have been the newest root: an older one must not stand in for it. */
    @Test
    void aMissingRecordAfterTheRootIsTold() throws Exception {
        try (var store = address.store()) {
            roots(store, "stores:a", 1);
            decisions(store, 3);
            roots(store, "stores:a", 2);
            decisions(store, 3);
            integrated();
        }
        Server.shared().tamper(database, "DELETE FROM facegate.entry WHERE first = 4");
        try (var history = history()) {
            assertThatThrownBy(() -> history.newest("stores:a")).isInstanceOf(Fault.LedgerTampered.class);
        }
    }

    @Test
    void aChangedRecordAfterTheRootIsTold() throws Exception {
        try (var store = address.store()) {
            roots(store, "stores:a", 1);
            roots(store, "stores:a", 2);
            decisions(store, 3);
            integrated();
        }
        Server.shared()
                .tamper(
                        database,
                        "UPDATE facegate.entry SET lines = replace(encode(lines, 'escape'), 'stores:a',"
                                + " 'stores:b')::bytea WHERE first = 1");
        try (var history = history()) {
            assertThatThrownBy(() -> history.newest("stores:a")).isInstanceOf(Fault.LedgerTampered.class);
        }
    }

    /** The head is read again while batches come; more of them come than are fetched at once. */
    @Test
    void aVisitorMayReadTheHead() throws Exception {
        try (var store = address.store()) {
            decisions(store, 100);
            integrated();
        }
        var seen = new long[1];
        try (var reader = address.reader()) {
            reader.forEachBatch(0, batch -> {
                seen[0] += batch.count();
                return reader.head().size() > seen[0];
            });
        }
        assertThat(seen[0]).isEqualTo(written);
    }
}
