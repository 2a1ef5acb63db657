package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.WildcardPattern;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Kind;
import io.facegate.usecase.lockdown.aws.RequestContext.ContextValue;
import io.facegate.usecase.lockdown.aws.RequestContext.Presence;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is known of the condition keys of a principal's requests. */
final class AwsContexts {
    private static final String TAG = "aws:PrincipalTag/";

    private AwsContexts() {}

    /**
     * The context of any request of a principal.
     *
     * @param freeTags keys of tags that it may have with any value
     */
    static RequestContext of(AwsPrincipal principal, Set<String> freeTags) {
        var known = new HashMap<String, ContextValue>();
        known.put("aws:PrincipalArn", literal(principal.arn()));
        known.put("aws:PrincipalAccount", literal(principal.account()));
        known.put("aws:PrincipalType", literal(type(principal.kind())));
        known.put("aws:PrincipalIsAWSService", literal("false"));
        known.put("aws:PrincipalServiceName", ContextValue.ABSENT);
        known.put("aws:PrincipalServiceNamesList", ContextValue.ABSENT);
        known.put("aws:username", principal.kind() == Kind.USER ? literal(principal.name()) : ContextValue.ABSENT);
        known.put("aws:userid", userId(principal));
        known.put(TAG + '*', ContextValue.ABSENT);
        principal.tags().forEach((key, value) -> known.put(TAG + key, literal(value)));
        freeTags.forEach(key -> known.put(TAG + key, ContextValue.UNKNOWN));
        return RequestContext.EMPTY.with(known);
    }

    /** The context of a request of IAM about a principal: its tags and its boundary are keys too. */
    static RequestContext about(RequestContext context, AwsPrincipal target) {
        var known = new HashMap<String, ContextValue>();
        for (var family : Set.of("aws:ResourceTag/", "iam:ResourceTag/")) {
            known.put(family + '*', ContextValue.ABSENT);
            target.tags().forEach((key, value) -> known.put(family + key, literal(value)));
        }
        var boundary = target.boundary();
        known.put("iam:PermissionsBoundary", boundary == null ? ContextValue.ABSENT : literal(boundary.arn()));
        known.put("aws:ResourceAccount", literal(target.account()));
        return global(context).with(known);
    }

    /** The context of a request of IAM, which answers in one region. */
    static RequestContext global(RequestContext context) {
        var arn = context.get("aws:PrincipalArn").literal();
        return arn != null && arn.startsWith("arn:aws:")
                ? context.with("aws:RequestedRegion", "us-east-1")
                : context.withAny("aws:RequestedRegion");
    }

    /** The context of somebody outside of the account, of whom a part of the ARN is known. */
    static RequestContext outside(String arn) {
        var parts = arn.split(":", -1);
        Map<String, ContextValue> known = new HashMap<>();
        known.put("aws:PrincipalArn", new ContextValue(Presence.YES, WildcardPattern.of(arn)));
        if (parts.length > 4 && parts[4].matches("[0-9]{12}")) {
            known.put("aws:PrincipalAccount", literal(parts[4]));
        }
        return RequestContext.EMPTY.with(known);
    }

    private static ContextValue literal(String value) {
        return new ContextValue(Presence.YES, WildcardPattern.literal(value));
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case USER -> "User";
            case ROLE -> "AssumedRole";
            case ROOT -> "Account";
        };
    }

    /** A session of a role has the role's id, a colon, and a name that whoever assumes it chooses. */
    private static ContextValue userId(AwsPrincipal principal) {
        if (principal.id().isEmpty()) {
            return new ContextValue(Presence.YES, null);
        }
        var pattern = new WildcardPattern.Builder().literal(principal.id());
        return new ContextValue(
                Presence.YES, principal.isRole() ? pattern.pattern(":*").build() : pattern.build());
    }
}
