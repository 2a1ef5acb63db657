package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.aws.Authorization.Passed;
import io.facegate.usecase.lockdown.aws.Authorization.Request;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Kind;
import io.facegate.usecase.lockdown.aws.TrustedPrincipals.Naming;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one principal of the account can become another: assume it, change its trust, pass it on, or make it credentials. */
final class IdentityTakeoverPaths {
    private static final String ASSUME = "sts:AssumeRole";
    private static final Set<String> CREDENTIALS =
            Set.of("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile");

    private final CallRights rights;

    IdentityTakeoverPaths(CallRights rights) {
        this.rights = rights;
    }

    /** The step by which the actor becomes the target, or null. */
    @Nullable
    Step find(AwsPrincipal actor, AwsPrincipal target) {
        return switch (target.kind()) {
            case ROOT -> null;
            case USER -> credentials(actor, target);
            case ROLE -> role(actor, target);
        };
    }

    private @Nullable Step role(AwsPrincipal actor, AwsPrincipal target) {
        if (target.isServiceLinked()) {
            return null;
        }
        var step = assume(actor, target);
        if (step == null) {
            step = changeTrust(actor, target);
        }
        return step == null ? pass(actor, target) : step;
    }

    private RequestContext about(AwsPrincipal actor, AwsPrincipal target) {
        var context = AwsContexts.about(rights.context(actor), target);
        var action = target.isRole() ? "iam:TagRole" : "iam:TagUser";
        boolean isTagger = rights.find(actor, Request.on(action, target.arn(), context)) != null;
        return isTagger ? context.withAny("aws:ResourceTag/*").withAny("iam:ResourceTag/*") : context;
    }

    private @Nullable Step assume(AwsPrincipal actor, AwsPrincipal target) {
        var context = rights.context(actor);
        if (isDenied(actor, target, context)) {
            return null;
        }
        for (var statement : target.trust()) {
            var naming = statement.principals().naming(actor);
            if (statement.isAllow()
                    && naming != Naming.NOT
                    && statement.isAbout(ASSUME)
                    && statement.holds(context) != ConditionResult.NO) {
                var passed = assume(actor, target, naming);
                if (passed != null) {
                    return step(statement, passed, naming, target);
                }
            }
        }
        return null;
    }

    private static Step step(IamStatement trust, Passed passed, Naming naming, AwsPrincipal target) {
        var own = naming == Naming.ACCOUNT ? ", and " + passed.allow().origin().statement() + " allows " + ASSUME : "";
        return new Step(
                ASSUME + " of " + target.arn() + ": " + trust.origin().statement() + " trusts the caller" + own + '.',
                naming == Naming.ACCOUNT ? passed.allow().origin() : trust.origin(),
                "Narrow the trust of " + target.arn() + " to the gateway's own machines, or deny " + ASSUME
                        + " on it.");
    }

    private static boolean isDenied(AwsPrincipal actor, AwsPrincipal target, RequestContext context) {
        return target.trust().stream()
                .anyMatch(statement -> !statement.isAllow()
                        && statement.isAbout(ASSUME)
                        && statement.principals().surelyName(actor)
                        && statement.holds(context) == ConditionResult.YES);
    }

    /** A role that names the caller itself needs no policy of the caller that allows it; a deny or a limit still binds. */
    private @Nullable Passed assume(AwsPrincipal actor, AwsPrincipal target, Naming naming) {
        var request = Request.on(ASSUME, target.arn(), about(actor, target).withAny("aws:RequestedRegion"));
        if (naming == Naming.ACCOUNT) {
            return rights.find(actor, request);
        }
        var statements = new ArrayList<>(actor.statements());
        statements.add(IamStatement.allowAll(new Opening(AwsAccountReader.DETAILS, "trust of " + target.name())));
        return rights.find(actor.with(statements, actor.kind() == Kind.ROLE ? actor.boundary() : null), request);
    }

    private @Nullable Step changeTrust(AwsPrincipal actor, AwsPrincipal target) {
        var action = "iam:UpdateAssumeRolePolicy";
        var passed = rights.find(actor, Request.on(action, target.arn(), about(actor, target)));
        return passed == null
                ? null
                : Step.by(action, passed.allow(), target.arn(), "the caller can let itself assume the role.");
    }

    private @Nullable Step credentials(AwsPrincipal actor, AwsPrincipal target) {
        if (actor.arn().equals(target.arn())) {
            return null;
        }
        for (var action : CREDENTIALS) {
            var passed = rights.find(actor, Request.on(action, target.arn(), about(actor, target)));
            if (passed != null) {
                return Step.by(action, passed.allow(), target.arn(), "the caller can sign in as this user.");
            }
        }
        return null;
    }

    private @Nullable Step pass(AwsPrincipal actor, AwsPrincipal target) {
        for (var service : services(target)) {
            var context =
                    about(actor, target).with("iam:PassedToService", service).withAny("aws:RequestedRegion");
            var passed = rights.find(actor, Request.on("iam:PassRole", target.arn(), context));
            var run = passed == null ? null : run(actor, service);
            if (passed != null && run != null) {
                return new Step(
                        "iam:PassRole of " + target.arn() + " to " + service + " is allowed by "
                                + passed.allow().origin().statement() + ", and " + run + ": the service runs the"
                                + " caller's code with this role.",
                        passed.allow().origin(),
                        "Deny iam:PassRole on " + target.arn() + " to everybody but the gateway's administrator.");
            }
        }
        return null;
    }

    private @Nullable String run(AwsPrincipal actor, String service) {
        var context = rights.context(actor);
        for (var group : PassRoleServices.actions(service)) {
            var allowing = new ArrayList<String>();
            for (var action : group) {
                var passed = rights.find(actor, Request.onAny(action, context));
                if (passed != null) {
                    allowing.add(action + " by " + passed.allow().origin().statement());
                }
            }
            if (allowing.size() == group.size()) {
                return allowing.isEmpty() ? "nothing more may be needed" : String.join(" and ", allowing);
            }
        }
        return null;
    }

    /** The services that a role trusts. */
    static List<String> services(AwsPrincipal role) {
        var services = new LinkedHashSet<String>();
        for (var statement : role.trust()) {
            if (statement.isAllow() && statement.isAbout(ASSUME)) {
                services.addAll(statement.principals().services());
                if (statement.principals().isComplement()
                        || statement.principals().aws().contains("*")) {
                    services.add("lambda.amazonaws.com");
                }
            }
        }
        return List.copyOf(services);
    }
}
