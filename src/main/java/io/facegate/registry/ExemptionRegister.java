package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.ExemptionGrant;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Manages granted exemptions. To grant one takes two people where approvals are two; to revoke one takes one. */
public final class ExemptionRegister {
    /** No exemption is granted for longer; it can be granted again. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private static final int MOST_PLACES = 64;

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    ExemptionRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * Grants an exemption.
     *
     * @throws RegistryException.Unacceptable if the id was ever used, or the grant is malformed or has no end
     */
    public ExemptionEntry add(ExemptionGrant grant, Instant now) {
        check(grant, now);
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, "grant_add");
            requireGrantable(rows, grant, now);
            require(
                    rows.requireVerified(SealedTable.EXEMPTION, grant.id()) == null,
                    "An exemption " + grant.id() + " was granted already, and an id is used once.");
            var entry = new ExemptionEntry(grant, now, null);
            ExemptionRows.insert(connection, entry);
            rows.record(
                    "grant_add", grant.id(), SealedTable.EXEMPTION, grant.id(), row -> ExemptionRows.holds(row, entry));
            return entry;
        });
    }

    /** Checks a grant, and that its organisation has the purpose. */
    static void requireGrantable(SealedChange rows, ExemptionGrant grant, Instant now) throws SQLException {
        check(grant, now);
        var owner = RegistryWriter.requireOrganisation(rows, grant.organisation());
        require(
                owner.purposes().contains(grant.purpose()),
                "The purpose is not registered for " + owner.id() + ": org change " + owner.id() + " --purpose.");
    }

    private static void check(ExemptionGrant grant, Instant now) {
        require(IdSyntax.isName(grant.id()), "An exemption's id is written as that of an entry of evidence.");
        IdSyntax.checkWord("capability", grant.capability());
        IdSyntax.checkWord("purpose", grant.purpose());
        require(
                !grant.places().isEmpty() && grant.places().size() <= MOST_PLACES,
                "An exemption counts at certain places: --place PLACE, at most " + MOST_PLACES + '.');
        grant.places().forEach(IdSyntax::checkPlace);
        require(
                IdSyntax.isName(grant.evidence()),
                "--evidence is the reference of what it rests on: 1 to 64 letters, digits and signs without spaces.");
        require(grant.until().isAfter(now) && grant.until().isAfter(grant.from()), "It would have ended already.");
        require(
                !grant.until().isAfter(grant.from().plus(LONGEST)),
                "An exemption ends after at most a year: --until. It can be granted again.");
    }

    /** Revokes an exemption for good. */
    public ExemptionEntry revoke(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, "grant_revoke");
            var row = rows.requireVerified(SealedTable.EXEMPTION, id);
            require(row != null, "There is no exemption with this id. To see all: grant list.");
            var before = ExemptionRows.entry(Objects.requireNonNull(row));
            require(before.revoked() == null, "The exemption was revoked already.");
            var after = new ExemptionEntry(before.grant(), before.created(), now);
            SqlStatements.run(connection, "UPDATE exemption SET revoked = ? WHERE id = ?", now.getEpochSecond(), id);
            rows.record("grant_revoke", id, SealedTable.EXEMPTION, id, written -> ExemptionRows.holds(written, after));
            return after;
        });
    }

    /** All exemptions ever granted. */
    public List<ExemptionEntry> all() {
        return store.runExclusive(ExemptionRows::readAll);
    }
}
