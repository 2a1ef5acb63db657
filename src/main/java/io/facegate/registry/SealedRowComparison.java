package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares the rows that were verified with those that were sealed again: nothing else may have taken their place. */
final class SealedRowComparison {
    /** Columns that sealing everything again changes; a secret is bound to its row by its own encryption. */
    private static final Set<String> RENEWED = Set.of("version", "sealed_secret");

    private SealedRowComparison() {}

    /** Requires that every row that verified before has the same contents now, and that no altered row takes effect. */
    static void requireSame(RegistrySeal.State before, RegistrySeal.State after) {
        var now = contents(after);
        var known = contents(before);
        for (var row : now.entrySet()) {
            boolean same = known.containsKey(row.getKey())
                    ? known.get(row.getKey()).equals(row.getValue())
                    : before.altered().contains(row.getKey()) && isEnded(row.getValue());
            if (!same) {
                throw changed(row.getKey());
            }
        }
        for (var ref : known.keySet()) {
            if (!now.containsKey(ref)) {
                throw changed(ref);
            }
        }
    }

    private static boolean isEnded(Map<String, Object> row) {
        return row.containsKey("revoked")
                || row.containsKey("removed")
                || "rejected".equals(row.get("state"))
                || (row.containsKey("suspended") && !row.get("suspended").equals("0"))
                || stopsEverything(row)
                || namesNoPolicies(row);
    }

    private static boolean namesNoPolicies(Map<String, Object> row) {
        return "".equals(row.get("digest")) && "".equals(row.get("archive"));
    }

    private static boolean stopsEverything(Map<String, Object> row) {
        return row.containsKey("set_reason")
                && StopTarget.Kind.ALL.word().equals(row.get("kind"))
                && !row.containsKey("lifted_at");
    }

    private static Unusable changed(String ref) {
        return new Unusable("The row " + ref + " was changed by something else at the same moment, so nothing was"
                + " sealed. Find out who writes to the registry's database, and run the command again.");
    }

    private static Map<String, Map<String, Object>> contents(RegistrySeal.State state) {
        var all = new HashMap<String, Map<String, Object>>();
        for (var table : RegistryDatabase.TABLES) {
            state.rows(table).forEach(row -> all.put(table.ref(row.text("id")), contents(row)));
        }
        // A rotation changes it, and compares it with the wrapped key itself.
        all.remove(SealedTable.SETTING.ref(MasterKeySetting.ID));
        return all;
    }

    private static Map<String, Object> contents(RowColumns row) {
        var all = new TreeMap<String, Object>();
        row.byName().forEach((name, value) -> {
            if (!RENEWED.contains(name)) {
                all.put(name, value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString());
            }
        });
        all.put("/children", children(row));
        return all;
    }

    private static List<List<Map<String, Object>>> children(RowColumns row) {
        return row.children().stream()
                .map(table -> table.stream().map(SealedRowComparison::contents).toList())
                .toList();
    }
}
