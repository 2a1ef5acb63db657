package io.facegate.registry;

/** Who watches over changes: how many people it takes to permit more, and how many are registered. */
public record Oversight(Approvals approvals, long people) {
    static final Oversight NONE = new Oversight(Approvals.ONE, 0);

    static Oversight of(RegistrySeal.State state) {
        var people = PersonRows.all(state.rows(SealedTable.PERSON));
        long operators = people.stream().filter(Person::isActiveOperator).count();
        return new Oversight(
                Approvals.of(state, operators),
                people.stream().filter(Person::isActive).count());
    }

    /** {@code none registered}, or their number. */
    public String registered() {
        return people == 0 ? "none registered" : Long.toString(people);
    }
}
