package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Manages the people who may change the registry, and how many of them it takes. */
public final class PersonRegister {
    /** Fewer operators could not undo what takes two. */
    private static final int OPERATORS_OF_TWO = 2;

    private static final String CHANGE = "person_change";
    private static final String REMOVE = "person_remove";
    private static final String APPROVALS = "approvals_change";

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    PersonRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * Registers a person. The first one of a registry is an operator.
     *
     * @throws RegistryException.Unacceptable if the id was ever used, or the login is another person's
     */
    public Person add(Person person) {
        person.check();
        return store.change(journal, (connection, rows) -> {
            var known = rows.authorization();
            known.require(journal, PersonAuthorization.PERSON_ADD);
            require(
                    known.hasOperator() || person.roles().contains(Role.OPERATOR),
                    "The first person is an operator, who can register the others: --role operator.");
            require(
                    rows.requireVerified(SealedTable.PERSON, person.id()) == null,
                    "A person " + person.id() + " is registered already, or was: an id stands for one person for ever."
                            + " To change the roles: person change " + person.id() + '.');
            return write(connection, rows, PersonAuthorization.PERSON_ADD, person);
        });
    }

    /** Changes a person, except the id. */
    public Person change(String id, UnaryOperator<Person> how) {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, CHANGE);
            var before = requireActive(rows, id);
            var after = how.apply(before);
            after.check();
            require(after.id().equals(id) && after.isActive(), "A person keeps the id.");
            requireOperators(rows, before, after);
            return write(connection, rows, CHANGE, after);
        });
    }

    /** Removes a person, who has no right from now on. The row stays. */
    public Person remove(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, REMOVE);
            var before = requireActive(rows, id);
            var after = before.withRemoved(now);
            requireOperators(rows, before, after);
            return write(connection, rows, REMOVE, after);
        });
    }

    private static Person write(Connection connection, SealedChange rows, String act, Person person)
            throws SQLException {
        var organisation = person.organisation();
        if (organisation != null) {
            RegistryWriter.requireOrganisation(rows, organisation);
        }
        requireOwnLogin(rows, person);
        requireOwnCertificates(connection, rows, person);
        PersonRows.write(connection, person);
        var roles = person.roles().stream().sorted().map(Role::word).collect(Collectors.joining(","));
        rows.recordPerson(act, roles, person.id(), row -> PersonRows.holds(row, person));
        return person;
    }

    /** A login is one person's, so that nobody is two people. */
    static void requireOwnLogin(SealedChange rows, Person person) throws SQLException {
        var login = person.login();
        require(
                login == null
                        || !person.isActive()
                        || rows.authorization().people().stream()
                                .noneMatch(other -> other.isActive()
                                        && !other.id().equals(person.id())
                                        && login.equals(other.login())),
                "This login is another person's.");
    }

    /** A client certificate is one person's and nobody else's, so that nobody is two people, or an organisation. */
    static void requireOwnCertificates(Connection connection, SealedChange rows, Person person) throws SQLException {
        for (var certificate : person.isActive() ? person.certificates() : List.<PersonCertificate>of()) {
            var owner = find(rows, certificate.sha256());
            require(owner == null || owner.id().equals(person.id()), "This client certificate is another person's.");
            require(
                    !KeyRows.isRegistered(connection, HexFormat.of().parseHex(certificate.sha256())),
                    "This client certificate is a key of an organisation. A person has one of their own.");
        }
    }

    /** The active person with that client certificate, whose row verifies; or null. */
    static @Nullable Person find(SealedChange rows, String sha256) {
        return rows.authorization().people().stream()
                .filter(person -> person.isActive() && person.certificate(sha256) != null)
                .findFirst()
                .orElse(null);
    }

    private static Person requireActive(SealedChange rows, String id) throws SQLException {
        var row = rows.requireVerified(SealedTable.PERSON, id);
        require(row != null, "There is no person with this id. To see all: person list.");
        var found = PersonRows.of(Objects.requireNonNull(row));
        require(found.isActive(), "The person was removed. Register another id: person add.");
        return found;
    }

    /** The last operator stays, and where changes take two, the last two. */
    static void requireOperators(SealedChange rows, Person before, Person after) throws SQLException {
        if (!before.isActiveOperator() || after.isActiveOperator()) {
            return;
        }
        long left = rows.authorization().operators() - 1;
        require(left > 0, before.id() + " is the last operator, and stays one. Register another first: person add.");
        require(
                left >= OPERATORS_OF_TWO || rows.approvals() == Approvals.ONE,
                "Changes take two people here, so two operators must stay. Register another first: person add.");
    }

    /** Sets how many people it takes to change what permits more. What was set already is no change. */
    public Approvals change(Approvals approvals) {
        return change(approvals, _ -> {});
    }

    /** As above, if what was set before is what {@code base} accepts. */
    public Approvals change(Approvals approvals, Consumer<Approvals> base) {
        store.requireAllowed(journal, APPROVALS);
        boolean isSet = store.runSealed(journal, rows -> rows.approvals() == approvals && isSet(rows));
        return isSet ? approvals : set(approvals, base);
    }

    private static boolean isSet(SealedChange rows) throws SQLException {
        var row = rows.requireVerified(SealedTable.SETTING, Approvals.ID);
        return row != null && !row.has("removed");
    }

    private Approvals set(Approvals approvals, Consumer<Approvals> base) {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, APPROVALS);
            base.accept(rows.approvals());
            var known = rows.requireVerified(SealedTable.SETTING, Approvals.ID);
            require(
                    approvals == Approvals.ONE || rows.authorization().operators() >= OPERATORS_OF_TWO,
                    "Two approvals take two operators. Register them first: person add.");
            if (known == null) {
                SqlStatements.run(
                        connection,
                        "INSERT INTO registry_setting (id, value) VALUES (?, ?)",
                        Approvals.ID,
                        approvals.word());
            } else {
                SqlStatements.run(
                        connection,
                        "UPDATE registry_setting SET value = ?, removed = NULL WHERE id = ?",
                        approvals.word(),
                        Approvals.ID);
            }
            rows.record(
                    APPROVALS,
                    approvals.word(),
                    SealedTable.SETTING,
                    Approvals.ID,
                    row -> row.text("value").equals(approvals.word()) && !row.has("removed"));
            return approvals;
        });
    }

    /**
     * True if two operators can approve each other's changes. Where gateways share the registry, each must be able to
     * log in.
     */
    public boolean hasTwoApprovers() {
        return store.runSealed(
                journal,
                rows -> rows.authorization().people().stream()
                                .filter(this::canApprove)
                                .count()
                        >= OPERATORS_OF_TWO);
    }

    /** Sets approvals to two, unless somebody ever set them. */
    public void setTwoUnlessSet() {
        boolean isUnset = store.runSealed(
                journal,
                rows -> rows.approvals() == Approvals.ONE
                        && rows.requireVerified(SealedTable.SETTING, Approvals.ID) == null);
        if (isUnset) {
            set(Approvals.TWO, _ -> {});
        }
    }

    private boolean canApprove(Person person) {
        return person.isActiveOperator()
                && (!store.isShared()
                        || person.login() != null
                        || !person.certificates().isEmpty());
    }

    /** How many people it takes, as the verified row says. */
    public Approvals approvals() {
        return store.runSealed(journal, SealedChange::approvals);
    }

    /** Who watches over changes, as the verified rows say. */
    public ApprovalStatus approvalStatus() {
        return store.runSealed(
                journal,
                rows -> new ApprovalStatus(
                        rows.approvals(),
                        rows.authorization().people().stream()
                                .filter(Person::isActive)
                                .count()));
    }

    /** Everybody ever registered, those removed included. */
    public List<Person> all() {
        return store.runExclusive(PersonRows::readAll);
    }

    /**
     * Requires that the person of the journal may do an act on something other than these rows. Where gateways share
     * the registry and it has people, such an act too is done through a gateway, or on record as an emergency.
     *
     * @throws RegistryException.Unacceptable if not; a missing right is on record then
     */
    public void requireAllowed(String act) {
        store.requireAllowed(journal, act);
    }
}
