package io.facegate.usecase.lockdown.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Deny policies: what a member surely may not do, whatever a role grants. */
final class GoogleDenyPolicies {
    static final String FILE = "deny-policies.json";

    private static final String EVERYBODY = "principalSet://goog/public:all";

    private final List<Rule> rules = new ArrayList<>();
    private final GatewayNames gateway;

    private record Rule(
            String resource,
            List<String> principals,
            List<String> exceptions,
            List<WildcardPattern> permissions,
            List<WildcardPattern> exceptedPermissions) {}

    /** @param list the policies; null if none were exported */
    GoogleDenyPolicies(@Nullable JsonNode list, GoogleResources resources, GatewayNames gateway)
            throws AccountExportException {
        this.gateway = gateway;
        for (var policy : list == null ? List.<JsonNode>of() : AccountExportJson.list(list, FILE)) {
            var name = AccountExportJson.text(policy, "name", FILE);
            var resource = resource(name, resources);
            for (var rule : AccountExportJson.list(policy, "rules", FILE + ": " + name)) {
                var deny = rule.path("denyRule");
                if (!deny.has("denialCondition")) {
                    rules.add(new Rule(
                            resource,
                            AccountExportJson.texts(deny.path("deniedPrincipals"), FILE),
                            AccountExportJson.texts(deny.path("exceptionPrincipals"), FILE),
                            patterns(deny.path("deniedPermissions")),
                            patterns(deny.path("exceptionPermissions"))));
                }
            }
        }
    }

    /** The number of rules without a condition: one with a condition may not hold. */
    int size() {
        return rules.size();
    }

    private static List<WildcardPattern> patterns(JsonNode list) throws AccountExportException {
        return AccountExportJson.texts(list, FILE).stream()
                .map(WildcardPattern::of)
                .toList();
    }

    /** The resource that a policy is attached to, as its name says. */
    private static String resource(String name, GoogleResources resources) {
        var decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
        var path = decoded.replaceFirst("^policies/[^/]*/", "").replaceFirst("/denypolicies/.*$", "");
        return path.startsWith("projects/") ? resources.project(path) : path;
    }

    /**
     * True if no rule surely keeps the member from the permission at the end of the chain.
     *
     * @param mayLift whether the member may take away the policies of a resource
     */
    boolean lets(String member, String permission, List<String> chain, Predicate<String> mayLift) {
        var denied = written(permission);
        return rules.stream()
                .noneMatch(rule -> chain.contains(rule.resource())
                        && rule.permissions().stream().anyMatch(one -> one.matches(denied))
                        && rule.exceptedPermissions().stream().noneMatch(one -> one.matches(denied))
                        && binds(rule, member)
                        && !mayLift.test(rule.resource()));
    }

    /** A permission as deny policies write it, such as {@code iam.googleapis.com/roles.list}. */
    private static String written(String permission) {
        int dot = permission.indexOf('.');
        var service = permission.substring(0, dot);
        return (service.equals("resourcemanager") ? "cloudresourcemanager" : service) + ".googleapis.com/"
                + permission.substring(dot + 1);
    }

    private boolean binds(Rule rule, String member) {
        var own = writtenMember(member);
        boolean isNamed = rule.principals().contains(EVERYBODY)
                || rule.principals().contains(own)
                || rule.principals().contains(member);
        return isNamed && rule.exceptions().stream().noneMatch(one -> mayBe(one, member, own));
    }

    /** True if the member may be, or may have in it, somebody whom a rule spares and who is not the gateway. */
    private boolean mayBe(String exception, String member, String own) {
        if (exception.equals(own) || exception.equals(member)) {
            return true;
        }
        if (gateway.has(exception) || gateway.has(member(exception))) {
            return false;
        }
        boolean isSetOfPeople = !member.startsWith("user:")
                && !member.startsWith("serviceAccount:")
                && !member.startsWith("principal:");
        return exception.startsWith("principalSet:") || isSetOfPeople;
    }

    private static String writtenMember(String member) {
        var name = member.substring(member.indexOf(':') + 1);
        if (member.startsWith("user:")) {
            return "principal://goog/subject/" + name;
        }
        if (member.startsWith("group:")) {
            return "principalSet://goog/group/" + name;
        }
        if (member.startsWith("serviceAccount:")) {
            return "principal://iam.googleapis.com/projects/-/serviceAccounts/" + name;
        }
        return member.equals("allUsers") ? EVERYBODY : member;
    }

    /** A principal of a deny policy as IAM policies write it. */
    private static String member(String principal) {
        return principal
                .replaceFirst("^principal://goog/subject/", "user:")
                .replaceFirst("^principalSet://goog/group/", "group:")
                .replaceFirst("^principal://iam.googleapis.com/projects/-/serviceAccounts/", "serviceAccount:");
    }
}
