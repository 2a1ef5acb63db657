package io.facegate.policy.proof.bdd;

/** The node or step budget was exceeded. The message states the budget and what to do. */
public final class BddBudgetExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BddBudgetExceeded(String most) {
        super("more than " + most
                + ": the policies are too large to be proved together. Merge rules that differ in only one value"
                + " into one rule with a list, or run tenants with separate rules on separate gateways");
    }
}
