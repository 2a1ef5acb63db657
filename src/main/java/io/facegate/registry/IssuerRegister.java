package io.facegate.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which token issuers were accepted, each by the digest of its entry in {@code issuers.yaml}: an entry that somebody
 * added or changed counts for nothing until a person accepts it.
 */
public final class IssuerRegister {
    private static final String WORD = "[!#-\\[\\]-~]{1,128}";

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    IssuerRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * What a gateway does at its start. The first time it accepts the issuers that it finds; later it only takes back
     * those that it finds no more, so that nobody can put them back unseen.
     *
     * @param found the digest of each issuer in the file
     */
    public void begin(Map<String, String> found, Instant now) {
        // The row may be gone, which the list of rows then says: that is not a first time.
        boolean first = !store.alone(IssuerRows::lookedAt)
                && !store.check().altered().contains(SealedTable.ISSUER.ref(IssuerRows.LOOKED_AT));
        if (first) {
            accept("issuer_adopt", found, now);
            return;
        }
        for (var entry : all()) {
            if (entry.removed() == null && !found.containsKey(entry.issuer())) {
                write("issuer_remove", new IssuerEntry(entry.issuer(), entry.digest(), entry.accepted(), now));
            }
        }
    }

    /** A person accepts these, each by its digest. */
    public void accept(Map<String, String> found, Instant now) {
        accept("issuer_accept", found, now);
    }

    /** One record and one transaction for each: what is on record is then what was done, also after a crash. */
    private void accept(String act, Map<String, String> found, Instant now) {
        var known = all().stream().collect(Collectors.toMap(IssuerEntry::issuer, Function.identity()));
        var altered = store.check().altered();
        for (var each : new TreeMap<>(found).entrySet()) {
            var before = known.get(each.getKey());
            boolean same = before != null
                    && before.removed() == null
                    && before.digest().equals(each.getValue())
                    && !altered.contains(SealedTable.ISSUER.ref(each.getKey()));
            if (!same) {
                write(act, new IssuerEntry(each.getKey(), each.getValue(), now, null));
            }
        }
        if (!store.alone(IssuerRows::lookedAt) || altered.contains(SealedTable.ISSUER.ref(IssuerRows.LOOKED_AT))) {
            store.change(journal, (connection, rows) -> {
                IssuerRows.markLookedAt(connection, now);
                rows.record(act, IssuerRows.LOOKED_AT, SealedTable.ISSUER, IssuerRows.LOOKED_AT);
                return now;
            });
        }
    }

    private void write(String act, IssuerEntry entry) {
        store.change(journal, (connection, rows) -> {
            IssuerRows.write(connection, entry);
            rows.record(act, word(entry), SealedTable.ISSUER, entry.issuer());
            return entry;
        });
    }

    /** What a record calls it: its name, or where that is no word its digest. */
    private static String word(IssuerEntry entry) {
        return entry.issuer().matches(WORD) ? entry.issuer() : entry.digest();
    }

    /** All that ever were accepted, by name. */
    public List<IssuerEntry> all() {
        return store.alone(IssuerRows::all);
    }
}
