package io.facegate.ledger.tiles;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.address.PersistentReader;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Log source over a ledger's store, in short reads. */
public final class StoreLogSource implements LogSource {
    private final LedgerAddress address;
    private final @Nullable PersistentReader shared;
    private @Nullable LedgerReader ledger;

    private StoreLogSource(LedgerAddress address, @Nullable PersistentReader shared) {
        this.address = address;
        this.shared = shared;
    }

    /** A read operation. */
    @FunctionalInterface
    private interface Read<T> {
        T read(LedgerReader ledger) throws SQLException;
    }

    /**
     * Opens the log of a ledger.
     *
     * @throws Fault.LedgerDown if it cannot be read
     */
    public static StoreLogSource open(LedgerAddress ledger) {
        var log = new StoreLogSource(ledger, null);
        log.read(LedgerReader::checkedMark);
        return log;
    }

    /** Same, on a shared database connection, which its owner closes; a ledger file is opened separately. */
    public static StoreLogSource open(LedgerAddress ledger, PersistentReader shared) {
        return ledger.database() == null ? open(ledger) : new StoreLogSource(ledger, shared);
    }

    /** Opens the log of a data folder's own file, or of a single ledger file. */
    public static StoreLogSource open(Path folderOrFile) {
        return open(LedgerAddress.ofFolder(folderOrFile));
    }

    @Override
    public long size() {
        return read(LedgerReader::head).size();
    }

    @Override
    public byte[] leaves(long from, long to) {
        return concat(from, to, read(reader -> reader.leaves(from, to)));
    }

    @Override
    public Map<Long, byte[]> leaves(SortedSet<Long> firsts, int length) {
        var found = new HashMap<Long, byte[]>();
        read(reader -> reader.leaves(firsts, length)).forEach((first, runs) -> {
            try {
                found.put(first, concat(first, first + length, runs));
            } catch (Fault.LedgerTampered missing) {
                // Callers that need it read it alone, and get an error that names what is missing.
            }
        });
        return found;
    }

    private static byte[] concat(long from, long to, List<LedgerReader.Leaves> runs) {
        var all = new byte[Math.toIntExact((to - from) * Rfc6962.HASH)];
        long have = from;
        for (var run : runs) {
            int skip = (int) (have - run.first()) * Rfc6962.HASH;
            int length = Math.min(run.leaves().length - skip, (int) (to - have) * Rfc6962.HASH);
            if (skip < 0 || length < 0) {
                throw missingRecord(have);
            }
            System.arraycopy(run.leaves(), skip, all, (int) (have - from) * Rfc6962.HASH, length);
            have += length / Rfc6962.HASH;
        }
        if (have != to) {
            throw missingRecord(have);
        }
        return all;
    }

    @Override
    public long minimum() {
        return read(LedgerReader::minimum);
    }

    @Override
    public List<byte[]> records(long from, long to) {
        var found = new ArrayList<byte[]>((int) (to - from));
        read(reader -> {
            reader.forEachBatch(from, batch -> {
                for (long index = from + found.size(); batch.isPruned() && index < ends(batch, to); index++) {
                    found.add(new byte[0]);
                }
                batch.forEachRecord((place, start, end) -> {
                    if (batch.first() + place == from + found.size() && found.size() < to - from) {
                        found.add(Arrays.copyOfRange(batch.lines(), start, end));
                    }
                    return found.size() < to - from;
                });
                return found.size() < to - from;
            });
            return found;
        });
        if (found.size() != to - from) {
            throw missingRecord(from + found.size());
        }
        return found;
    }

    private static long ends(RecordBatch batch, long to) {
        return Math.min(to, batch.first() + batch.count());
    }

    /** Reads; reopens the ledger after a failure, since a database may have been unavailable. */
    private synchronized <T> T read(Read<T> read) {
        try {
            if (shared != null) {
                return shared.read(read::read);
            }
            var open = ledger;
            if (open == null) {
                open = address.reader();
                ledger = open;
            }
            return read.read(open);
        } catch (SQLException | IOException unfit) {
            close();
            throw unreadableFault(unfit);
        }
    }

    private static Fault.LedgerDown unreadableFault(Exception why) {
        return new Fault.LedgerDown("The ledger cannot be read: " + why.getMessage());
    }

    private static Fault.LedgerTampered missingRecord(long index) {
        return new Fault.LedgerTampered(index, "it is missing");
    }

    @Override
    public synchronized void close() {
        try {
            if (ledger != null) {
                ledger.close();
                ledger = null;
            }
        } catch (SQLException broken) {
            throw unreadableFault(broken);
        }
    }
}
