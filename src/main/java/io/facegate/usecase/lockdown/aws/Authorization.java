package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.PatternIntersection;
import io.facegate.usecase.lockdown.account.WildcardSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How AWS decides about a request: a deny that surely holds wins; then the identity's policies, its permissions
 * boundary and each level of service control policies must allow it. A condition that may hold counts as one that does
 * where it allows, and as one that does not where it denies.
 *
 * @param identity the statements of the identity
 * @param boundary those of its permissions boundary; null if it has none
 * @param levels the service control policies of each level above it
 */
record Authorization(
        List<IamStatement> identity, @Nullable List<IamStatement> boundary, List<List<IamStatement>> levels) {

    /**
     * The requests that are meant.
     *
     * @param resources the texts that the resource may be
     */
    record Request(String action, List<List<WildcardSet>> resources, RequestContext context) {
        static Request on(String action, String resource, RequestContext context) {
            return new Request(action, List.of(List.of(WildcardSet.only(resource))), context);
        }

        static Request onAny(String action, RequestContext context) {
            return new Request(action, List.of(), context);
        }
    }

    /**
     * A request that may pass.
     *
     * @param allow the statement that allows it
     * @param resource an example of the resource
     * @param insufficient denies of the action that do not surely hold
     */
    record Passed(IamStatement allow, String resource, List<IamStatement> insufficient) {}

    /** A request of these that may pass, or null if none passes. */
    @Nullable
    Passed find(Request request) {
        if (identity.stream().noneMatch(one -> one.isAllow() && one.isAbout(request.action()))) {
            return null;
        }
        var excluded = new ArrayList<WildcardSet>();
        var insufficient = new ArrayList<IamStatement>();
        if (!findDenies(request, excluded, insufficient)) {
            return null;
        }
        var limits = limits(request);
        if (limits == null) {
            return null;
        }
        for (var statement : identity) {
            if (mayAllow(statement, request)) {
                var groups = new ArrayList<>(limits);
                groups.add(List.of(statement.widest(request.context())));
                var found = resource(groups, excluded);
                if (found != null) {
                    return new Passed(statement, found, insufficient);
                }
            }
        }
        return null;
    }

    private static @Nullable String resource(List<List<WildcardSet>> groups, List<WildcardSet> excluded) {
        if (excluded.isEmpty()
                && groups.stream().allMatch(group -> group.stream().anyMatch(WildcardSet::isAll))) {
            return "*";
        }
        return PatternIntersection.find(groups, excluded);
    }

    /** Gathers the resources that are surely denied; false if all are. */
    private boolean findDenies(Request request, List<WildcardSet> excluded, List<IamStatement> insufficient) {
        for (var statements : all()) {
            for (var statement : statements) {
                if (statement.isAllow() || !statement.isAbout(request.action())) {
                    continue;
                }
                if (statement.holds(request.context()) != ConditionResult.YES) {
                    if (isNear(statement, request.context())) {
                        insufficient.add(statement);
                    }
                    continue;
                }
                var denied = statement.surest(request.context());
                if (denied.isAll()) {
                    return false;
                }
                excluded.add(denied);
                insufficient.add(statement);
            }
        }
        return true;
    }

    private List<List<IamStatement>> all() {
        var all = new ArrayList<>(levels);
        all.add(identity);
        if (boundary != null) {
            all.add(boundary);
        }
        return all;
    }

    /** False for a deny that is meant for other principals, such as the root user. */
    private static boolean isNear(IamStatement deny, RequestContext context) {
        return deny.conditions().stream()
                .noneMatch(test -> !test.isNegated()
                        && test.key().equalsIgnoreCase("aws:PrincipalArn")
                        && test.holds(context) == ConditionResult.NO);
    }

    /** What the boundary and each level allow, as groups of which the resource must be in one set each; null if one allows nothing. */
    private @Nullable List<List<WildcardSet>> limits(Request request) {
        var limits = new ArrayList<>(request.resources());
        var bounds = new ArrayList<>(levels);
        if (boundary != null) {
            bounds.add(boundary);
        }
        for (var bound : bounds) {
            var group = bound.stream()
                    .filter(statement -> mayAllow(statement, request))
                    .map(statement -> statement.widest(request.context()))
                    .toList();
            if (group.isEmpty()) {
                return null;
            }
            limits.add(group);
        }
        return limits;
    }

    private static boolean mayAllow(IamStatement statement, Request request) {
        return statement.isAllow()
                && statement.isAbout(request.action())
                && statement.holds(request.context()) != ConditionResult.NO;
    }
}
