package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.Organisation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that an organisation's parents and those it acts for are registered, and that no parent leads back to it. */
final class OrganisationRelationCheck {
    /** A gateway follows no more. */
    private static final int MOST_PARENTS = 8;

    private OrganisationRelationCheck() {}

    static void check(Connection connection, Organisation one) throws SQLException {
        for (var principal : one.relations().actsFor()) {
            require(!principal.equals(one.id()), "An organisation does not act for itself.");
            require(
                    OrganisationRows.find(connection, principal) != null,
                    "There is no organisation " + principal + " that " + one.id() + " could act for.");
        }
        var seen = new HashSet<String>();
        seen.add(one.id());
        for (var parent = one.relations().parent(); parent != null; ) {
            parent = next(connection, seen, parent);
        }
    }

    private static @Nullable String next(Connection connection, Set<String> seen, String parent) throws SQLException {
        require(seen.add(parent), "The parents would lead back to " + parent + ".");
        require(seen.size() <= MOST_PARENTS + 1, "An organisation has at most " + MOST_PARENTS + " parents.");
        var found = OrganisationRows.find(connection, parent);
        require(found != null, "There is no organisation " + parent + " to be the parent.");
        return found == null ? null : found.relations().parent();
    }

    /** Requires that a registered relation allows to act for a principal; without relations the credential decides. */
    static void requireActsFor(Organisation one, String principal) {
        var registered = one.relations().actsFor();
        require(
                registered.isEmpty() || registered.contains(principal),
                one.id() + " is not registered to act for " + principal + ". Register it: org change " + one.id()
                        + " --acts-for ORG, for each that it acts for.");
    }
}
