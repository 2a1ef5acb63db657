package io.facegate.policy.vocabulary;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Jurisdictions: {@code US}, {@code US-OR}, {@code US-OR/portland}, each within the one before. */
public final class Places {
    private static final Pattern SHAPE = Pattern.compile("([A-Z]{2})(-[A-Z0-9]{1,3})?(/[a-z][a-z0-9-]{0,60})?");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Places() {}

    /** True for an ISO 3166 country or subdivision, or a city below one. */
    public static boolean valid(String place) {
        var shape = SHAPE.matcher(place);
        return shape.matches() && COUNTRIES.contains(shape.group(1));
    }

    /** True for the larger place itself and for everything inside it. */
    public static boolean within(String place, String larger) {
        if (!place.startsWith(larger)) {
            return false;
        }
        return place.length() == larger.length() || isCut(place.charAt(larger.length()));
    }

    /** True where one is within the other, so that what happens in one may happen in the other. */
    public static boolean overlap(String one, String other) {
        return within(one, other) || within(other, one);
    }

    private static boolean isCut(char letter) {
        return letter == '-' || letter == '/';
    }
}
