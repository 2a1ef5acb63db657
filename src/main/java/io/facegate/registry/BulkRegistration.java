package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes many organisations or keys in one transaction, with one record before it is committed. */
public final class BulkRegistration {
    private static final String ACT = "registry_apply";

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    BulkRegistration(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /** True if both hold the same, whatever the order of places and facts. */
    public static boolean isSame(Organisation one, Organisation other) {
        return OrganisationRows.comparable(one).equals(OrganisationRows.comparable(other));
    }

    /**
     * Writes organisations; one that is closed loses its keys.
     *
     * @throws RegistryException.Unacceptable if one is not as it was when the change was planned
     */
    public void write(List<OrganisationReplacement> all, Instant now) {
        store.change(journal, (connection, rows) -> {
            var known = rows.requireAllVerified(SealedTable.ORGANISATION);
            var after = new ArrayList<Organisation>();
            var written = new ArrayList<WrittenRow>();
            for (var one : all) {
                requireAsPlanned(one, known.get(one.after().id()));
                IdSyntax.check(one.after());
                after.add(one.after());
                written.add(WrittenRow.of(
                        SealedTable.ORGANISATION,
                        row -> OrganisationRows.holds(row, one.after()),
                        one.after().id()));
            }
            OrganisationRows.writeAll(connection, after);
            written.addAll(revokeClosed(connection, rows, all, now));
            rows.recordAll(ACT, "organisations:" + all.size(), written);
            return all;
        });
    }

    private static void requireAsPlanned(OrganisationReplacement one, @Nullable RowColumns row) {
        var found = row == null ? null : OrganisationRows.of(row);
        boolean same = (found == null || one.before() == null)
                ? found == null && one.before() == null
                : isSame(found, one.before());
        require(
                same,
                "The organisation " + one.after().id() + " was changed while this was planned. Run the command again.");
        if (found != null) {
            OrganisationStates.requireOpen(found);
        }
    }

    private static List<WrittenRow> revokeClosed(
            Connection connection, SealedChange rows, List<OrganisationReplacement> all, Instant now)
            throws SQLException {
        var closed = all.stream()
                .map(OrganisationReplacement::after)
                .filter(one -> one.state() == OrganisationState.CLOSED)
                .map(Organisation::id)
                .toList();
        var written = new ArrayList<WrittenRow>();
        for (var key : closed.isEmpty() ? List.<KeyEntry>of() : KeyRows.readAll(connection)) {
            if (closed.contains(key.request().organisation()) && key.revoked() == null) {
                written.add(RegistryWriter.revoked(connection, rows, key, now));
            }
        }
        return written;
    }

    /**
     * Mints keys.
     *
     * @param keep receives the keys with their secrets before they are valid; if it fails, nothing is minted
     */
    public void mint(List<KeyRequest> all, Instant now, Consumer<List<MintedKey>> keep) {
        store.change(journal, (connection, rows) -> {
            var organisations = organisations(rows.requireAllVerified(SealedTable.ORGANISATION));
            var labels = KeyRows.readAll(connection).stream()
                    .filter(key -> key.request().label() != null)
                    .toList();
            var minting = new KeyMinting(store.vault());
            var made = new ArrayList<KeyMinting.Made>();
            for (var one : all) {
                KeyMinting.check(one, id -> requireKnown(organisations, id), now);
                made.add(minting.make(one, now));
            }
            requireFreeLabels(labels, all, now);
            keep.accept(made.stream().map(KeyMinting.Made::key).toList());
            var stored = made.stream().map(KeyMinting.Made::stored).toList();
            KeyRows.writeAll(connection, stored);
            rows.recordAll(
                    ACT,
                    "keys:" + all.size(),
                    stored.stream().map(KeyRows.SealedKey::written).toList());
            return all;
        });
    }

    private static Map<String, Organisation> organisations(Map<String, RowColumns> rows) {
        var all = new HashMap<String, Organisation>();
        rows.forEach((id, row) -> all.put(id, OrganisationRows.of(row)));
        return all;
    }

    private static Organisation requireKnown(Map<String, Organisation> all, String id) {
        var found = all.get(id);
        if (found == null) {
            throw new RegistryException.Unacceptable("There is no organisation " + id + ".");
        }
        return found;
    }

    private static void requireFreeLabels(List<KeyEntry> keys, List<KeyRequest> all, Instant now) {
        var taken = new HashMap<String, List<KeyEntry>>();
        keys.forEach(key -> taken.computeIfAbsent(key.request().organisation(), none -> new ArrayList<>())
                .add(key));
        for (var one : all) {
            KeyMinting.requireFreeLabel(taken.getOrDefault(one.organisation(), List.of()), one, now);
        }
    }
}
