package io.facegate.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accepted token issuers, pinned by the digest of their entry in {@code issuers.yaml}. An added or changed entry is
 * ignored until an operator accepts it.
 */
public final class IssuerRegister {
    private static final String ACCEPT = "issuer_accept";
    private static final String REMOVE = "issuer_remove";
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
                write(REMOVE, new IssuerEntry(entry.issuer(), entry.digest(), entry.accepted(), now));
            }
        }
    }

    /** Accepts issuers by digest on behalf of an operator. In a shared registry, those not found are removed. */
    public void accept(Map<String, String> found, Instant now) {
        if (shared) {
            removeMissing(found, now);
        }
        accept(ACCEPT, found, now);
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

    /**
     * Accepts one issuer by its digest. What is accepted so already is no change.
     *
     * @param base takes the entry before, null if there is none, and throws if the change is not based on it
     */
    public IssuerEntry accept(String issuer, String digest, Instant now, Consumer<@Nullable IssuerEntry> base) {
        store.requireAllowed(journal, ACCEPT);
        var known = current(issuer);
        if (known.isAccepted(digest)) {
            return known.require();
        }
        var entry = new IssuerEntry(issuer, digest, now, null);
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, ACCEPT);
            base.accept(read(rows, issuer).entry);
            return write(connection, rows, ACCEPT, entry);
        });
    }

    /** Accepts an issuer no longer. Returns true if it was accepted; if it was not, nothing is changed. */
    public boolean remove(String issuer, Instant now) {
        store.requireAllowed(journal, REMOVE);
        if (!current(issuer).isActive()) {
            return false;
        }
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, REMOVE);
            var before = read(rows, issuer);
            if (before.isActive()) {
                var known = before.require();
                write(connection, rows, REMOVE, new IssuerEntry(issuer, known.digest(), known.accepted(), now));
            }
            return before.isActive();
        });
    }

    /** What the verified row of an issuer says. */
    private record Found(@Nullable IssuerEntry entry) {
        boolean isActive() {
            return entry != null && entry.removed() == null;
        }

        boolean isAccepted(String digest) {
            return isActive() && require().digest().equals(digest);
        }

        IssuerEntry require() {
            return Objects.requireNonNull(entry);
        }
    }

    private Found current(String issuer) {
        return store.runSealed(journal, rows -> read(rows, issuer));
    }

    private static Found read(SealedChange rows, String issuer) throws SQLException {
        var row = rows.requireVerified(SealedTable.ISSUER, issuer);
        return new Found(row == null ? null : IssuerRows.entry(row));
    }

    private void write(String act, IssuerEntry entry) {
        store.change(journal, (connection, rows) -> write(connection, rows, act, entry));
    }

    private static IssuerEntry write(Connection connection, SealedChange rows, String act, IssuerEntry entry)
            throws SQLException {
        IssuerRows.write(connection, entry);
        rows.record(act, recordName(entry), SealedTable.ISSUER, entry.issuer(), row -> IssuerRows.holds(row, entry));
        return entry;
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
