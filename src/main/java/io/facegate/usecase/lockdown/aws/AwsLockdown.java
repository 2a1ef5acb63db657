package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.AccountException;
import io.facegate.usecase.lockdown.account.AccountFolder;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.LockdownReport;
import io.facegate.usecase.lockdown.aws.CallRights.MayCall;
import io.facegate.usecase.lockdown.aws.FaceRequests.FaceRequest;
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
    private final FaceRequests faces;
    private final CallRights rights;
    private final Takeover takeover;
    private final PolicyEdits edits;
    private final NewPrincipals news;
    private final LockdownReport report = new LockdownReport();
    private final Map<AwsPrincipal, Hole> holes = new LinkedHashMap<>();
    private int pairs;

    private AwsLockdown(AwsAccount account, GatewayNames gateway, List<String> regions) {
        this.account = account;
        this.gateway = gateway;
        this.faces = new FaceRequests(account, regions);
        var tags = new FreeTags(account, gateway);
        this.rights = new CallRights(account, faces, tags);
        this.takeover = new Takeover(rights);
        this.edits = new PolicyEdits(account, rights, faces);
        this.news = new NewPrincipals(account, rights, tags);
    }

    /**
     * Checks an account.
     *
     * @param gateway the gateway's principals; if empty, the roles under the path {@code /facegate/}
     * @param regions more regions than those that are known to have the service
     */
    public static LockdownReport check(AccountFolder folder, List<String> gateway, List<String> regions)
            throws AccountException {
        var account = new AwsAccountReader(folder).read();
        var names = gateway.isEmpty() ? List.of(account.naming().iam("role/facegate/*")) : gateway;
        return new AwsLockdown(account, new GatewayNames(names), regions).check();
    }

    private LockdownReport check() throws AccountException {
        var gateways = new ArrayList<AwsPrincipal>();
        var others = new ArrayList<AwsPrincipal>();
        account.principals().forEach(one -> (gateway.has(one.arn()) ? gateways : others).add(one));
        for (var other : others) {
            add(other, direct(other));
        }
        var targets = gateways.stream().filter(one -> call(one) != null).toList();
        others.forEach(other -> add(other, throughGateway(other, targets)));
        others.forEach(other -> add(other, made(other)));
        var open =
                others.stream().filter(one -> rights.findIfAllowed(one) != null).toList();
        for (var other : others) {
            add(other, edited(other, open));
        }
        chains(others);
        targets.forEach(this::outside);
        projects();
        holes.values().forEach(report::add);
        new AwsScope(account, faces, rights, gateway).tell(report, gateways, others);
        return report;
    }

    private void add(AwsPrincipal principal, @Nullable Hole hole) {
        if (hole != null) {
            holes.putIfAbsent(principal, hole);
        }
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
        path.add("Calls " + found.call().action() + " in " + found.call().region() + ", which "
                + found.passed().allow().origin().statement() + " allows.");
        found.passed().insufficient().stream().limit(3).forEach(deny -> path.add(insufficient(deny)));
        if (principal.isServiceLinked()) {
            path.add("This is a service-linked role: a service of AWS calls with it, and no service control policy"
                    + " binds it.");
        }
        var remedy = "Take the right away, or deny " + found.call().action()
                + " in a service control policy to all but the gateway's principals.";
        return hole(principal, found.call(), path, found.passed().allow().origin(), remedy);
    }

    private static String insufficient(IamStatement deny) {
        var origin = deny.origin();
        var name = origin.statement() + " (" + origin.file() + ')';
        return deny.conditions().isEmpty()
                ? name + " denies it for other resources only."
                : name + " denies it only where "
                        + String.join(
                                " and ",
                                deny.conditions().stream()
                                        .map(ConditionTest::toString)
                                        .toList())
                        + ", which does not surely hold.";
    }

    private static Hole hole(
            AwsPrincipal principal, FaceRequest call, List<String> path, Opening opening, String remedy) {
        return new Hole(principal.arn(), call.action(), call.region(), path, opening, remedy);
    }

    private static Hole hole(AwsPrincipal principal, MayCall call, Step step, String then) {
        return hole(principal, call.call(), List.of(step.sentence(), then), step.opening(), step.remedy());
    }

    private static String calls(MayCall call, String who) {
        return who + " calls " + call.call().action() + " in " + call.call().region() + '.';
    }

    private @Nullable Hole throughGateway(AwsPrincipal actor, List<AwsPrincipal> gateways) {
        if (actor.isServiceLinked() || holes.containsKey(actor)) {
            return null;
        }
        for (var target : gateways) {
            var call = call(target);
            var step = takeover.find(actor, target);
            if (step == null) {
                step = edits.edit(actor, target);
            }
            if (call != null && step != null) {
                return hole(actor, call, step, calls(call, target.arn()));
            }
        }
        return null;
    }

    private @Nullable Hole made(AwsPrincipal actor) {
        if (actor.isServiceLinked() || holes.containsKey(actor)) {
            return null;
        }
        var made = news.find(actor);
        return made == null ? null : hole(actor, made.call(), made.step(), calls(made.call(), "It"));
    }

    private @Nullable Hole edited(AwsPrincipal actor, List<AwsPrincipal> open) throws AccountException {
        if (actor.isServiceLinked() || holes.containsKey(actor) || !isEditor(actor)) {
            return null;
        }
        var targets = new ArrayList<>(open);
        if (targets.remove(actor)) {
            targets.addFirst(actor);
        }
        for (var target : targets) {
            if (++pairs > MOST_PAIRS) {
                throw new AccountException("The account has too many principals that may change others. The check"
                        + " ends after " + MOST_PAIRS + " pairs.");
            }
            var step = edits.open(actor, target);
            var call = step == null ? null : rights.findIfAllowed(target);
            if (step != null && call != null) {
                return hole(actor, call, step, calls(call, target.arn()));
            }
        }
        return null;
    }

    private static boolean isEditor(AwsPrincipal actor) {
        return actor.statements().stream()
                .anyMatch(one -> one.isAllow() && AwsScope.EDITS.stream().anyMatch(one::isAbout));
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
                    add(other, chained(other, step, target, next));
                    work.add(other);
                }
            }
        }
    }

    private static Hole chained(AwsPrincipal principal, Step step, AwsPrincipal through, Hole next) {
        var path = new ArrayList<String>();
        path.add(step.sentence());
        path.add("Then it goes the way of " + through.arn() + ':');
        path.addAll(next.path());
        return new Hole(principal.arn(), next.operation(), next.region(), path, step.opening(), next.remedy());
    }

    private void outside(AwsPrincipal target) {
        var call = call(target);
        for (var outsider : new OutsideTrust(account, gateway).of(target)) {
            var origin = outsider.statement().origin();
            if (call != null) {
                report.add(new Hole(
                        outsider.name(),
                        call.call().action(),
                        call.call().region(),
                        List.of(
                                origin.statement() + " lets " + outsider.name() + " outside of the account assume "
                                        + target.arn() + '.',
                                calls(call, target.arn())),
                        origin,
                        "Name in the trust of " + target.arn() + " nobody but the gateway's own machines."));
            }
        }
    }

    private void projects() {
        var outside = new OutsideTrust(account, gateway);
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

    private void project(String project, IamStatement statement, String action, OutsideTrust outside) {
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
                add(principal, hole(principal, found.call(), path, statement.origin(), remedy));
            }
        }
    }
}
