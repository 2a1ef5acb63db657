package io.facegate.ledger.address;

import io.facegate.ledger.store.LedgerReader;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Ledger reader for repeated reads. It keeps a database connection open, since a new one costs the server more than
 * most reads. It reopens a file for each read, since the file may have been replaced. Not thread-safe.
 */
public final class PersistentReader implements AutoCloseable {
    private final LedgerAddress address;
    private @Nullable LedgerReader kept;

    public PersistentReader(LedgerAddress address) {
        this.address = address;
    }

    /** A read operation. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(LedgerReader ledger) throws SQLException, IOException;
    }

    /** Runs a read; retries once on a new connection if the kept one is broken. */
    public <T> T read(Reading<T> reading) throws SQLException, IOException {
        var open = kept;
        if (open == null) {
            return readOnNewConnection(reading);
        }
        try {
            return reading.read(open);
        } catch (SQLException broken) {
            if (broken.getSQLState() == null) {
                throw broken;
            }
            close();
            return readOnNewConnection(reading);
        }
    }

    private <T> T readOnNewConnection(Reading<T> reading) throws SQLException, IOException {
        var opened = address.reader();
        if (address.database() == null) {
            try (opened) {
                return reading.read(opened);
            }
        }
        kept = opened;
        try {
            return reading.read(opened);
        } catch (SQLException failed) {
            if (failed.getSQLState() != null) {
                close();
            }
            throw failed;
        }
    }

    @Override
    public void close() throws SQLException {
        var open = kept;
        kept = null;
        if (open != null) {
            open.close();
        }
    }
}
