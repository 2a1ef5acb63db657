package io.facegate.provider.local.gallery;

import io.facegate.identity.seal.RowAuthenticator;
import io.facegate.identity.seal.SealPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authenticates the rows of galleries: whose each is, what it is called, what it is for, and when it was made. */
final class GallerySeal {
    /** The columns that a reader of rows selects first, in this order. */
    static final String COLUMNS = "key, owner, name, created, purpose, mac";

    private static final String TABLE = "gallery";

    private final RowAuthenticator authenticator;
    private final SealPolicy policy;

    GallerySeal(RowAuthenticator authenticator, SealPolicy policy) {
        this.authenticator = authenticator;
        this.policy = policy;
    }

    /** Whether a row is as it was written; where it is not, that is told. */
    boolean holds(ResultSet row) throws SQLException {
        boolean holds = authenticator.holds(row.getBytes("mac"), TABLE, values(row));
        if (!holds) {
            policy.alarm().altered(TABLE, "row-" + row.getLong("key"));
        }
        return holds;
    }

    private static List<?> values(ResultSet row) throws SQLException {
        var values = new ArrayList<@Nullable Object>();
        values.add(row.getLong("key"));
        values.add(row.getString("owner"));
        values.add(row.getString("name"));
        values.add(row.getLong("created"));
        values.add(row.getString("purpose"));
        return values;
    }

    /** Writes the HMAC of a row that was written in this transaction. */
    void seal(Store store, long key) throws SQLException {
        var macs = store.select(
                row -> authenticator.of(TABLE, values(row)), "SELECT " + COLUMNS + " FROM gallery WHERE key = ?", key);
        store.change("UPDATE gallery SET mac = ? WHERE key = ?", macs.getFirst(), key);
    }

    /** Seals what an earlier version wrote, as it is. */
    void adopt(Store store, Path file) throws SQLException, IOException {
        var keys = store.select(row -> row.getLong(1), "SELECT key FROM gallery");
        if (!keys.isEmpty() && !policy.adoptsOlder()) {
            throw new IOException(SealPolicy.refusal(file));
        }
        for (long key : keys) {
            seal(store, key);
        }
    }
}
