package io.facegate.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies the rows of a registry from one database to another, as they are. */
final class RegistryRowCopy {
    /** Every table, a parent before its children. */
    private static final List<String> TABLES = List.of(
            "organisation",
            "organisation_purpose",
            "organisation_jurisdiction",
            "organisation_fact",
            "organisation_resource",
            "access_key",
            "access_key_principal",
            "evidence",
            "evidence_fact",
            "issuer",
            "registry_change",
            "person",
            "person_role",
            "registry_setting",
            "proposal",
            "exemption",
            "exemption_place",
            "stop",
            "policy_activation",
            "policy_content",
            "vault",
            "seal_head");

    private RegistryRowCopy() {}

    /** Copies every row, replacing the proof of the key that a new place may have. */
    static void copyAll(Connection from, Connection to) throws SQLException {
        PolicyActivationRows.requireTables(from);
        PolicyActivationRows.requireTables(to);
        for (var table : TABLES) {
            if (table.equals("vault")) {
                // A file that was just made has a proof, and no rows.
                RegistryVault.copyProof(from, to);
            } else {
                copy(from, to, table);
            }
        }
    }

    private static void copy(Connection from, Connection to, String table) throws SQLException {
        var columns = new ArrayList<String>();
        var rows = SqlStatements.rows(
                from,
                row -> {
                    if (columns.isEmpty()) {
                        for (int at = 1; at <= row.getMetaData().getColumnCount(); at++) {
                            columns.add('"' + row.getMetaData().getColumnName(at) + '"');
                        }
                    }
                    var values = new @Nullable Object[columns.size()];
                    for (int at = 0; at < values.length; at++) {
                        values[at] = row.getObject(at + 1);
                    }
                    return values;
                },
                "SELECT * FROM " + table);
        var places = String.join(", ", Collections.nCopies(columns.size(), "?"));
        for (var row : rows) {
            SqlStatements.run(
                    to, "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + places + ")", row);
        }
    }

    /** The HMAC of each row by its name. */
    static Map<String, String> fingerprints(List<SealedRow> rows) {
        var all = new TreeMap<String, String>();
        for (var row : rows) {
            var mac = row.mac();
            all.put(row.ref(), mac == null ? "" : HexFormat.of().formatHex(mac));
        }
        return all;
    }
}
