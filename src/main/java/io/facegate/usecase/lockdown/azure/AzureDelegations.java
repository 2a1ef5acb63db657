package io.facegate.usecase.lockdown.azure;

import io.facegate.usecase.lockdown.azure.AzureRights.Granted;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may give itself a right: by assigning itself a role, or by writing the definition of one. */
final class AzureDelegations {
    static final List<String> ASSIGNING = List.of(
            "microsoft.authorization/roleassignments/write",
            "microsoft.authorization/roleassignmentschedulerequests/write");
    static final String REMEDY = "Let nobody but the gateway's administrator assign roles or change their definitions"
            + " there, or limit by a condition which.";

    private static final String DEFINING = "microsoft.authorization/roledefinitions/write";

    private final AzureSubscription subscription;
    private final AzureRights rights;

    AzureDelegations(AzureSubscription subscription, AzureRights rights) {
        this.subscription = subscription;
        this.rights = rights;
    }

    /** What lets somebody give itself a right, and how it does so. */
    record Given(Granted granted, String step) {}

    /**
     * How the principal gives itself a role at a place, or null.
     *
     * @param leads whether a role of the export leads to faces
     * @param known roles that lead, of those that the export may lack; at least one
     */
    @Nullable
    Given find(List<Assignment> assignments, String place, Predicate<AzureRole> leads, List<AzureRole> known) {
        List<AzureRole> leading = null;
        for (var action : ASSIGNING) {
            for (var assignment : assignments) {
                var granted = rights.find(List.of(assignment), action, place);
                if (granted != null) {
                    leading = leading == null ? leading(leads, known) : leading;
                    var role = rights.assignable(granted, leading);
                    if (role != null) {
                        return new Given(granted, "It assigns itself " + role.name() + " on " + place + '.');
                    }
                }
            }
        }
        var defining = rights.find(assignments, DEFINING, place);
        return defining == null
                ? null
                : new Given(defining, "It adds what it wants to a custom role that it has on " + place + '.');
    }

    private List<AzureRole> leading(Predicate<AzureRole> leads, List<AzureRole> known) {
        var leading = new ArrayList<>(
                subscription.roles().values().stream().filter(leads).toList());
        known.stream()
                .filter(role -> !subscription.roles().containsKey(role.id()))
                .forEach(leading::add);
        if (leading.isEmpty()) {
            leading.addAll(known);
        }
        return leading;
    }
}
