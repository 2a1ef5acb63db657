package io.facegate.policy.language;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instrument that a rule renders, and the day somebody last checked it.
 *
 * @param evidence how it was checked: {@code primary}, {@code secondary}, {@code background} or {@code unsure}
 */
public record Citation(String ref, @Nullable String url, LocalDate checked, String evidence) {
    /** The ways in which an instrument can have been checked. */
    public static final List<String> EVIDENCE = List.of("primary", "secondary", "background", "unsure");
}
