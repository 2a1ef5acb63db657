package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the acting person may do an act, in the transaction of the act. A registry without people takes
 * changes from anybody who has its folder; once it has people, an act needs a registered person with the right, and an
 * act that is in no right is refused. A refusal is on record.
 */
final class PersonAuthorization {
    static final String REFUSED = "change_refused";
    static final String PERSON_ADD = "person_add";

    /** Whether an act needs a right. */
    private final boolean used;
    /** Whether an act needs a gateway, or to break the glass. */
    private final boolean guarded;

    private final List<Person> people;

    private PersonAuthorization(boolean used, boolean guarded, List<Person> people) {
        this.used = used;
        this.guarded = guarded;
        this.people = people;
    }

    /** Reads the people whose rows verify. */
    static PersonAuthorization read(Connection connection, RegistrySeal seal) throws SQLException {
        if (!seal.tables().contains(SealedTable.PERSON)
                || !seal.exists(connection)
                || seal.refs(connection).stream().noneMatch(ref -> ref.startsWith(SealedTable.PERSON.ref("")))) {
            return new PersonAuthorization(false, false, List.of());
        }
        return new PersonAuthorization(
                true,
                seal.isShared(),
                PersonRows.all(seal.checkTable(connection, SealedTable.PERSON).rows(SealedTable.PERSON)));
    }

    /** Asks whether people were ever registered. */
    static RegistryDatabase.Work<Boolean> used(RegistrySeal seal) {
        return reader -> read(reader, seal).isUsed();
    }

    /**
     * Where rows may not verify: without an operator whose row does, whoever has the folder accepts it. A shared
     * registry stays guarded while a row of any person is there, or missing: to damage the rows opens nothing.
     */
    static PersonAuthorization ofFound(RegistrySeal.State found, boolean shared) {
        var people = PersonRows.all(found.rows(SealedTable.PERSON));
        boolean isPeopled = !people.isEmpty()
                || found.altered().stream().anyMatch(ref -> ref.startsWith(SealedTable.PERSON.ref("")));
        return new PersonAuthorization(people.stream().anyMatch(Person::isActiveOperator), shared && isPeopled, people);
    }

    /** True if people were ever registered. */
    boolean isUsed() {
        return used;
    }

    /** True if an operator is registered who was not removed. */
    boolean hasOperator() {
        return people.stream().anyMatch(Person::isActiveOperator);
    }

    long operators() {
        return people.stream().filter(Person::isActiveOperator).count();
    }

    List<Person> people() {
        return people;
    }

    /** The active person with exactly that id, or null. */
    @Nullable
    Person find(@Nullable String id) {
        return people.stream()
                .filter(person -> person.isActive() && person.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /**
     * Requires that the person of the journal may do an act on the registry, and in this way.
     *
     * @throws Unacceptable if not; a missing right is on record then
     */
    void require(ChangeJournal journal, String act) {
        require(journal, act, null);
    }

    /**
     * As above.
     *
     * @param organisation whose key the act is about, or null for every other act
     */
    void require(ChangeJournal journal, String act, @Nullable String organisation) {
        if (!isOwn(journal.actor(), act, organisation)) {
            requireRight(journal, act);
        }
        if (guarded && journal.actor() != null) {
            journal.requireSharedAccess(act);
        }
    }

    private void requireRight(ChangeJournal journal, String act) {
        if (!allows(journal.actor(), act)) {
            journal.write(REFUSED, act);
            throw TranslatedRefusal.NO_RIGHT.because(refusal(journal.actor(), act));
        }
    }

    /** True if a person may do an act only because it is about a key of the own organisation. */
    boolean isOwn(@Nullable String actor, String act, @Nullable String organisation) {
        var person = find(actor);
        return used
                && person != null
                && organisation != null
                && organisation.equals(person.organisation())
                && Right.OF_OWN_KEYS.contains(act)
                && person.may(Right.OWN_KEYS)
                && !allows(actor, act);
    }

    boolean allows(@Nullable String actor, String act) {
        if (!used || (act.equals(PERSON_ADD) && !hasOperator())) {
            return true;
        }
        if (actor == null) {
            return Right.OF_THE_GATEWAY.contains(act);
        }
        var right = Right.of(act);
        var person = find(actor);
        return right != null && person != null && person.may(right);
    }

    private String refusal(@Nullable String actor, String act) {
        var right = Right.of(act);
        var needed = right == null
                ? "No role has the right to do this."
                : "Needed: a registered person with the role "
                        + right.roles().stream().map(Role::word).collect(Collectors.joining(" or "))
                        + ", whose right it is to " + right.description() + ": --by NAME.";
        var who = find(actor);
        return "Nothing was changed: "
                + (who == null
                        ? "this registry has people, and this was done in the name of none of them. "
                        : who.id() + " has not that right. ")
                + needed + " To see who is registered: person list.";
    }

    /** The ids of the people who may do an act, except one. */
    List<String> others(String act, String but) {
        var right = Objects.requireNonNull(Right.of(act), act);
        return people.stream()
                .filter(person -> person.may(right) && !person.id().equals(but))
                .map(Person::id)
                .toList();
    }
}
