package io.facegate.policy.testing;

import io.facegate.call.Obligations;
import java.util.Map;
import java.util.stream.Collectors;

/** Obligations in policy file syntax. */
final class ObligationText {
    private ObligationText() {}

    static String format(Obligations asked) {
        return text(asked.toPolicyForm());
    }

    private static String text(Object value) {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"))
                : value.toString();
    }
}
