package io.facegate.policy.language;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Citation of the legal instrument that a rule implements, with the day it was last checked.
 *
 * @param evidence how it was checked: {@code primary}, {@code secondary}, {@code background} or {@code unsure}
 */
public record Citation(String ref, @Nullable String url, LocalDate checked, String evidence) {
    /** Allowed values of {@code evidence}. */
    public static final List<String> EVIDENCE = List.of("primary", "secondary", "background", "unsure");
}
