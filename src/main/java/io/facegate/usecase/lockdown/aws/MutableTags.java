package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.aws.Authorization.Request;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tags of a principal somebody can set or take away who is not the gateway: then a condition on the tag protects nothing. Only
 * tags that a policy asks for are looked at.
 */
final class MutableTags {
    private static final String TAG = "aws:principaltag/";

    private final AwsAccount account;
    private final Set<String> keys = new TreeSet<>();
    private final List<AwsPrincipal> taggers;
    private final Map<String, Set<String>> ofTaggers = new HashMap<>();
    private final Map<String, Set<String>> known = new HashMap<>();

    MutableTags(AwsAccount account, GatewayNames gateway) {
        this.account = account;
        var trust = account.principals().stream().flatMap(principal -> principal.trust().stream());
        Stream.concat(account.statements(), trust)
                .flatMap(statement -> statement.conditions().stream())
                .map(ConditionTest::key)
                .filter(key -> key.regionMatches(true, 0, TAG, 0, TAG.length()))
                .forEach(key -> keys.add(key.substring(TAG.length())));
        this.taggers = keys.isEmpty()
                ? List.of()
                : account.principals().stream()
                        .filter(one -> !gateway.has(one.arn()))
                        .filter(MutableTags::hasTagging)
                        .toList();
        addTags();
    }

    private static boolean hasTagging(AwsPrincipal principal) {
        return principal.statements().stream()
                .anyMatch(one -> one.isAllow()
                        && Stream.of("iam:TagRole", "iam:TagUser", "iam:UntagRole", "iam:UntagUser", "sts:TagSession")
                                .anyMatch(one::isAbout));
    }

    /** The keys of all tags that a policy asks for. */
    Set<String> keys() {
        return keys;
    }

    Set<String> of(AwsPrincipal principal) {
        if (keys.isEmpty()) {
            return keys;
        }
        return known.computeIfAbsent(principal.arn(), any -> find(principal));
    }

    /** A tag that a tagger gets may let it set another: looked at until no tagger gets more. */
    private void addTags() {
        boolean grows = true;
        while (grows) {
            grows = false;
            for (var tagger : taggers) {
                var free = find(tagger);
                grows |= !free.equals(ofTaggers.put(tagger.arn(), free));
            }
        }
    }

    private Set<String> find(AwsPrincipal principal) {
        var free = new HashSet<>(ofTaggers.getOrDefault(principal.arn(), Set.of()));
        int before = -1;
        while (before != free.size()) {
            before = free.size();
            for (var key : keys) {
                if (!free.contains(key)
                        && (isOutsideSession(principal, key)
                                || taggers.stream().anyMatch(tagger -> mayTag(tagger, principal, free, key)))) {
                    free.add(key);
                }
            }
        }
        return free;
    }

    /** The context of a request about a principal, some tags of which are free already. */
    private RequestContext about(AwsPrincipal actor, AwsPrincipal principal, Set<String> free) {
        var own = ofTaggers.getOrDefault(actor.arn(), Set.of());
        var context = AwsContexts.about(AwsContexts.of(actor, own), principal);
        for (var key : free) {
            context = context.withAny("aws:ResourceTag/" + key).withAny("iam:ResourceTag/" + key);
        }
        return context;
    }

    /** True if the actor may give the principal, or a session of it, a tag of that key. */
    private boolean mayTag(AwsPrincipal actor, AwsPrincipal principal, Set<String> free, String key) {
        var about = about(actor, principal, free);
        var context = tagged(about, key);
        var rights = new Authorization(actor.statements(), boundary(actor), account.levelsOf(actor));
        var action = principal.isRole() ? "iam:TagRole" : "iam:TagUser";
        if (principal.kind() != AwsPrincipal.Kind.ROOT
                && rights.find(Request.on(action, principal.arn(), context)) != null) {
            return true;
        }
        if (mayUntag(rights, about, principal, key)) {
            return true;
        }
        return principal.trust().stream()
                        .anyMatch(one -> isSessionTag(one, context)
                                && one.principals().naming(actor) != TrustedPrincipals.Naming.NOT)
                && rights.find(Request.on("sts:TagSession", principal.arn(), context)) != null;
    }

    /** True if the actor may take a tag away that the principal has. */
    private static boolean mayUntag(Authorization rights, RequestContext about, AwsPrincipal principal, String key) {
        var action = principal.isRole() ? "iam:UntagRole" : "iam:UntagUser";
        var context = about.with("aws:TagKeys", key).without("aws:RequestTag/*");
        return principal.tags().keySet().stream().anyMatch(key::equalsIgnoreCase)
                && rights.find(Request.on(action, principal.arn(), context)) != null;
    }

    private static @Nullable List<IamStatement> boundary(AwsPrincipal actor) {
        var boundary = actor.boundary();
        return boundary == null ? null : boundary.statements();
    }

    /** True if somebody outside may start a session of the role with a tag of that key. */
    private boolean isOutsideSession(AwsPrincipal principal, String key) {
        var context = tagged(RequestContext.EMPTY, key);
        return principal.trust().stream()
                .filter(one -> isSessionTag(one, context))
                .map(IamStatement::principals)
                .anyMatch(named -> named.isComplement()
                        || !named.federated().isEmpty()
                        || named.aws().stream()
                                .anyMatch(
                                        name -> !name.contains(account.naming().id())));
    }

    private static boolean isSessionTag(IamStatement statement, RequestContext context) {
        return statement.isAllow()
                && statement.isAbout("sts:TagSession")
                && statement.holds(context) != ConditionResult.NO;
    }

    /** The context of a request that sets one tag of that key to any value. */
    static RequestContext tagged(RequestContext context, String key) {
        return context.with("aws:TagKeys", key).withPattern("aws:RequestTag/" + key, "*");
    }
}
