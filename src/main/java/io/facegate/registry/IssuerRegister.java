package io.facegate.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Accepted token issuers, pinned by the digest of their entry in {@code issuers.yaml}. An added or changed entry is
 * ignored until an operator accepts it.
 */
public final class IssuerRegister {
    private static final String WORD = "[!#-\\[\\]-~]{1,128}";

    private final RegistryDatabase store;
    private final boolean shared;
    private final ChangeJournal journal;

    IssuerRegister(RegistryDatabase store, RegistryAddress address, ChangeJournal journal) {
        this.store = store;
        this.shared = address.isShared();
        this.journal = journal;
    }

    /**
     * Startup check of a gateway. The first start accepts the issuers found (trust on first use). Later starts only
     * remove those no longer found, so that nobody can restore them unnoticed; where several gateways share the
     * registry, a person removes them.
     *
     * @param found digest of each issuer in the file
     */
    public void checkAtStartup(Map<String, String> found, Instant now) {
        // If the row was deleted, the row inventory reports that; it is not a first start.
        var before = store.issuers();
        if (!before.initialized() && !before.lost()) {
            accept("issuer_adopt", found, now);
            return;
        }
        // The file of this gateway says nothing about the issuers of another gateway.
        if (!shared) {
            removeMissing(found, now);
        }
    }

    private void removeMissing(Map<String, String> found, Instant now) {
        for (var entry : store.issuers().sound()) {
            if (entry.removed() == null && !found.containsKey(entry.issuer())) {
                write("issuer_remove", new IssuerEntry(entry.issuer(), entry.digest(), entry.accepted(), now));
            }
        }
    }

    /** Accepts issuers by digest on behalf of an operator. In a shared registry, those not found are removed. */
    public void accept(Map<String, String> found, Instant now) {
        if (shared) {
            removeMissing(found, now);
        }
        accept("issuer_accept", found, now);
    }

    /** One record and one transaction each, so that record and state agree even after a crash. */
    private void accept(String act, Map<String, String> found, Instant now) {
        store.adopt(journal);
        var issuers = store.issuers();
        var known = issuers.sound().stream().collect(Collectors.toMap(IssuerEntry::issuer, Function.identity()));
        for (var each : new TreeMap<>(found).entrySet()) {
            var before = known.get(each.getKey());
            boolean same = before != null
                    && before.removed() == null
                    && before.digest().equals(each.getValue());
            if (!same) {
                write(act, new IssuerEntry(each.getKey(), each.getValue(), now, null));
            }
        }
        if (!issuers.initialized()) {
            store.change(journal, (connection, rows) -> {
                IssuerRows.markInitialized(connection, now);
                rows.record(
                        act,
                        IssuerRows.LOOKED_AT,
                        SealedTable.ISSUER,
                        IssuerRows.LOOKED_AT,
                        row -> IssuerRows.holds(row, new IssuerEntry(IssuerRows.LOOKED_AT, "", now, null)));
                return now;
            });
        }
    }

    private void write(String act, IssuerEntry entry) {
        store.change(journal, (connection, rows) -> {
            IssuerRows.write(connection, entry);
            rows.record(
                    act, recordName(entry), SealedTable.ISSUER, entry.issuer(), row -> IssuerRows.holds(row, entry));
            return entry;
        });
    }

    /** Name of the issuer in records: its name, or its digest if the name is not a valid word. */
    private static String recordName(IssuerEntry entry) {
        return entry.issuer().matches(WORD) ? entry.issuer() : entry.digest();
    }

    /** All issuers ever accepted, by name. */
    public List<IssuerEntry> all() {
        return store.runExclusive(IssuerRows::readAll);
    }
}
