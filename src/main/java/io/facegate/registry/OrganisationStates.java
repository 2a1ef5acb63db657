package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;

/** The steps between the states of an organisation: applied, verified, suspended, closed. */
final class OrganisationStates {
    private OrganisationStates() {}

    static Organisation suspend(Organisation one) {
        require(
                one.state() != OrganisationState.APPLIED,
                one.id() + " was not verified yet, so its calls are refused already. To end it: org close " + one.id()
                        + ".");
        return one.withState(OrganisationState.SUSPENDED);
    }

    static Organisation resume(Organisation one) {
        require(
                one.state() != OrganisationState.APPLIED,
                one.id() + " was not verified yet. Verify it first: org verify " + one.id() + ".");
        return one.withState(OrganisationState.VERIFIED);
    }

    /** A suspended organisation stays suspended. */
    static Organisation verify(Organisation one, OrganisationVerification how) {
        var state = one.state() == OrganisationState.APPLIED ? OrganisationState.VERIFIED : one.state();
        return one.toBuilder().state(state).verification(how).build();
    }

    static Organisation close(Organisation one) {
        requireOpen(one);
        return one.withState(OrganisationState.CLOSED);
    }

    /** A closed organisation stays as it is. */
    static void requireOpen(Organisation one) {
        TranslatedRefusal.ORGANISATION_CLOSED.throwUnless(
                one.state() != OrganisationState.CLOSED,
                one.id() + " was closed, which is final. Register a new organisation under another id: org add.");
    }
}
