package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Manages evidence entries. Each change is validated, journaled, then applied; a failed step stops the rest. */
public final class EvidenceRegister {
    /** Maximum number of entries of a case: as many as one call can use. */
    private static final int MOST_OF_A_CASE = 64;

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    EvidenceRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * Registers an entry.
     *
     * @throws RegistryException.Unacceptable if the id is taken, the organisation unknown or a word malformed
     */
    public EvidenceEntry add(Evidence evidence, Instant now) {
        IdSyntax.check(evidence);
        require(evidence.until() == null || evidence.until().isAfter(now), "The entry would have expired already.");
        return store.change(journal, (connection, rows) -> {
            var all = EvidenceRows.readAll(connection);
            RegistryWriter.requireOrganisation(rows, evidence.organisation());
            require(
                    rows.requireVerified(SealedTable.EVIDENCE, evidence.id()) == null
                            && all.stream()
                                    .noneMatch(other -> other.evidence().id().equals(evidence.id())),
                    "An entry " + evidence.id() + " is registered already, and an id is used once. To change it:"
                            + " evidence change " + evidence.id() + " with what is to be different.");
            requireRoom(all, evidence);
            return writeRecorded(connection, rows, "evidence_add", new EvidenceEntry(evidence, now, null));
        });
    }

    /**
     * Changes an entry, except its id and organisation.
     *
     * @throws RegistryException.Unacceptable if the entry does not exist or was revoked
     */
    public EvidenceEntry change(String id, UnaryOperator<Evidence> how) {
        return store.change(journal, (connection, rows) -> {
            var before = requireActive(rows, id);
            var all = EvidenceRows.readAll(connection);
            var after = how.apply(before.evidence());
            IdSyntax.check(after);
            require(
                    after.id().equals(id)
                            && after.organisation().equals(before.evidence().organisation()),
                    "An entry keeps its id and its organisation.");
            requireRoom(all, after);
            return writeRecorded(connection, rows, "evidence_change", new EvidenceEntry(after, before.created(), null));
        });
    }

    /** Revokes an entry. */
    public EvidenceEntry revoke(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            var before = requireActive(rows, id);
            var after = new EvidenceEntry(before.evidence(), before.created(), now);
            return writeRecorded(connection, rows, "evidence_revoke", after);
        });
    }

    private static EvidenceEntry writeRecorded(
            Connection connection, SealedChange rows, String act, EvidenceEntry entry) throws SQLException {
        var id = entry.evidence().id();
        EvidenceRows.write(connection, entry);
        rows.record(act, id, SealedTable.EVIDENCE, id, row -> EvidenceRows.holds(row, entry));
        return entry;
    }

    private static EvidenceEntry requireActive(SealedChange rows, String id) throws SQLException {
        var row = rows.requireVerified(SealedTable.EVIDENCE, id);
        var found = requireEntry(row == null ? List.of() : List.of(EvidenceRows.entry(row)), id);
        require(found.revoked() == null, "The entry was revoked. Register another: evidence add.");
        return found;
    }

    private static EvidenceEntry requireEntry(List<EvidenceEntry> all, String id) {
        return all.stream()
                .filter(entry -> entry.evidence().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RegistryException.Unacceptable(
                        "There is no entry with this id. To see all: evidence list."));
    }

    private static void requireRoom(List<EvidenceEntry> all, Evidence one) {
        long beside = all.stream()
                .filter(other ->
                        other.revoked() == null && !other.evidence().id().equals(one.id()))
                .map(EvidenceEntry::evidence)
                .filter(other -> other.organisation().equals(one.organisation())
                        && other.caseId() != null
                        && other.caseId().equals(one.caseId()))
                .count();
        require(
                beside < MOST_OF_A_CASE,
                "A case has at most " + MOST_OF_A_CASE
                        + " entries that were not revoked; a call could not rest on more.");
    }

    /** True if any of these organisations has an unrevoked entry of that case. */
    public boolean isCase(String matter, Collection<String> organisations) {
        return entries().stream()
                .filter(entry -> entry.revoked() == null)
                .map(EvidenceEntry::evidence)
                .anyMatch(one -> matter.equals(one.caseId()) && organisations.contains(one.organisation()));
    }

    /** All entries ever registered, revoked ones included. */
    public List<EvidenceEntry> entries() {
        return store.runExclusive(EvidenceRows::readAll);
    }

    /**
     * Returns one entry.
     *
     * @throws RegistryException.Unacceptable if it does not exist
     */
    public EvidenceEntry getEntry(String id) {
        return requireEntry(entries(), id);
    }
}
