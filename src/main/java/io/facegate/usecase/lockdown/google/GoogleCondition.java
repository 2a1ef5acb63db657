package io.facegate.usecase.lockdown.google;

import io.facegate.usecase.lockdown.account.ConditionResult;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a binding, in CEL: whether it can hold from now on. The time of the request and the roles that a
 * change of a policy grants are understood; anything else may hold or not.
 */
final class GoogleCondition {
    private static final String TIME = "timestamp\\(\\s*[\"']([^\"']+)[\"']\\s*\\)";
    private static final Pattern TIME_AFTER_WORD = Pattern.compile("request\\.time\\s*(<=|<|>=|>)\\s*" + TIME);
    private static final Pattern TIME_BEFORE_WORD = Pattern.compile(TIME + "\\s*(<=|<|>=|>)\\s*request\\.time");
    private static final Pattern GRANTS = Pattern.compile(
            "api\\.getAttribute\\(\\s*[\"']iam\\.googleapis\\.com/modifiedGrantsByRole[\"']\\s*,\\s*\\[\\s*]\\s*\\)"
                    + "\\.hasOnly\\(\\s*\\[([^\\]]*)]\\s*\\)");
    private static final int DEEPEST = 50;

    private final @Nullable String granted;
    private final Instant now;

    /** @param granted the role that a change of a policy grants; null for any other request */
    private GoogleCondition(@Nullable String granted, Instant now) {
        this.granted = granted;
        this.now = now;
    }

    /** Whether an expression holds for a request of some moment from now on. */
    static ConditionResult holds(String expression, @Nullable String granted, Instant now) {
        return new GoogleCondition(granted, now).any(expression, 0);
    }

    /** The roles that an expression names, whatever it says of them. */
    static List<String> roles(String expression) {
        var roles = new ArrayList<String>();
        var lists = GRANTS.matcher(expression);
        while (lists.find()) {
            roles.addAll(words(lists.group(1)));
        }
        return roles;
    }

    private static List<String> words(String list) {
        var words = new ArrayList<String>();
        for (var word : list.split(",", -1)) {
            words.add(word.strip().replaceAll("^[\"']|[\"']$", ""));
        }
        return words;
    }

    private ConditionResult any(String expression, int depth) {
        var result = ConditionResult.NO;
        for (var part : split(expression, "||")) {
            var all = ConditionResult.YES;
            for (var one : split(part, "&&")) {
                all = all.and(atom(one.strip(), depth));
            }
            result = result.or(all);
        }
        return result;
    }

    private ConditionResult atom(String text, int depth) {
        if (depth > DEEPEST) {
            return ConditionResult.MAYBE;
        }
        if (text.startsWith("!")) {
            return atom(text.substring(1).strip(), depth + 1).not();
        }
        if (text.startsWith("(") && close(text) == text.length() - 1) {
            return any(text.substring(1, text.length() - 1), depth + 1);
        }
        if (text.equals("true") || text.equals("false")) {
            return ConditionResult.of(text.equals("true"));
        }
        var after = TIME_AFTER_WORD.matcher(text);
        if (after.matches()) {
            return time(after.group(1).startsWith("<"), after.group(2));
        }
        var before = TIME_BEFORE_WORD.matcher(text);
        if (before.matches()) {
            return time(before.group(2).startsWith(">"), before.group(1));
        }
        var grants = GRANTS.matcher(text);
        return grants.matches() && granted != null
                ? ConditionResult.of(words(grants.group(1)).contains(granted))
                : ConditionResult.MAYBE;
    }

    /** A limit that lies ahead is not reached yet, and will be. */
    private ConditionResult time(boolean isUntil, String limit) {
        try {
            boolean isPast = !OffsetDateTime.parse(limit).toInstant().isAfter(now);
            return isPast ? ConditionResult.of(!isUntil) : ConditionResult.MAYBE;
        } catch (DateTimeException unknown) {
            return ConditionResult.MAYBE;
        }
    }

    /** The parts between operators that stand in no parentheses and no quotation. */
    private static List<String> split(String text, String operator) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        char quote = 0;
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (quote != 0) {
                quote = one == quote ? 0 : quote;
            } else if (one == '"' || one == '\'') {
                quote = one;
            } else if (one == '(' || one == '[') {
                depth++;
            } else if (one == ')' || one == ']') {
                depth--;
            } else if (depth == 0 && text.startsWith(operator, at)) {
                parts.add(text.substring(from, at));
                from = at + operator.length();
                at = from - 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Where the parenthesis that opens a text closes. */
    private static int close(String text) {
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return -1;
    }
}
