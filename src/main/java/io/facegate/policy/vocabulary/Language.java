package io.facegate.policy.vocabulary;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;

/** A supported user-interface language. */
public enum Language {
    EN(Locale.ENGLISH, "1"),
    FR(Locale.FRENCH, "1er");

    private final Locale locale;
    private final String first;

    /** @param first how the first day of a month is written */
    Language(Locale locale, String first) {
        this.locale = locale;
        this.first = first;
    }

    /** Formats a moment or day in UTC with a pattern. */
    public String time(String pattern, TemporalAccessor moment) {
        var said = DateTimeFormatter.ofPattern(pattern, locale)
                .withZone(ZoneOffset.UTC)
                .format(moment);
        return said.startsWith("1 ") ? first + said.substring(1) : said;
    }

    public Locale locale() {
        return locale;
    }

    /** {@code en} or {@code fr}. */
    public String code() {
        return locale.getLanguage();
    }

    /** The language of that code, or null. */
    public static @Nullable Language fromCode(@Nullable String code) {
        return Arrays.stream(values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    /** The preferred supported language of an {@code Accept-Language} header; English by default. */
    public static Language fromAcceptLanguage(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return EN;
        }
        try {
            var translated = Arrays.stream(values()).map(Language::locale).toList();
            var best = Locale.lookup(parsePreferences(header), translated);
            var language = best == null ? null : fromCode(best.getLanguage());
            return language == null ? EN : language;
        } catch (IllegalArgumentException malformed) {
            return EN;
        }
    }

    private static List<LanguageRange> parsePreferences(String header) {
        return LanguageRange.parse(header).stream()
                .filter(range -> range.getWeight() > 0)
                .toList();
    }
}
