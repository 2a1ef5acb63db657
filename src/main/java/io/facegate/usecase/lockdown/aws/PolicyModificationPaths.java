package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.WildcardSet;
import io.facegate.usecase.lockdown.aws.Authorization.Passed;
import io.facegate.usecase.lockdown.aws.Authorization.Request;
import io.facegate.usecase.lockdown.aws.AwsAccount.ManagedPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which policies of a principal another can write, attach or take away, and what that principal could do then. */
final class PolicyModificationPaths {
    private static final List<String> TAKING = List.of("Delete%Policy", "Detach%Policy");
    private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

    private final AwsAccount account;
    private final CallRights rights;
    private final Map<String, List<IamStatement>> attachable = new LinkedHashMap<>();

    PolicyModificationPaths(AwsAccount account, CallRights rights, RequestClasses faces) {
        this.account = account;
        this.rights = rights;
        for (var name : List.of("AdministratorAccess", "AmazonRekognitionFullAccess", "PowerUserAccess")) {
            var arn = "arn:" + account.naming().partition() + ":iam::aws:policy/" + name;
            attachable.put(arn, all(name));
        }
        for (var policy : account.policies().values()) {
            boolean allowsFaces = policy.statements().stream()
                    .anyMatch(one ->
                            one.isAllow() && faces.requests().stream().anyMatch(call -> one.isAbout(call.action())));
            if (allowsFaces) {
                attachable.put(policy.arn(), policy.statements());
            }
        }
    }

    private static List<IamStatement> all(String policy) {
        return List.of(IamStatement.allowAll(new Opening(AwsAccountReader.DETAILS, policy)));
    }

    /** What can be written, and by which step. */
    record Grant(List<IamStatement> statements, Step step) {}

    /** A step by which the actor writes or attaches a policy of the target, whatever it may contain; or null. */
    @Nullable
    Step edit(AwsPrincipal actor, AwsPrincipal target) {
        var grants = grants(actor, target, true);
        return grants.isEmpty() ? null : grants.getFirst().step();
    }

    /** The step after which the target may call a face operation, or null. */
    @Nullable
    Step open(AwsPrincipal actor, AwsPrincipal target) {
        var boundary = withoutBoundary(actor, target);
        var kept = withoutDenies(actor, target);
        var bare = target.with(kept == null ? target.statements() : kept.statements(), limit(target, boundary));
        for (var grant : grants(actor, target, false)) {
            var statements = new ArrayList<>(bare.statements());
            statements.addAll(grant.statements());
            if (rights.find(bare.with(statements, bare.boundary())) != null) {
                return grant.step();
            }
        }
        var wider = boundary != null ? boundary : kept == null ? null : kept.step();
        return wider != null && rights.find(bare) != null ? wider : null;
    }

    private static AwsPrincipal.@Nullable Boundary limit(AwsPrincipal target, @Nullable Step removed) {
        return removed == null ? target.boundary() : null;
    }

    private @Nullable Passed find(AwsPrincipal actor, String action, String resource, RequestContext context) {
        return rights.find(actor, Request.on(action, resource, context));
    }

    private static String kind(AwsPrincipal target) {
        return target.isRole() ? "Role" : "User";
    }

    private @Nullable Step withoutBoundary(AwsPrincipal actor, AwsPrincipal target) {
        var boundary = target.boundary();
        if (boundary == null) {
            return null;
        }
        var context = AwsContexts.about(rights.context(actor), target);
        var delete = "iam:Delete" + kind(target) + "PermissionsBoundary";
        var passed = find(actor, delete, target.arn(), context);
        if (passed != null) {
            return Step.by(delete, passed.allow(), target.arn(), "its permissions boundary can be taken away.");
        }
        var put = "iam:Put" + kind(target) + "PermissionsBoundary";
        passed = find(actor, put, target.arn(), context.with("iam:PermissionsBoundary", ADMINISTRATOR));
        if (passed != null) {
            return Step.by(put, passed.allow(), target.arn(), "it can get a permissions boundary that allows all.");
        }
        var policy = account.policies().get(boundary.arn());
        var version = policy == null ? null : newVersion(actor, policy);
        return version == null ? null : version.step();
    }

    private @Nullable Grant withoutDenies(AwsPrincipal actor, AwsPrincipal target) {
        var allows = target.statements().stream().filter(IamStatement::isAllow).toList();
        if (allows.size() == target.statements().size()) {
            return null;
        }
        var context = AwsContexts.about(rights.context(actor), target);
        for (var taking : TAKING) {
            var action = "iam:" + taking.replace("%", kind(target));
            var passed = find(actor, action, target.arn(), context);
            if (passed != null) {
                return new Grant(
                        allows,
                        Step.by(action, passed.allow(), target.arn(), "the policy that denies can be taken away."));
            }
        }
        return null;
    }

    /** All that the actor can add to the target. */
    private List<Grant> grants(AwsPrincipal actor, AwsPrincipal target, boolean isAnyPolicy) {
        var grants = new ArrayList<Grant>();
        if (target.kind() == AwsPrincipal.Kind.ROOT || target.isServiceLinked()) {
            return grants;
        }
        var context = AwsContexts.about(rights.context(actor), target);
        var put = "iam:Put" + kind(target) + "Policy";
        var passed = find(actor, put, target.arn(), context);
        if (passed != null) {
            grants.add(new Grant(
                    all(put), Step.by(put, passed.allow(), target.arn(), "the caller can write a policy of it.")));
        }
        var attached = attach(actor, "iam:Attach" + kind(target) + "Policy", target.arn(), context, isAnyPolicy);
        grants.addAll(attached);
        for (var arn : target.attachments().policies()) {
            versions(actor, arn, grants);
        }
        groups(actor, target, grants);
        return grants;
    }

    private List<Grant> attach(
            AwsPrincipal actor, String action, String holder, RequestContext context, boolean isAnyPolicy) {
        var choices = new LinkedHashMap<>(attachable);
        if (isAnyPolicy) {
            account.policies().values().forEach(policy -> choices.put(policy.arn(), policy.statements()));
        }
        creatable(actor, action).forEach(arn -> choices.put(arn, all(arn)));
        var grants = new ArrayList<Grant>();
        choices.forEach((arn, statements) -> {
            var passed = find(actor, action, holder, context.with("iam:PolicyARN", arn));
            if (passed != null) {
                grants.add(new Grant(
                        statements,
                        Step.by(action, passed.allow(), holder, "the caller can attach " + arn + " to it.")));
            }
        });
        return grants;
    }

    /** Policies that the actor may both make anew and attach. */
    private List<String> creatable(AwsPrincipal actor, String action) {
        var made = new ArrayList<String>();
        for (var statement : actor.statements()) {
            if (!statement.isAllow() || !statement.isAbout(action)) {
                continue;
            }
            statement.conditions().stream()
                    .filter(test -> test.key().equalsIgnoreCase("iam:PolicyARN"))
                    .flatMap(test -> test.values().stream())
                    .forEach(wanted -> {
                        var groups = List.of(
                                List.of(WildcardSet.of(account.naming().iam("policy/*"))),
                                List.of(WildcardSet.of(wanted)));
                        var passed = rights.find(
                                actor,
                                new Request("iam:CreatePolicy", groups, AwsContexts.global(rights.context(actor))));
                        if (passed != null) {
                            made.add(passed.resource());
                        }
                    });
        }
        return made;
    }

    private void versions(AwsPrincipal actor, String arn, List<Grant> grants) {
        var policy = account.policies().get(arn);
        if (policy == null || !policy.isOwn()) {
            return;
        }
        var made = newVersion(actor, policy);
        if (made != null) {
            grants.add(made);
        }
        var set = "iam:SetDefaultPolicyVersion";
        var passed = find(actor, set, arn, AwsContexts.global(rights.context(actor)));
        if (passed != null && !policy.others().isEmpty()) {
            grants.add(new Grant(
                    policy.others(),
                    Step.by(set, passed.allow(), arn, "the caller can put another version of it in force.")));
        }
    }

    private @Nullable Grant newVersion(AwsPrincipal actor, ManagedPolicy policy) {
        var action = "iam:CreatePolicyVersion";
        var passed =
                policy.isOwn() ? find(actor, action, policy.arn(), AwsContexts.global(rights.context(actor))) : null;
        return passed == null
                ? null
                : new Grant(
                        all(policy.name()),
                        Step.by(action, passed.allow(), policy.arn(), "the caller can write a new version of it."));
    }

    private void groups(AwsPrincipal actor, AwsPrincipal target, List<Grant> grants) {
        if (target.isRole()) {
            return;
        }
        var context = AwsContexts.global(rights.context(actor));
        for (var group : account.groups().values()) {
            boolean isIn = target.attachments().groups().contains(group.name());
            var add = "iam:AddUserToGroup";
            var passed = isIn ? null : find(actor, add, group.arn(), context);
            if (passed != null) {
                grants.add(new Grant(
                        group.statements(),
                        Step.by(add, passed.allow(), group.arn(), "the caller can put " + target.arn() + " into it.")));
            }
            if (isIn || passed != null) {
                var put = "iam:PutGroupPolicy";
                var written = find(actor, put, group.arn(), context);
                if (written != null) {
                    grants.add(new Grant(
                            all(put),
                            Step.by(put, written.allow(), group.arn(), "the caller can write a policy of the group.")));
                }
                grants.addAll(attach(actor, "iam:AttachGroupPolicy", group.arn(), context, false));
            }
        }
    }
}
