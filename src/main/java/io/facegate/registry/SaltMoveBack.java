package io.facegate.registry;

import io.facegate.integrity.SaltPages;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SharedSaltStore.Entry;
import io.facegate.integrity.TamperAlarm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The salts in a shared registry's database, read in the transaction that moves the registry to a folder. */
final class SaltMoveBack implements SaltPages {
    private final Connection reader;
    private final SecretCipher key;
    private final Set<String> erased;

    private SaltMoveBack(Connection reader, SecretCipher key, Set<String> erased) {
        this.reader = reader;
        this.key = key;
        this.erased = erased;
    }

    /**
     * Copies all of them.
     *
     * @param policy with the newest root on record
     * @throws SQLException if the list of what was erased does not verify
     */
    static void intoFolder(Connection reader, SecretCipher key, SealOptions policy, SaltTransfer transfer)
            throws SQLException {
        var list = new SharedRowList(key.rows(), SharedStore.SALTS, policy, null);
        if (list.isNew(reader) && !SharedStore.SALTS.hasRows(reader)) {
            return;
        }
        var seal = SharedStore.SALTS.seal(key.rows(), list, new SealOptions(TamperAlarm.NONE, false, null));
        seal.refresh(reader);
        seal.requireVerified();
        transfer.copyToFolder(new SaltMoveBack(reader, key, list.refs(reader)));
    }

    @Override
    public List<Entry> page(Entry after, int most) throws SQLException {
        var some = SaltTable.requirePage(reader, key, after, most);
        while (!some.isEmpty()) {
            var kept = some.stream().filter(entry -> !isErased(entry.record())).toList();
            if (!kept.isEmpty()) {
                return kept;
            }
            some = SaltTable.requirePage(reader, key, some.getLast(), most);
        }
        return List.of();
    }

    @Override
    public List<String> erased(List<String> records) {
        return records.stream().filter(this::isErased).toList();
    }

    private boolean isErased(String record) {
        return erased.contains(SealedTable.SALT_ERASED.ref(record));
    }
}
