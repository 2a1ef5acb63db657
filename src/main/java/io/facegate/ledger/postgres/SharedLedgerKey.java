package io.facegate.ledger.postgres;

import io.facegate.call.Fault;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.LedgerKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/** Key of a ledger, shared by all its gateways; a folder with a different key belongs to a different ledger. */
public final class SharedLedgerKey {
    private SharedLedgerKey() {}

    /**
     * Returns the key in a folder, which must be the ledger's; the first gateway creates it.
     *
     * @throws Fault.LedgerDown if the folder has none, or another one
     */
    public static byte[] getOrCreate(LedgerDatabase database, Path folder) throws IOException, SQLException {
        try (var connection = database.connect("facegate key", 10)) {
            SchemaPreflight.layout(connection);
            if (!LedgerKeyFile.exists(folder)) {
                if (SchemaPreflight.text(connection, "SELECT 1 FROM facegate.ledger_key") != null) {
                    throw new Fault.LedgerDown(
                            "The data folder has no " + LedgerKeyFile.NAME + ", and other gateways of this"
                                    + " ledger have one. Copy it from one of their data folders.");
                }
                LedgerKeyFile.create(folder);
            }
            return requireSameKey(connection, folder);
        }
    }

    /**
     * Returns the key in a folder; the database records it if it has none yet.
     *
     * @throws Fault.LedgerDown if it is not the ledger's
     */
    public static byte[] requireSameKey(Connection connection, Path folder) throws IOException, SQLException {
        var key = LedgerKeyFile.read(folder);
        var print = HexFormat.of().parseHex(Commitment.compute(key, RecordField.ID, LedgerKeyFile.NAME));
        try (var insert = connection.prepareStatement(
                        "INSERT INTO facegate.ledger_key VALUES (true, ?) ON CONFLICT DO NOTHING");
                var select = connection.prepareStatement("SELECT print FROM facegate.ledger_key")) {
            insert.setBytes(1, print);
            insert.executeUpdate();
            try (var rows = select.executeQuery()) {
                if (!rows.next() || !Arrays.equals(rows.getBytes(1), print)) {
                    throw new Fault.LedgerDown(
                            "The data folder's " + LedgerKeyFile.NAME + " is not the one that the other"
                                    + " gateways of this ledger have. Copy it from one of their data folders.");
                }
            }
        }
        return key;
    }
}
