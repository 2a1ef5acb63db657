package io.facegate.policy;

import io.facegate.call.Obligations;

/**
 * The two bounds of what is decided on calls that differ in {@link OpenFacts}. If the strictest decision permits, every
 * such call is permitted; if the mildest refuses, every such call is refused.
 *
 * @param strictest with all open facts resolved against the caller
 * @param mildest with all open facts resolved in the caller's favour
 */
public record DecisionBounds(Decision strictest, Decision mildest) {
    /** True if every such call is permitted. */
    public boolean isPermitted() {
        return strictest instanceof Decision.Permit && mildest instanceof Decision.Permit;
    }

    /** True if every such call is refused. */
    public boolean isRefused() {
        return strictest instanceof Decision.Refuse && mildest instanceof Decision.Refuse;
    }

    /** The obligations that every permitted call has. */
    public Obligations certainObligations() {
        return strictest instanceof Decision.Permit strict && mildest instanceof Decision.Permit mild
                ? strict.withCommonDemands(mild).obligations()
                : Obligations.NONE;
    }

    /** The obligations that a permitted call may have at most. */
    public Obligations possibleObligations() {
        return strictest instanceof Decision.Permit strict && mildest instanceof Decision.Permit mild
                ? strict.mergeWith(mild).obligations()
                : Obligations.NONE;
    }
}
