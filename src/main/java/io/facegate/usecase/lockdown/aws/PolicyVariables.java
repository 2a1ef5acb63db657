package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.WildcardPattern;
import org.jspecify.annotations.Nullable;

/** A text of a policy whose variables, such as {@code ${aws:username}}, are replaced by what is known of the request. */
final class PolicyVariables {
    private static final String OPEN = "${";

    private PolicyVariables() {}

    static boolean hasVariables(String text) {
        return text.contains(OPEN);
    }

    /**
     * The pattern of a text.
     *
     * @param hasWildcards whether {@code *} and {@code ?} are wildcards in it
     * @return null if the value of a variable is not known
     */
    static @Nullable WildcardPattern resolve(String text, RequestContext context, boolean hasWildcards) {
        var pattern = new WildcardPattern.Builder();
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            append(pattern, text.substring(at, open), hasWildcards);
            int close = text.indexOf('}', open);
            if (close < 0) {
                return null;
            }
            var value = value(text.substring(open + OPEN.length(), close), context);
            if (value == null) {
                return null;
            }
            pattern.literal(value);
            at = close + 1;
        }
        append(pattern, text.substring(at), hasWildcards);
        return pattern.build();
    }

    /** The pattern of a text whose unknown variables may be anything. */
    static WildcardPattern widest(String text, RequestContext context) {
        var known = resolve(text, context, true);
        return known != null ? known : WildcardPattern.of(text.replaceAll("\\$\\{[^}]*}?", "*"));
    }

    private static void append(WildcardPattern.Builder pattern, String text, boolean hasWildcards) {
        if (hasWildcards) {
            pattern.pattern(text);
        } else {
            pattern.literal(text);
        }
    }

    private static @Nullable String value(String name, RequestContext context) {
        return switch (name) {
            case "*", "?", "$" -> name;
            default -> context.get(name).literal();
        };
    }
}
