package io.facegate.policy.language;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The instrument that a rule renders, and the day somebody last checked it. */
public record Citation(String ref, @Nullable String url, LocalDate checked) {}
