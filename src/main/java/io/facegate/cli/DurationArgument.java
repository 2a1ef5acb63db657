package io.facegate.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses a length of time: {@code 90d}, {@code 12h} or {@code 30m}. */
public final class DurationArgument {
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,6})([dhm])");

    private DurationArgument() {}

    /** The length; null if the text is none. */
    public static @Nullable Duration parse(String text) {
        var length = LENGTH.matcher(text);
        if (!length.matches()) {
            return null;
        }
        long count = Long.parseLong(length.group(1));
        return switch (length.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
