package io.facegate.ledger.narrative;

import io.facegate.policy.vocabulary.MessageBundle;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Formatter of numbers, times and durations in conditions, for one language. */
final class ValueFormat {
    private static final Pattern DECIMAL = Pattern.compile("\\d+\\.\\d+");
    private static final Pattern HOURS = Pattern.compile("PT\\d+H");
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

    private final MessageBundle phrases;

    ValueFormat(MessageBundle phrases) {
        this.phrases = phrases;
    }

    /** Formats a value as records and rules write it; other text is returned unchanged. */
    String format(String value) {
        if (DECIMAL.matcher(value).matches()) {
            var signs = DecimalFormatSymbols.getInstance(phrases.language().locale());
            return value.replace('.', signs.getDecimalSeparator());
        }
        if (HOURS.matcher(value).matches()) {
            return phrases.format("period.hours", Duration.parse(value).toHours());
        }
        return MOMENT.matcher(value).matches() ? phrases.time("time", Instant.parse(value)) : value;
    }
}
