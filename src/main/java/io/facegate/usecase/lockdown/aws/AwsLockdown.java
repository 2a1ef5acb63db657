package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.LockdownReport;
import io.facegate.usecase.lockdown.aws.Authorization.Request;
import io.facegate.usecase.lockdown.aws.CallRights.MayCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks an AWS account: may anybody but the gateway call a face operation, or make it possible? */
public final class AwsLockdown {
    /** Most pairs of principals that are looked at. */
    private static final int MOST_PAIRS = 2_000_000;

    private final AwsAccount account;
    private final GatewayNames gateway;
    private final RequestClasses faces;
    private final CallRights rights;
    private final IdentityTakeoverPaths takeover;
    private final PolicyModificationPaths edits;
    private final PrincipalCreationPaths news;
    private final LockdownReport report = new LockdownReport();
    private final Map<AwsPrincipal, Hole> holes = new LinkedHashMap<>();
    private int pairs;

    private AwsLockdown(AwsAccount account, GatewayNames gateway, List<String> regions) {
        this.account = account;
        this.gateway = gateway;
        this.faces = new RequestClasses(account, regions);
        var tags = new MutableTags(account, gateway);
        this.rights = new CallRights(account, faces, tags);
        this.takeover = new IdentityTakeoverPaths(rights);
        this.edits = new PolicyModificationPaths(account, rights, faces);
        this.news = new PrincipalCreationPaths(account, rights, tags);
    }

    /**
     * Checks an account.
     *
     * @param gateway the gateway's principals; if empty, the roles and users under the path {@code /facegate/}
     * @param regions more regions than those that are known to have the service
     */
    public static LockdownReport check(AccountExport folder, List<String> gateway, List<String> regions)
            throws AccountExportException {
        var account = new AwsAccountReader(folder).read();
        var names = gateway.isEmpty()
                ? List.of(
                        account.naming().iam("role/facegate/*"),
                        account.naming().iam("user/facegate/*"))
                : gateway;
        return new AwsLockdown(account, new GatewayNames(names), regions).check();
    }

    private LockdownReport check() throws AccountExportException {
        var gateways = new ArrayList<AwsPrincipal>();
        var others = new ArrayList<AwsPrincipal>();
        account.principals().forEach(one -> (gateway.has(one.arn()) ? gateways : others).add(one));
        for (var other : others) {
            add(other, direct(other));
        }
        var open =
                others.stream().filter(one -> rights.findIfAllowed(one) != null).toList();
        var targets = targets(gateways, open);
        others.forEach(other -> add(other, throughGateway(other, targets)));
        others.forEach(other -> add(other, made(other, targets)));
        others.forEach(other -> add(other, leaving(other)));
        for (var other : others) {
            add(other, edited(other, open));
        }
        chains(others);
        targets.forEach(this::outside);
        projects();
        holes.values().forEach(report::add);
        new AwsCoverage(account, faces, rights, gateway).tell(report, gateways, others);
        return report;
    }

    private void add(AwsPrincipal principal, @Nullable Hole hole) {
        if (hole != null) {
            holes.putIfAbsent(principal, hole);
        }
    }

    /**
     * A principal of the gateway that leads to faces.
     *
     * @param call the call that it may make; null if it makes none itself
     * @param way how it makes calls possible, such as the administrator of the gateway; null if it calls itself
     */
    private record Target(
            AwsPrincipal principal,
            @Nullable MayCall call,
            @Nullable Hole way) {
        /** How somebody who takes this step calls a face operation. */
        @Nullable
        Hole hole(String actor, List<String> start, Opening opening, String remedy) {
            var path = new ArrayList<>(start);
            if (call != null) {
                path.add(AwsHoles.calls(call, principal.arn()));
                return new Hole(actor, call.call().action(), call.call().region(), path, opening, remedy);
            }
            if (way == null) {
                return null;
            }
            path.add("Then it goes the way of " + principal.arn() + ':');
            path.addAll(way.path());
            return new Hole(actor, way.operation(), way.region(), path, opening, remedy);
        }
    }

    /** The principals of the gateway that call, and those that make calls possible for themselves or others. */
    private List<Target> targets(List<AwsPrincipal> gateways, List<AwsPrincipal> open) throws AccountExportException {
        var targets = new ArrayList<Target>();
        var rest = new ArrayList<AwsPrincipal>();
        for (var one : gateways) {
            var call = call(one);
            if (call == null) {
                rest.add(one);
            } else {
                targets.add(new Target(one, call, null));
            }
        }
        int before = -1;
        while (before != targets.size()) {
            before = targets.size();
            for (var one : List.copyOf(rest)) {
                var way = way(one, targets, open);
                if (way != null) {
                    targets.add(new Target(one, null, way));
                    rest.remove(one);
                }
            }
        }
        return targets;
    }

    private @Nullable Hole way(AwsPrincipal actor, List<Target> targets, List<AwsPrincipal> open)
            throws AccountExportException {
        var way = throughGateway(actor, targets);
        if (way == null) {
            way = made(actor, targets);
        }
        if (way == null) {
            way = leaving(actor);
        }
        return way == null ? edited(actor, open) : way;
    }

    /** A call that the gateway's principal may make, now or after its policies were changed. */
    private @Nullable MayCall call(AwsPrincipal principal) {
        var call = rights.find(principal);
        return call == null ? rights.findIfAllowed(principal) : call;
    }

    private @Nullable Hole direct(AwsPrincipal principal) {
        var found = rights.find(principal);
        if (found == null) {
            return null;
        }
        var path = new ArrayList<String>();
        boolean isRoot = principal.kind() == AwsPrincipal.Kind.ROOT;
        path.add("Calls " + found.call().action() + " in " + found.call().region()
                + (isRoot
                        ? ": no policy of IAM binds the root user."
                        : ", which " + found.passed().allow().origin().statement() + " allows."));
        found.passed().insufficient().stream().limit(3).forEach(deny -> path.add(AwsHoles.insufficient(deny)));
        if (principal.isServiceLinked()) {
            path.add("This is a service-linked role: a service of AWS calls with it, and no service control policy"
                    + " binds it.");
        }
        return AwsHoles.hole(
                principal, found.call(), path, found.passed().allow().origin(), remedy(isRoot, found.call()));
    }

    private String remedy(boolean isRoot, RequestClasses.FaceRequest call) {
        if (account.naming().isManagement()) {
            return isRoot
                    ? "Nothing of AWS binds the root user of the management account. Lock its credentials away, and"
                            + " watch for its calls with facegate reconcile."
                    : "Take the right away. No service control policy binds the management account.";
        }
        return (isRoot ? "Deny " : "Take the right away, or deny ") + call.action()
                + " in a service control policy to all but the gateway's principals.";
    }

    private @Nullable Hole throughGateway(AwsPrincipal actor, List<Target> targets) {
        if (actor.isServiceLinked() || holes.containsKey(actor)) {
            return null;
        }
        for (var target : targets) {
            var step = takeover.find(actor, target.principal());
            if (step == null) {
                step = edits.edit(actor, target.principal());
            }
            if (step != null) {
                return target.hole(actor.arn(), List.of(step.sentence()), step.opening(), step.remedy());
            }
        }
        return recreated(actor);
    }

    /** The role of the gateway may be gone: whoever makes one of that name decides who becomes it. */
    private @Nullable Hole recreated(AwsPrincipal actor) {
        for (var name : gateway.names()) {
            boolean isGone = name.startsWith(account.naming().iam("role/"))
                    && !name.endsWith("*")
                    && account.principals().stream().noneMatch(one -> one.arn().equals(name));
            var context = AwsContexts.global(rights.context(actor)).without("iam:PermissionsBoundary");
            var passed = isGone ? rights.find(actor, Request.on("iam:CreateRole", name, context)) : null;
            if (passed != null) {
                var call = faces.requests().getFirst();
                var step =
                        Step.by("iam:CreateRole", passed.allow(), name, "the role is gone; its maker can become it.");
                var then = name + " is the gateway's name, which the policies let call " + call.action() + '.';
                var path = List.of(step.sentence(), then);
                return new Hole(actor.arn(), call.action(), call.region(), path, step.opening(), step.remedy());
            }
        }
        return null;
    }

    /** An account that leaves its organisation leaves the service control policies behind. */
    private @Nullable Hole leaving(AwsPrincipal actor) {
        var action = "organizations:LeaveOrganization";
        var passed = actor.isServiceLinked() || account.levelsOf(actor).isEmpty()
                ? null
                : rights.find(actor, Request.onAny(action, rights.context(actor)));
        if (passed == null) {
            return null;
        }
        var step = Step.by(action, passed.allow(), "the account", "no service control policy binds it then.");
        var call = faces.requests().getFirst();
        var then = "The account's own administrators, such as its root user, allow themselves " + call.action() + '.';
        return new Hole(
                actor.arn(),
                call.action(),
                call.region(),
                List.of(step.sentence(), then),
                step.opening(),
                step.remedy());
    }

    private @Nullable Hole made(AwsPrincipal actor, List<Target> targets) {
        if (actor.isServiceLinked() || holes.containsKey(actor)) {
            return null;
        }
        var found = new ArrayList<Hole>();
        news.find(actor, made -> {
            var call = rights.find(made.principal(), made.context());
            var next = call == null ? throughGateway(made.principal(), targets) : null;
            if (call != null) {
                found.add(AwsHoles.hole(actor, call, made.step(), AwsHoles.calls(call, "It")));
            } else if (next != null) {
                found.add(AwsHoles.chained(actor, made.step(), made.principal(), next));
            }
            return !found.isEmpty();
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    private @Nullable Hole edited(AwsPrincipal actor, List<AwsPrincipal> open) throws AccountExportException {
        if (actor.isServiceLinked() || holes.containsKey(actor) || !isEditor(actor)) {
            return null;
        }
        var targets = new ArrayList<>(open);
        if (targets.remove(actor)) {
            targets.addFirst(actor);
        }
        for (var target : targets) {
            if (++pairs > MOST_PAIRS) {
                throw new AccountExportException("The account has too many principals that may change others. The check"
                        + " ends after " + MOST_PAIRS + " pairs.");
            }
            var step = edits.open(actor, target);
            var call = step == null ? null : rights.findIfAllowed(target);
            if (step != null && call != null) {
                return AwsHoles.hole(actor, call, step, AwsHoles.calls(call, target.arn()));
            }
        }
        return null;
    }

    private static boolean isEditor(AwsPrincipal actor) {
        return actor.statements().stream()
                .anyMatch(one -> one.isAllow() && AwsCoverage.EDITS.stream().anyMatch(one::isAbout));
    }

    /** Who can become a principal that has a way: the way is theirs too. */
    private void chains(List<AwsPrincipal> others) {
        var work = new ArrayList<>(holes.keySet());
        for (int at = 0; at < work.size() && pairs < MOST_PAIRS; at++) {
            var target = work.get(at);
            for (var other : others) {
                pairs++;
                if (holes.containsKey(other) || other.isServiceLinked()) {
                    continue;
                }
                var step = takeover.find(other, target);
                var next = holes.get(target);
                if (step != null && next != null) {
                    add(other, AwsHoles.chained(other, step, target, next));
                    work.add(other);
                }
            }
        }
    }

    private void outside(Target target) {
        var arn = target.principal().arn();
        for (var outsider : new ExternalAccess(account, gateway).of(target.principal())) {
            var origin = outsider.statement().origin();
            var step = origin.statement() + " lets " + outsider.name() + " outside of the account assume " + arn + '.';
            var remedy = "Name in the trust of " + arn + " nobody but the gateway's own machines.";
            var hole = target.hole(outsider.name(), List.of(step), origin, remedy);
            if (hole != null) {
                report.add(hole);
            }
        }
    }

    private void projects() {
        var outside = new ExternalAccess(account, gateway);
        account.projectPolicies().forEach((project, statements) -> {
            for (var statement : statements) {
                for (var call : faces.operations()) {
                    if (statement.isAllow() && statement.isAbout("rekognition:" + call)) {
                        project(project, statement, "rekognition:" + call, outside);
                        break;
                    }
                }
            }
        });
    }

    private void project(String project, IamStatement statement, String action, ExternalAccess outside) {
        var remedy = "Delete the policy of the project " + project + '.';
        for (var outsider : outside.of(statement)) {
            var path = List.of(statement.origin().statement() + " of the project " + project + " lets "
                    + outsider.name() + " outside of the account call " + action + '.');
            report.add(new Hole(outsider.name(), action, null, path, statement.origin(), remedy));
        }
        for (var principal : account.principals()) {
            if (gateway.has(principal.arn())
                    || holes.containsKey(principal)
                    || statement.principals().naming(principal) != TrustedPrincipals.Naming.DIRECT) {
                continue;
            }
            var named = new ArrayList<>(principal.statements());
            named.add(statement);
            var found = rights.find(principal.with(named, principal.boundary()));
            if (found != null) {
                var path = List.of(statement.origin().statement() + " of the project " + project + " allows it.");
                add(principal, AwsHoles.hole(principal, found.call(), path, statement.origin(), remedy));
            }
        }
    }
}
