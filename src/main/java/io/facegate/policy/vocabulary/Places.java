package io.facegate.policy.vocabulary;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Jurisdictions: {@code EU}, {@code US}, {@code US-OR}, {@code US-OR/portland}, each within the one before. */
public final class Places {
    private static final Pattern SHAPE = Pattern.compile("([A-Z]{2})(-[A-Z0-9]{1,3})?(/[a-z][a-z0-9-]{0,60})?");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Places() {}

    /** True for a group, an ISO 3166 country or subdivision, or a city below one. */
    public static boolean valid(String place) {
        if (Groups.isGroup(place)) {
            return true;
        }
        var shape = SHAPE.matcher(place);
        return shape.matches() && COUNTRIES.contains(shape.group(1));
    }

    /** True for the larger place itself and for everything that lay inside it at that moment. */
    public static boolean within(String place, String larger, long now) {
        return inside(place, larger)
                || (Groups.isGroup(larger) && !Groups.isGroup(place) && Groups.member(country(place), larger, now));
    }

    /** True where one is within the other, so that what happens in one may happen in the other. */
    public static boolean overlap(String one, String other, long now) {
        return within(one, other, now) || within(other, one, now);
    }

    /** Whether a place is one of these, or inside one. */
    public static Truth tells(String place, Collection<String> named, long now) {
        if (!valid(place)) {
            return Truth.PERHAPS;
        }
        var told = Truth.NOT;
        for (var word : named) {
            if (within(place, word, now)) {
                return Truth.SURELY;
            }
            if (overlap(place, word, now)) {
                told = Truth.PERHAPS;
            }
        }
        return told;
    }

    /** The place that a place lies directly inside, as its name tells, or null for a country or group. */
    public static @org.jspecify.annotations.Nullable String larger(String place) {
        int cut = Math.max(place.lastIndexOf('/'), place.indexOf('/') < 0 ? place.lastIndexOf('-') : -1);
        return cut < 0 ? null : place.substring(0, cut);
    }

    private static boolean inside(String place, String larger) {
        if (!place.startsWith(larger)) {
            return false;
        }
        return place.length() == larger.length() || isCut(place.charAt(larger.length()));
    }

    private static String country(String place) {
        return place.length() < 2 ? place : place.substring(0, 2);
    }

    private static boolean isCut(char letter) {
        return letter == '-' || letter == '/';
    }
}
