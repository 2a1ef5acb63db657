package io.facegate.console;

import io.facegate.registry.Right;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the console shows what a rule says. */
public final class RuleAddress {
    private static final String BUILT_IN = "facegate";

    private RuleAddress() {}

    /** The page of the rule {@code PACK/RULE}; empty for a built-in rule, and for a visitor who may not read policies. */
    public static String of(PageLanguage speech, String rule) {
        var visitor = speech.visitor();
        int cut = rule.indexOf('/');
        if (visitor == null || !visitor.may(Right.READ_REGISTRY) || cut <= 0) {
            return "";
        }
        var pack = rule.substring(0, cut);
        return pack.equals(BUILT_IN)
                ? ""
                : ConsolePage.POLICIES.address() + '/' + encode(pack) + '/' + encode(rule.substring(cut + 1));
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }
}
