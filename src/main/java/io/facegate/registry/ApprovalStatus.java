package io.facegate.registry;

/** How many people it takes to permit more, and how many are registered. */
public record ApprovalStatus(Approvals approvals, long people) {
    static final ApprovalStatus NONE = new ApprovalStatus(Approvals.ONE, 0);

    static ApprovalStatus of(RegistrySeal.State state) {
        var people = PersonRows.all(state.rows(SealedTable.PERSON));
        long operators = people.stream().filter(Person::isActiveOperator).count();
        return new ApprovalStatus(
                Approvals.of(state, operators),
                people.stream().filter(Person::isActive).count());
    }

    /** {@code none registered}, or their number. */
    public String registered() {
        return people == 0 ? "none registered" : Long.toString(people);
    }
}
