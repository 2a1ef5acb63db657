package io.facegate.policy.vocabulary;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Jurisdictions: {@code EU}, {@code US}, {@code US-OR}, {@code US-OR/portland}; hierarchical codes and country groups.
 */
public final class Jurisdictions {
    private static final int LONGEST_CITY = 61;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Jurisdictions() {}

    /** True for a group, an assigned ISO 3166 country or subdivision, or a city below one. */
    public static boolean isValid(String place) {
        return isWellFormed(place) && isAssigned(place);
    }

    private static boolean isAssigned(String place) {
        if (place.length() == 2 || place.charAt(2) != '-') {
            return true;
        }
        int city = place.indexOf('/');
        return KnownPlaces.isSubdivision(city < 0 ? place : place.substring(0, city));
    }

    /** True for a place of the right form in a country that exists; its subdivision may be unassigned. */
    public static boolean isWellFormed(String place) {
        if (CountryGroups.isGroup(place)) {
            return true;
        }
        if (place.length() < 2 || !COUNTRIES.contains(place.substring(0, 2))) {
            return false;
        }
        int city = place.indexOf('/');
        int end = city < 0 ? place.length() : city;
        return isSubdivision(place, end) && (city < 0 || isCity(place, city + 1));
    }

    /** True if nothing follows the country code, or a hyphen and one to three letters or digits. */
    private static boolean isSubdivision(String place, int end) {
        if (end == 2) {
            return true;
        }
        boolean shaped = place.charAt(2) == '-' && end > 3 && end <= 6;
        for (int at = 3; shaped && at < end; at++) {
            shaped = isUpper(place.charAt(at)) || isDigit(place.charAt(at));
        }
        return shaped;
    }

    private static boolean isCity(String place, int from) {
        boolean shaped = from < place.length() && place.length() - from <= LONGEST_CITY && isLower(place.charAt(from));
        for (int at = from; shaped && at < place.length(); at++) {
            char letter = place.charAt(at);
            shaped = isLower(letter) || isDigit(letter) || letter == '-';
        }
        return shaped;
    }

    private static boolean isUpper(char letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    private static boolean isLower(char letter) {
        return letter >= 'a' && letter <= 'z';
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    /** True if the place is the larger place or was inside it at that moment. */
    public static boolean isWithin(String place, String larger, long now) {
        return isInside(place, larger)
                || (CountryGroups.isGroup(larger)
                        && !CountryGroups.isGroup(place)
                        && CountryGroups.member(country(place), larger, now));
    }

    /** True if one is within the other, so a call in one may be in the other. */
    public static boolean mayOverlap(String one, String other, long now) {
        return isWithin(one, other, now) || isWithin(other, one, now);
    }

    /** Whether a place is one of these, or inside one. */
    public static TruthValue matches(String place, Collection<String> named, long now) {
        if (!isValid(place)) {
            return TruthValue.PERHAPS;
        }
        var told = TruthValue.NOT;
        for (var word : named) {
            if (isWithin(place, word, now)) {
                return TruthValue.SURELY;
            }
            if (mayOverlap(place, word, now)) {
                told = TruthValue.PERHAPS;
            }
        }
        return told;
    }

    /** The place directly containing this one, by its code, or null for a country or group. */
    public static @org.jspecify.annotations.Nullable String containingPlace(String place) {
        int cut = Math.max(place.lastIndexOf('/'), place.indexOf('/') < 0 ? place.lastIndexOf('-') : -1);
        return cut < 0 ? null : place.substring(0, cut);
    }

    private static boolean isInside(String place, String larger) {
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
