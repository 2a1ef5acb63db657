package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.PatternIntersection;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import io.facegate.usecase.lockdown.account.WildcardSet;
import io.facegate.usecase.lockdown.aws.RequestContext.ContextValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a condition block: an operator, a key, and the values of which one must match.
 *
 * @param operator the word in the policy
 * @param kind what it compares
 * @param isNegated true for operators that hold where nothing matches
 * @param isIfExists true if it holds where the key is absent
 * @param set over how many of the key's values it must hold
 */
record ConditionTest(
        String operator,
        Kind kind,
        boolean isNegated,
        boolean isIfExists,
        SetWord set,
        String key,
        List<String> values) {
    private static final String IF_EXISTS = "IfExists";
    private static final int ARN_PARTS = 6;

    /** Operators whose values depend on the moment or the network: either may hold. */
    private static final Set<String> FREE = Set.of(
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
            "BinaryEquals",
            "IpAddress",
            "NotIpAddress");

    ConditionTest {
        values = List.copyOf(values);
    }

    /** What an operator compares. */
    enum Kind {
        EQUALS,
        EQUALS_ANY_CASE,
        LIKE,
        ARN,
        BOOL,
        NULL,
        DATE,
        FREE
    }

    /** The word before an operator. */
    enum SetWord {
        NONE,
        ALL_VALUES,
        ANY_VALUE
    }

    /** Reads an operator; an unknown one is refused, because nobody knows when it holds. */
    static ConditionTest of(String operator, String key, List<String> values, String where)
            throws AccountExportException {
        var word = operator;
        var set = SetWord.NONE;
        if (word.startsWith("ForAllValues:")) {
            set = SetWord.ALL_VALUES;
        } else if (word.startsWith("ForAnyValue:")) {
            set = SetWord.ANY_VALUE;
        }
        word = word.substring(word.indexOf(':') + 1);
        boolean ifExists = word.endsWith(IF_EXISTS);
        word = ifExists ? word.substring(0, word.length() - IF_EXISTS.length()) : word;
        var kind = kind(word);
        if (kind == null || (kind == Kind.NULL && ifExists)) {
            throw new AccountExportException(
                    where + " has the condition operator " + operator + ", which is not known.");
        }
        return new ConditionTest(operator, kind, word.contains("Not"), ifExists, set, key, values);
    }

    private static @Nullable Kind kind(String word) {
        return switch (word) {
            case "StringEquals", "StringNotEquals" -> Kind.EQUALS;
            case "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase" -> Kind.EQUALS_ANY_CASE;
            case "StringLike", "StringNotLike" -> Kind.LIKE;
            case "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike" -> Kind.ARN;
            case "Bool" -> Kind.BOOL;
            case "Null" -> Kind.NULL;
            case "DateEquals",
                    "DateNotEquals",
                    "DateLessThan",
                    "DateLessThanEquals",
                    "DateGreaterThan",
                    "DateGreaterThanEquals" -> Kind.DATE;
            default -> FREE.contains(word) ? Kind.FREE : null;
        };
    }

    ConditionResult holds(RequestContext context) {
        var value = context.get(key);
        if (kind == Kind.NULL) {
            return isNull(value);
        }
        if (kind == Kind.DATE && DateTest.isNow(key)) {
            return DateTest.holds(this);
        }
        return switch (value.presence()) {
            case NO -> absent();
            case MAYBE -> absent().equals(compare(value, context)) ? absent() : ConditionResult.MAYBE;
            case YES -> compare(value, context);
        };
    }

    private ConditionResult isNull(ContextValue value) {
        var result = ConditionResult.NO;
        for (var wanted : values) {
            boolean absent = Boolean.parseBoolean(wanted);
            result = result.or(
                    switch (value.presence()) {
                        case MAYBE -> ConditionResult.MAYBE;
                        case NO -> ConditionResult.of(absent);
                        case YES -> ConditionResult.of(!absent);
                    });
        }
        return result;
    }

    /** An absent key fulfils negated operators, those with IfExists, and those over all of its values. */
    private ConditionResult absent() {
        return switch (set) {
            case ALL_VALUES -> ConditionResult.YES;
            case ANY_VALUE -> ConditionResult.of(isIfExists);
            case NONE -> ConditionResult.of(isIfExists || isNegated);
        };
    }

    private ConditionResult compare(ContextValue value, RequestContext context) {
        if (kind == Kind.FREE || kind == Kind.DATE) {
            return ConditionResult.MAYBE;
        }
        var patterns = new ArrayList<WildcardPattern>();
        boolean isSure = true;
        for (var one : values) {
            var pattern = PolicyVariables.resolve(one, context, kind == Kind.LIKE || kind == Kind.ARN);
            if (pattern == null) {
                isSure = false;
            } else {
                patterns.add(pattern);
            }
        }
        var matched = matched(value, patterns);
        if (!isSure) {
            matched = matched.or(ConditionResult.MAYBE);
        }
        return isNegated ? matched.not() : matched;
    }

    private ConditionResult matched(ContextValue value, List<WildcardPattern> patterns) {
        var literal = value.literal();
        if (literal != null) {
            return patterns.stream()
                    .map(pattern -> matches(literal, pattern))
                    .reduce(ConditionResult.NO, ConditionResult::or);
        }
        var known = value.pattern();
        if (known == null || kind == Kind.EQUALS_ANY_CASE || kind == Kind.BOOL) {
            boolean isAll = kind == Kind.LIKE && patterns.stream().anyMatch(WildcardPattern::isAll);
            return patterns.isEmpty() ? ConditionResult.NO : isAll ? ConditionResult.YES : ConditionResult.MAYBE;
        }
        var meant = List.of(List.of(new WildcardSet(List.of(known), false)));
        var wanted = new WildcardSet(patterns, false);
        return ConditionResult.of(
                PatternIntersection.isPossible(List.of(meant.getFirst(), List.of(wanted)), List.of()),
                PatternIntersection.isPossible(meant, List.of(wanted)));
    }

    private ConditionResult matches(String text, WildcardPattern pattern) {
        return switch (kind) {
            case EQUALS_ANY_CASE, BOOL -> ConditionResult.of(text.equalsIgnoreCase(pattern.toString()));
            case ARN -> matchesArn(text, pattern);
            default -> ConditionResult.of(pattern.matches(text));
        };
    }

    /** The six parts of an ARN are compared one by one; in a part, a wildcard stands for no colon. */
    private static ConditionResult matchesArn(String text, WildcardPattern pattern) {
        var wanted = pattern.toString().split(":", ARN_PARTS);
        var parts = text.split(":", ARN_PARTS);
        if (wanted.length != ARN_PARTS || parts.length != ARN_PARTS) {
            return pattern.matches(text) ? ConditionResult.MAYBE : ConditionResult.NO;
        }
        for (int at = 0; at < ARN_PARTS; at++) {
            if (!WildcardPattern.of(wanted[at]).matches(parts[at])) {
                return ConditionResult.NO;
            }
        }
        return ConditionResult.YES;
    }

    @Override
    public String toString() {
        return operator.toLowerCase(Locale.ROOT).startsWith("null")
                ? key + (values.contains("true") ? " is absent" : " is there")
                : operator + ' ' + key + ' ' + String.join(", ", values);
    }
}
