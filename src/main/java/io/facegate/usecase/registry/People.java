package io.facegate.usecase.registry;

import io.facegate.registry.Approvals;
import io.facegate.registry.Person;
import io.facegate.registry.PersonRegister;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Registers, changes, lists and removes the people who may change the registry. */
public final class People {
    private static final String TABLE = "person";

    private final RegistryAccess registry;

    public People(RegistryAccess registry) {
        this.registry = registry;
    }

    /** Registers a person, the first of a new registry too. With a second operator, changes take two people. */
    public Person add(Person person) {
        return registry.openOrCreate(registrar -> changing(registrar.people(), people -> people.add(person)));
    }

    /** Changes a person. With a second operator, changes take two people. */
    public Person change(String id, UnaryOperator<Person> how) {
        return registry.open(registrar -> changing(registrar.people(), people -> people.change(id, how)));
    }

    private static Person changing(PersonRegister people, Function<PersonRegister, Person> change) {
        boolean hadTwo = people.hasTwoApprovers();
        var written = change.apply(people);
        if (!hadTwo && people.hasTwoApprovers()) {
            people.setTwoUnlessSet();
        }
        return written;
    }

    /** Removes a person for good. */
    public Person remove(String id) {
        return registry.open(registrar -> registrar.people().remove(id, registry.now()));
    }

    /** Everybody ever registered. */
    public List<CheckedEntry<Person>> list() {
        return registry.list(TABLE, registrar -> registrar.people().all(), Person::id);
    }

    /** One person, as a list of one, or of none. */
    public List<CheckedEntry<Person>> find(String id) {
        return list().stream().filter(each -> each.entry().id().equals(id)).toList();
    }

    /** How many people it takes to change what permits more. */
    public Approvals approvals() {
        return registry.open(registrar -> registrar.people().approvals());
    }

    public Approvals change(Approvals approvals) {
        return change(approvals, _ -> {});
    }

    /** As above, if what was set before is what {@code base} accepts. */
    public Approvals change(Approvals approvals, Consumer<Approvals> base) {
        return registry.open(registrar -> registrar.people().change(approvals, base));
    }
}
