package io.facegate.usecase.lockdown.azure;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The condition of a role assignment, for the assignment of a role: whether it lets a role of that id be assigned. What
 * it says of anything else may hold or not.
 */
final class AzureCondition {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\(|\\)|!|&&|\\|\\||@[A-Za-z]+\\[[^]]*]|\\{[^}]*}|'[^']*'|[^\\s()!{}@]+)");
    private static final int DEEPEST = 50;

    private final List<String> tokens = new ArrayList<>();
    private final String action;
    private final String role;
    private int at;

    private AzureCondition(String text, String action, String role) {
        this.action = action.toLowerCase(Locale.ROOT);
        this.role = role.toLowerCase(Locale.ROOT);
        var found = TOKEN.matcher(text);
        while (found.find()) {
            tokens.add(found.group(1));
        }
    }

    /**
     * Whether a condition lets an action about a role through.
     *
     * @param role the id of the role that is assigned
     */
    static ConditionResult allows(String text, String action, String role) {
        var condition = new AzureCondition(text, action, role);
        var result = condition.or(0);
        return condition.at == condition.tokens.size() ? result : ConditionResult.MAYBE;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean take(String... words) {
        for (var word : words) {
            if (peek().equalsIgnoreCase(word)) {
                at++;
                return true;
            }
        }
        return false;
    }

    private ConditionResult or(int depth) {
        var result = and(depth);
        while (take("OR", "||")) {
            result = result.or(and(depth));
        }
        return result;
    }

    private ConditionResult and(int depth) {
        var result = not(depth);
        while (take("AND", "&&")) {
            result = result.and(not(depth));
        }
        return result;
    }

    private ConditionResult not(int depth) {
        if (depth > DEEPEST) {
            at = tokens.size() + 1;
            return ConditionResult.MAYBE;
        }
        if (take("NOT", "!")) {
            return not(depth + 1).not();
        }
        if (take("(")) {
            var result = or(depth + 1);
            return take(")") ? result : unknown();
        }
        return take("ActionMatches") ? actionMatches() : comparison();
    }

    private ConditionResult unknown() {
        at++;
        return ConditionResult.MAYBE;
    }

    private ConditionResult actionMatches() {
        var wanted = values(peek());
        at++;
        return ConditionResult.of(
                wanted.stream().anyMatch(one -> WildcardPattern.ofLowerCase(one).matches(action)));
    }

    /** An attribute, an operator, and values. */
    private ConditionResult comparison() {
        if (!peek().startsWith("@") && !peek().equalsIgnoreCase("Exists")) {
            return unknown();
        }
        if (take("Exists")) {
            at++;
            return ConditionResult.MAYBE;
        }
        var attribute = tokens.get(at++).toLowerCase(Locale.ROOT);
        var operator = peek().toLowerCase(Locale.ROOT);
        at++;
        var wanted = values(peek());
        at++;
        if (!attribute.startsWith("@request[") || !attribute.endsWith("roleassignments:roledefinitionid]")) {
            return ConditionResult.MAYBE;
        }
        return switch (operator) {
            case "foranyofanyvalues:guidequals", "foranyofallvalues:guidequals", "guidequals" ->
                ConditionResult.of(wanted.contains(role));
            case "foranyofallvalues:guidnotequals", "guidnotequals" -> ConditionResult.of(!wanted.contains(role));
            case "foranyofanyvalues:guidnotequals" -> ConditionResult.of(wanted.size() != 1 || !wanted.contains(role));
            default -> ConditionResult.MAYBE;
        };
    }

    private static List<String> values(String braces) {
        var values = new ArrayList<String>();
        for (var one : braces.replaceAll("[{}']", "").split(",", -1)) {
            values.add(one.strip().toLowerCase(Locale.ROOT));
        }
        return values;
    }

    /** The ids of roles that a condition names. */
    static List<String> roles(String text) {
        return Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                .matcher(text)
                .results()
                .map(found -> found.group().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }
}
