package io.facegate.ledger.postgres;

import io.facegate.call.Fault;
import io.facegate.ledger.store.BatchStore;
import io.facegate.ledger.store.LastHeadFile;
import io.facegate.ledger.store.LogEntry;
import io.facegate.ledger.store.MerkleTreeVerifier;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.store.WriterLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Batch store of one gateway in a PostgreSQL database; reconnects after a lost connection. */
public final class PostgresStore implements BatchStore {
    /** Classes of transient errors: connection, resources, rollback, operator intervention, lock, the server's disk. */
    private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57", "58");

    private final LedgerDatabase database;
    private final GatewaySession.WriterIdentity who;
    private final WriterLock claim;
    private final LastHeadFile witness;
    private final BatchSequencer sequencer;
    private final Map<String, Long> open;
    private @Nullable GatewaySession session;
    private int backend;
    private long number;
    private boolean again;
    private StoredHead head;

    private PostgresStore(
            LedgerDatabase database,
            GatewaySession.WriterIdentity who,
            WriterLock claim,
            LastHeadFile witness,
            GatewaySession session)
            throws SQLException {
        this.database = database;
        this.who = who;
        this.claim = claim;
        this.witness = witness;
        this.session = session;
        this.backend = session.backend();
        var seen = session.readState();
        this.number = seen.written();
        this.head = seen.head();
        this.open = OrphanedPermits.find(session.connection(), who);
        this.sequencer = BatchSequencer.start(database, who.name());
    }

    /**
     * Opens the ledger of a database for the gateway of a data folder.
     *
     * @param alone whether no gateway may run meanwhile
     * @throws Fault.LedgerDown if the folder is in use, or records that it remembers were lost
     */
    public static PostgresStore open(LedgerDatabase database, Path folder, boolean alone)
            throws IOException, SQLException {
        var claim = WriterLock.acquire(folder);
        try {
            requireNothingLost(database, folder);
            var who = new GatewaySession.WriterIdentity(GatewayId.readOrCreate(folder), alone);
            var session = GatewaySession.open(database, who, 0);
            var witness = LastHeadFile.open(folder);
            try {
                return new PostgresStore(database, who, claim, witness, session);
            } catch (SQLException unfit) {
                witness.close();
                session.close();
                throw unfit;
            }
        } catch (SQLException | IOException | Fault unfit) {
            claim.close();
            throw unfit;
        }
    }

    /** Requires that the database still has the tree that the folder remembers. */
    private static void requireNothingLost(LedgerDatabase database, Path folder) throws IOException, SQLException {
        var seen = LastHeadFile.readFrom(folder);
        if (seen != null) {
            try (var ledger = PostgresLedger.open(database)) {
                var lost = seen.findDamage(ledger);
                if (lost != null) {
                    throw MerkleTreeVerifier.tamperedFault(lost);
                }
            }
        }
    }

    @Override
    public Set<String> open() {
        return Set.copyOf(open.keySet());
    }

    @Override
    public StoredHead append(List<LogEntry> lines) throws SQLException, IOException {
        for (var line : lines) {
            if (line.opens() != null) {
                open.put(line.opens(), number + 1);
            } else if (line.closes() != null) {
                open.remove(line.closes());
            }
        }
        try {
            long oldest = open.values().stream().findFirst().orElse(number + 2);
            var seen = session().write(new GatewaySession.Numbered(number + 1, oldest, lines), again);
            again = false;
            number++;
            sequencer.signal();
            return rememberHead(seen.head());
        } catch (SQLException failed) {
            again = true;
            throw disconnect(failed);
        }
    }

    /** Never returns true: other gateways write too, and a lost server is noticed before the next call. */
    @Override
    public boolean maintain() throws SQLException, IOException {
        try {
            var seen = session().readState();
            if (seen.written() != number) {
                throw new SQLException(
                        "the database has " + seen.written() + " batches of this gateway, which wrote " + number);
            }
            rememberHead(seen.head());
            return false;
        } catch (SQLException failed) {
            throw disconnect(failed);
        }
    }

    private StoredHead rememberHead(StoredHead seen) throws SQLException, IOException {
        if (seen.size() < head.size() || (seen.size() == head.size() && !Arrays.equals(seen.root(), head.root()))) {
            throw new SQLException(
                    "the tree had " + head.size() + " records, and now is another one of " + seen.size());
        }
        witness.writeHead(seen.size(), seen.root());
        head = seen;
        return seen;
    }

    private GatewaySession session() throws SQLException {
        var ready = session;
        if (ready == null) {
            ready = GatewaySession.open(database, who, backend);
            backend = ready.backend();
            session = ready;
        }
        return ready;
    }

    /** Closes the connection; throws {@link BatchStore.Unreachable} if a new one may help. */
    private SQLException disconnect(SQLException failed) throws SQLException, Unreachable {
        var broken = session;
        session = null;
        if (broken != null) {
            broken.abort();
        }
        var state = failed.getSQLState();
        if (state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2))) {
            throw new Unreachable(String.valueOf(failed.getMessage()), failed);
        }
        return failed;
    }

    @Override
    public StoredHead head() {
        return head;
    }

    @Override
    public void close() throws SQLException, IOException {
        sequencer.close();
        try {
            if (session != null) {
                if (who.exclusive() && open.isEmpty()) {
                    OrphanedPermits.markNoneOpen(session.connection());
                }
                session.close();
            }
            witness.close();
        } finally {
            claim.close();
        }
    }
}
