package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.ConditionResult;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Conditions on the time of a request: what lies before now is past for good, what lies ahead will come. */
final class DateTest {
    private DateTest() {}

    /** True for a key that is the time of the request, which every request has. */
    static boolean isNow(String key) {
        return key.equalsIgnoreCase("aws:CurrentTime") || key.equalsIgnoreCase("aws:EpochTime");
    }

    static ConditionResult holds(ConditionTest test) {
        var now = Instant.now();
        var result = ConditionResult.NO;
        for (var value : test.values()) {
            result = result.or(one(test.operator(), now, parse(value)));
        }
        return result;
    }

    private static ConditionResult one(String operator, Instant now, @Nullable Instant limit) {
        if (limit == null || limit.isAfter(now)) {
            return ConditionResult.MAYBE;
        }
        if (operator.contains("LessThan")) {
            return ConditionResult.NO;
        }
        return operator.contains("GreaterThan") ? ConditionResult.YES : ConditionResult.MAYBE;
    }

    private static @Nullable Instant parse(String text) {
        try {
            if (text.matches("[0-9]{1,12}")) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return text.length() == "2026-01-01".length()
                    ? Instant.parse(text + "T00:00:00Z")
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
