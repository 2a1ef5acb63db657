package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.call.Fault;
import io.facegate.registry.Proposal.State;
import io.facegate.registry.RegistryException.Incomplete;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes that wait for a second person. A proposal is approved by its digest, in a record and a transaction of its own,
 * and then applied; every condition is checked again in both.
 */
public final class ProposalRegister {
    static final String REJECT = "proposal_reject";

    private static final String ADD = "proposal_add";
    private static final String APPROVE = "proposal_approve";
    private static final Duration OPEN_FOR = Duration.ofDays(3);
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    ProposalRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * Keeps a change as a proposal, in the transaction in which it was undone. What the same person has proposed
     * already, and what is still open, is not proposed again.
     */
    static ProposalMade propose(Connection connection, SealedChange rows, ApprovalRequired.Wanted wanted, Instant now)
            throws SQLException {
        var journal = rows.journal();
        var people = rows.authorization();
        people.require(journal, wanted.change().act());
        var proposer = Objects.requireNonNull(journal.actor());
        var reason = journal.reason();
        require(
                reason != null,
                "This takes a second person (" + wanted.kind().description() + "), who must know why: --reason TEXT.");
        var open = findSame(rows, wanted, proposer, now);
        if (open.isPresent()) {
            return new ProposalMade(open.get(), people.others(open.get().act(), proposer));
        }
        var made = Proposal.create(
                newId("p-"),
                new Proposal.Draft(wanted, proposer, Objects.requireNonNull(reason), now, now.plus(OPEN_FOR)));
        write(connection, made);
        rows.recordDecided(ADD, subject(made), null, row(made));
        return new ProposalMade(made, people.others(made.act(), proposer));
    }

    private static Optional<Proposal> findSame(
            SealedChange rows, ApprovalRequired.Wanted wanted, String proposer, Instant now) throws SQLException {
        return rows.check(SealedTable.PROPOSAL).rows(SealedTable.PROPOSAL).stream()
                .map(Proposal::of)
                .filter(known -> known.isOpen(now)
                        && known.proposer().equals(proposer)
                        && known.act().equals(wanted.change().act())
                        && known.table().equals(wanted.table().name())
                        && Objects.equals(known.before(), wanted.before())
                        && known.after().isSameRow(wanted.after(), wanted.before() == null))
                .findFirst();
    }

    /** A new random id with that beginning. */
    static String newId(String prefix) {
        var id = new StringBuilder(prefix);
        RANDOM.ints(12, 0, ALPHABET.length()).forEach(at -> id.append(ALPHABET.charAt(at)));
        return id.toString();
    }

    /** Names a proposal in records: its id, and what its digest says that it changes. */
    private static String subject(Proposal proposal) {
        return proposal.id() + '/' + proposal.digest();
    }

    /** All proposals, newest first; those that do not verify are not among them. */
    public List<Proposal> all() {
        return store.runSealed(
                journal,
                rows -> rows.check(SealedTable.PROPOSAL).rows(SealedTable.PROPOSAL).stream()
                        .map(Proposal::of)
                        .sorted(java.util.Comparator.comparing(Proposal::created)
                                .reversed())
                        .toList());
    }

    /**
     * Returns one proposal.
     *
     * @throws RegistryException.Unacceptable if there is none with that id
     */
    public Proposal get(String id) {
        return store.runSealed(journal, rows -> find(rows, id));
    }

    /** Approves a proposal in the name of the journal's person, and applies it. */
    public Proposal approve(String id, String digest, Instant now) {
        require(journal.reason() != null, "An approval says why: --reason TEXT.");
        if (get(id).state() == State.APPROVED) {
            return apply(id, digest, now);
        }
        try {
            recordApproval(id, digest, now);
        } catch (Incomplete unconfirmed) {
            throw notApplied(id, unconfirmed);
        }
        try {
            return apply(id, digest, now);
        } catch (Incomplete unconfirmed) {
            throw unconfirmed;
        } catch (Fault | RegistryException failed) {
            throw notApplied(id, failed);
        }
    }

    private static Incomplete notApplied(String id, RuntimeException why) {
        return new Incomplete(
                "Proposal " + id + " is approved, which is on record, and its change was not made: " + why.getMessage()
                        + " The person who approved it can approve it again.",
                why);
    }

    private void recordApproval(String id, String digest, Instant now) {
        store.change(journal, (connection, rows) -> {
            var proposal = requireOpen(rows, id, digest, now);
            TranslatedRefusal.PROPOSAL_DECIDED.throwUnless(
                    proposal.state() == State.WAITING, "Somebody else decided proposal " + id + " meanwhile.");
            var approved = proposal.with(State.APPROVED, requireApprover(rows, proposal), now);
            requireApplicable(connection, rows, proposal, now);
            write(connection, approved);
            rows.recordDecided(APPROVE, subject(approved), null, row(approved));
            return approved;
        });
    }

    /** Makes the change that was approved; a crash before it is resumed by the same command. */
    private Proposal apply(String id, String digest, Instant now) {
        return store.change(journal, (connection, rows) -> {
            var proposal = requireOpen(rows, id, digest, now);
            var approver = requireApprover(rows, proposal);
            TranslatedRefusal.PROPOSAL_DECIDED.throwUnless(
                    proposal.state() == State.APPROVED && approver.equals(proposal.decidedBy()),
                    "Proposal " + id + " was approved by somebody else, who can run the same command again.");
            requireApplicable(connection, rows, proposal, now);
            var table = table(proposal);
            var after = proposal.after();
            after.write(connection, table);
            var applied = proposal.with(State.APPLIED, approver, now);
            write(connection, applied);
            var target = new WrittenRow(
                    table, written -> RowContent.of(table, written).equals(after), List.of(rowId(after)));
            rows.recordDecided(proposal.act(), proposal.subject(), proposal.person(), target, row(applied));
            return applied;
        });
    }

    /** Rejects a proposal, or withdraws one's own. One person is enough, and whoever could approve it may. */
    public Proposal reject(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            var proposal = find(rows, id);
            boolean mayApprove = rows.authorization().allows(journal.actor(), proposal.act());
            rows.authorization().require(journal, mayApprove ? proposal.act() : REJECT);
            TranslatedRefusal.PROPOSAL_DECIDED.throwUnless(
                    proposal.state() == State.WAITING || proposal.state() == State.APPROVED,
                    "Proposal " + id + " is " + proposal.state().word() + " already.");
            var rejected = proposal.with(State.REJECTED, journal.actor(), now);
            write(connection, rejected);
            rows.recordDecided(REJECT, subject(rejected), null, row(rejected));
            return rejected;
        });
    }

    private static Proposal find(SealedChange rows, String id) throws SQLException {
        var row = rows.requireVerified(SealedTable.PROPOSAL, id);
        TranslatedRefusal.PROPOSAL_GONE.throwUnless(
                row != null, "There is no proposal with this id. To see all: proposal list.");
        return Proposal.of(Objects.requireNonNull(row));
    }

    private static Proposal requireOpen(SealedChange rows, String id, String digest, Instant now) throws SQLException {
        var proposal = find(rows, id);
        TranslatedRefusal.PROPOSAL_DECIDED.throwUnless(
                proposal.state() == State.WAITING || proposal.state() == State.APPROVED,
                "Proposal " + id + " is " + proposal.state().word() + " already.");
        TranslatedRefusal.PROPOSAL_EXPIRED.throwUnless(
                now.isBefore(proposal.expires()), "Proposal " + id + " has expired. Propose the change again.");
        TranslatedRefusal.PROPOSAL_UNSEEN.throwUnless(
                proposal.digest().equals(digest),
                "The digest is not that of proposal " + id + ". Look at what it changes, and give its digest: proposal"
                        + " show " + id + '.');
        return proposal;
    }

    /** The acting person, who has the right, and is not the proposer; the proposer must still have it too. */
    private String requireApprover(SealedChange rows, Proposal proposal) throws SQLException {
        var people = rows.authorization();
        people.require(journal, proposal.act());
        var approver = Objects.requireNonNull(journal.actor());
        TranslatedRefusal.PROPOSAL_OWN.throwUnless(
                people.find(approver) != null && !approver.equals(proposal.proposer()),
                proposal.proposer() + " proposed this. Another registered person approves it.");
        TranslatedRefusal.PROPOSAL_UNBACKED.throwUnless(
                people.allows(proposal.proposer(), proposal.act()),
                proposal.proposer() + ", who proposed this, has not the right any more. Reject it: proposal reject.");
        return approver;
    }

    /** The row must still be what the proposal says that it was, and the change one that could be made now. */
    private static void requireApplicable(Connection connection, SealedChange rows, Proposal proposal, Instant now)
            throws SQLException {
        requireUnchanged(rows, proposal);
        var table = table(proposal);
        var organisation = proposal.organisationAfter();
        if (organisation != null) {
            OrganisationRelationCheck.check(connection, organisation);
        }
        if (table.equals(SealedTable.EXEMPTION)) {
            var grant = ExemptionRows.entry(proposal.after().toRow(table)).grant();
            ExemptionRegister.requireGrantable(rows, grant, now);
        }
        if (table.equals(SealedTable.POLICIES)) {
            PolicyActivationRows.requireArchive(
                    connection, PolicyActivationRows.of(proposal.after().toRow(table)));
        }
        if (table.equals(SealedTable.PERSON)) {
            var after = PersonRows.of(proposal.after().toRow(table));
            PersonRegister.requireOwnLogin(rows, after);
            PersonRegister.requireOwnCertificates(connection, rows, after);
            if (proposal.before() != null) {
                PersonRegister.requireOperators(
                        rows, PersonRows.of(proposal.before().toRow(table)), after);
            }
        }
    }

    private static void requireUnchanged(SealedChange rows, Proposal proposal) throws SQLException {
        var table = table(proposal);
        var row = rows.requireVerified(table, rowId(proposal.after()));
        var now = row == null ? null : RowContent.of(table, row);
        TranslatedRefusal.PROPOSAL_OUTDATED.throwUnless(
                Objects.equals(now, proposal.before()),
                "What proposal " + proposal.id() + " changes was changed meanwhile. Reject it, and propose it again.");
    }

    private static SealedTable table(Proposal proposal) {
        return TwoPersonChange.tables().stream()
                .filter(table -> table.name().equals(proposal.table()))
                .findFirst()
                .orElseThrow(() -> new RegistryException.Unusable("The proposal changes no row that takes two."));
    }

    private static Object rowId(RowContent image) {
        return Objects.requireNonNull(image.value("id"));
    }

    private static void write(Connection connection, Proposal proposal) throws SQLException {
        SqlStatements.run(
                connection,
                """
                INSERT INTO proposal (id, document, digest, state, decided_by, decided) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by,
                  decided = excluded.decided\
                """,
                proposal.id(),
                proposal.document(),
                proposal.digest(),
                proposal.state().word(),
                proposal.decidedBy(),
                SqlStatements.seconds(proposal.decided()));
    }

    private static WrittenRow row(Proposal written) {
        return new WrittenRow(
                SealedTable.PROPOSAL,
                row -> {
                    var found = Proposal.of(row);
                    return found.document().equals(written.document())
                            && found.state() == written.state()
                            && Objects.equals(found.decidedBy(), written.decidedBy())
                            && row.isAt("decided", written.decided());
                },
                List.of(written.id()));
    }
}
