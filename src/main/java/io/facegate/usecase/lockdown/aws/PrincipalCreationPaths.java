package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import io.facegate.usecase.lockdown.account.WildcardSet;
import io.facegate.usecase.lockdown.aws.Authorization.Passed;
import io.facegate.usecase.lockdown.aws.Authorization.Request;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Attachments;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Bound;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Boundary;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Identity;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Roles and users that a principal could make, with a name that the policies let through. */
final class PrincipalCreationPaths {
    private final AwsAccount account;
    private final CallRights rights;
    private final MutableTags tags;
    private final Set<String> exceptions = new LinkedHashSet<>();
    private final Set<String> boundaries = new TreeSet<>();

    PrincipalCreationPaths(AwsAccount account, CallRights rights, MutableTags tags) {
        this.account = account;
        this.rights = rights;
        this.tags = tags;
        exceptions.add("*");
        account.levels().stream()
                .flatMap(List::stream)
                .filter(statement -> !statement.isAllow())
                .flatMap(statement -> statement.conditions().stream())
                .filter(test -> test.key().equalsIgnoreCase("aws:PrincipalArn"))
                .forEach(test -> exceptions.addAll(test.values()));
        account.principals().forEach(principal -> {
            var boundary = principal.boundary();
            if (boundary != null) {
                boundaries.add(boundary.arn());
            }
        });
        account.statements()
                .flatMap(statement -> statement.conditions().stream())
                .filter(test -> test.key().equalsIgnoreCase("iam:PermissionsBoundary"))
                .forEach(test -> boundaries.addAll(test.values()));
    }

    /**
     * What the actor makes.
     *
     * @param context the context of its requests
     */
    record Made(Step step, AwsPrincipal principal, RequestContext context) {}

    /** A role or user that the actor could make, and that then goes a way round; or null. */
    @Nullable
    Made find(AwsPrincipal actor, Predicate<Made> isWay) {
        for (var kind : List.of(Kind.ROLE, Kind.USER)) {
            boolean mayMake = actor.statements().stream()
                    .anyMatch(one -> one.isAllow() && one.isAbout("iam:Create" + word(kind)));
            for (var exception : mayMake ? exceptions : Set.<String>of()) {
                var made = find(actor, kind, exception, isWay);
                if (made != null) {
                    return made;
                }
            }
        }
        return null;
    }

    private static String word(Kind kind) {
        return kind == Kind.ROLE ? "Role" : "User";
    }

    private @Nullable Made find(AwsPrincipal actor, Kind kind, String exception, Predicate<Made> isWay) {
        var choices = new ArrayList<@Nullable String>();
        choices.add(null);
        choices.addAll(boundaries);
        for (var boundary : choices) {
            var context = context(actor, boundary);
            var created = rights.find(actor, creation(kind, exception, context));
            if (created != null) {
                var fresh = principal(kind, created.resource(), boundary);
                var made = new Made(step("iam:Create" + word(kind), created, fresh), fresh, context(actor, fresh));
                if (isWritable(actor, fresh, context) && isWay.test(made)) {
                    return made;
                }
            }
        }
        return null;
    }

    /** A request to make a principal with a name that AWS lets people choose. */
    private Request creation(Kind kind, String exception, RequestContext context) {
        var start = account.naming().iam(kind == Kind.ROLE ? "role/" : "user/");
        var unusual = List.of(
                WildcardPattern.of(start + "*:*"),
                WildcardPattern.of("*/"),
                WildcardPattern.of(start + "*//*"),
                WildcardPattern.of(start + "aws-service-role/*"),
                WildcardPattern.of(start + "aws-reserved/*"));
        var groups = List.of(
                List.of(WildcardSet.of(start + "?*")),
                List.of(WildcardSet.of(exception)),
                List.of(new WildcardSet(unusual, true)));
        return new Request("iam:Create" + word(kind), groups, context);
    }

    private static Step step(String action, Passed created, AwsPrincipal made) {
        return Step.by(
                action,
                created.allow(),
                made.arn(),
                "the caller can make it, give it any policy, and become it; the policies of the organisation let this"
                        + " name through.");
    }

    private RequestContext context(AwsPrincipal actor, @Nullable String boundary) {
        var context = AwsContexts.global(rights.context(actor));
        return boundary == null
                ? context.without("iam:PermissionsBoundary")
                : context.with("iam:PermissionsBoundary", boundary);
    }

    private AwsPrincipal principal(Kind kind, String arn, @Nullable String boundary) {
        var all = IamStatement.allowAll(new Opening(AwsAccountReader.DETAILS, "a policy that could be written"));
        var policy = boundary == null ? null : account.policies().get(boundary);
        return new AwsPrincipal(
                kind,
                new Identity(arn, arn.substring(arn.lastIndexOf('/') + 1), "", Map.of()),
                new Bound(
                        List.of(all),
                        policy == null ? null : new Boundary(policy.arn(), policy.statements()),
                        List.of()),
                Attachments.NONE);
    }

    /** True if the actor can give it a policy that allows face calls, and credentials. */
    private boolean isWritable(AwsPrincipal actor, AwsPrincipal made, RequestContext context) {
        var word = word(made.kind());
        var administrator = "arn:" + account.naming().partition() + ":iam::aws:policy/AdministratorAccess";
        boolean isPolicy = isAllowed(actor, "iam:Put" + word + "Policy", made, context)
                || isAllowed(actor, "iam:Attach" + word + "Policy", made, context.with("iam:PolicyARN", administrator));
        return isPolicy
                && (made.isRole()
                        || isAllowed(actor, "iam:CreateAccessKey", made, context)
                        || isAllowed(actor, "iam:CreateLoginProfile", made, context));
    }

    private boolean isAllowed(AwsPrincipal actor, String action, AwsPrincipal made, RequestContext context) {
        return rights.find(actor, Request.on(action, made.arn(), context)) != null;
    }

    /** The context of what was made: with any tag that the actor may give it. */
    private RequestContext context(AwsPrincipal actor, AwsPrincipal made) {
        var free = new HashSet<String>();
        for (var key : tags.keys()) {
            var context = MutableTags.tagged(AwsContexts.global(rights.context(actor)), key);
            if (isAllowed(actor, made.isRole() ? "iam:TagRole" : "iam:TagUser", made, context)) {
                free.add(key);
            }
        }
        return AwsContexts.of(made, free);
    }
}
