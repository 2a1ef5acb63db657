package io.facegate.app.server;

import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SharedSaltStore;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.store.SaltMover;
import io.facegate.ledger.store.SharedSaltStorage;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.PostgresAppealStepLock;
import io.facegate.registry.PostgresSaltStore;
import io.facegate.registry.RegistryAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The salts of a gateway's records. If gateways share the registry, they are moved to its database as they are written,
 * and one connection is kept to read and erase them.
 */
final class SaltSharing implements AutoCloseable {
    private static final long ABSENT_NANOS = Duration.ofSeconds(2).toNanos();

    private final RegistryAddress registry;
    private final GatewaySettings settings;
    private final @Nullable SharedSaltStorage storage;
    private @Nullable Knowledge knowledge;
    private @Nullable PostgresSaltStore rows;
    private long absentUntil = System.nanoTime();
    private @Nullable SaltMover mover;
    private @Nullable SharedRootRecorder recorder;

    /** What the rows are compared with, and who is told of altered ones. */
    private record Knowledge(ChangeJournal journal, TamperAlarm alarm) {
        SealOptions policy(String name) {
            RegistryRoots newest = journal.roots().newest(name);
            return new SealOptions(alarm, newest == null, newest == null ? null : newest.after());
        }
    }

    SaltSharing(GatewaySettings given) {
        this.registry = given.registry();
        this.storage = registry.isShared()
                ? new SharedSaltStorage(given.data(), new Opened(), new PostgresAppealStepLock(registry))
                : null;
        this.settings =
                storage == null ? given : given.withLedger(given.ledger().withSalts(storage));
    }

    /** The gateway's settings, with the salts where they are kept. */
    GatewaySettings settings() {
        return settings;
    }

    /** Begins to read and move them, once the registry is open. */
    void start(ChangeJournal journal, TamperAlarm alarm) {
        if (storage == null) {
            return;
        }
        synchronized (this) {
            knowledge = new Knowledge(journal, alarm);
        }
        if (!settings.readOnly()) {
            recorder = SharedRootRecorder.start(true, () -> recordRoot(journal));
            mover = SaltMover.start(storage);
        }
    }

    private synchronized Optional<SharedSaltStore> open() throws SQLException {
        var known = knowledge;
        if (rows == null && known != null) {
            rows = PostgresSaltStore.open(registry, known::policy, known.alarm).orElse(null);
            absentUntil = System.nanoTime() + ABSENT_NANOS;
        }
        return Optional.ofNullable(rows).map(KeptOpen::new);
    }

    private synchronized Optional<SharedSaltStore> openToRead() throws SQLException {
        return rows == null && System.nanoTime() - absentUntil < 0 ? Optional.empty() : open();
    }

    /** The rows; that there are none is found out anew by whoever moves or erases, and seldom by those who read. */
    private final class Opened implements SharedSaltStorage.Source {
        @Override
        public Optional<SharedSaltStore> open() throws SQLException {
            return SaltSharing.this.open();
        }

        @Override
        public Optional<SharedSaltStore> openToRead() throws SQLException {
            return SaltSharing.this.openToRead();
        }
    }

    /** Records the newest root of what was erased. */
    void recordRoot(ChangeJournal journal) {
        PostgresSaltStore there;
        synchronized (this) {
            there = rows;
        }
        if (there != null) {
            there.recordRoot(journal);
        }
    }

    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
        if (mover != null) {
            mover.close();
        }
        synchronized (this) {
            if (rows != null) {
                rows.close();
            }
        }
    }

    /** Rows that stay open when one who used them is done. */
    private record KeptOpen(PostgresSaltStore rows) implements SharedSaltStore {
        @Override
        public void store(List<Entry> entries) throws SQLException {
            rows.store(entries);
        }

        @Override
        public List<Entry> find(String record) throws SQLException {
            return rows.find(record);
        }

        @Override
        public List<Entry> page(Entry after, int most) throws SQLException {
            return rows.page(after, most);
        }

        @Override
        public List<Entry> page(String field, Entry after, int most) throws SQLException {
            return rows.page(field, after, most);
        }

        @Override
        public List<String> erased(List<String> records) throws SQLException {
            return rows.erased(records);
        }

        @Override
        public int erase(List<String> records) throws SQLException {
            return rows.erase(records);
        }

        @Override
        public void prune(List<String> records) throws SQLException {
            rows.prune(records);
        }

        @Override
        public void close() {}
    }
}
