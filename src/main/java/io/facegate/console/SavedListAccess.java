package io.facegate.console;

import io.facegate.usecase.registry.GatewayRegistry;
import io.facegate.usecase.registry.SavedLists;

/** The saved lists of people, in the registry of the running gateway. */
public record SavedListAccess(GatewayRegistry registry) {
    private static final String REASON = "A list of decisions, in the console.";

    SavedLists of(String person) {
        return new SavedLists(registry.forPerson(person, REASON));
    }
}
