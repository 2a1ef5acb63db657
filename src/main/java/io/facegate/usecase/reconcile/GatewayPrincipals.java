package io.facegate.usecase.reconcile;

import java.util.List;

/** The principals that only the gateway has, as an operator named them; a {@code *} at the end stands for any end. */
final class GatewayPrincipals {
    private final List<String> names;

    GatewayPrincipals(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Whether the gateway made a call. */
    enum Match {
        GATEWAY,
        OTHER,
        /** An operator named no principal of the gateway. */
        NOT_CHECKED,
        /** The trail does not name who called. */
        UNNAMED
    }

    Match match(TrailEntry.Actor actor) {
        var principal = actor.principal();
        if (names.isEmpty()) {
            return Match.NOT_CHECKED;
        }
        if (principal == null) {
            return Match.UNNAMED;
        }
        var role = actor.role();
        return isNamed(principal) || (role != null && isNamed(role)) ? Match.GATEWAY : Match.OTHER;
    }

    private boolean isNamed(String principal) {
        return names.stream()
                .anyMatch(name -> name.endsWith("*")
                        ? principal.startsWith(name.substring(0, name.length() - 1))
                        : principal.equals(name));
    }
}
