package io.facegate.policy.vocabulary;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Names of places in one language. A state or region without a name in the bundle is shown by its code. */
public final class PlaceNames {
    private static final String BUNDLE = "io.facegate.policy.vocabulary.places";
    private static final String ELSEWHERE = "elsewhere";
    private static final Map<Language, PlaceNames> ALL =
            Map.of(Language.EN, new PlaceNames(Language.EN), Language.FR, new PlaceNames(Language.FR));

    private final MessageBundle phrases;

    private PlaceNames(Language language) {
        this.phrases = new MessageBundle(BUNDLE, language);
    }

    public static PlaceNames forLanguage(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /** The name of a place, such as {@code Portland, Oregon}; the text itself if it is no place. */
    public String name(String place) {
        if (!Jurisdictions.isValid(place)) {
            return place;
        }
        int cut = place.indexOf('/');
        if (cut < 0) {
            return region(place);
        }
        var city = place.substring(cut + 1);
        var within = region(place.substring(0, cut));
        return city.equals(ELSEWHERE) ? phrases.format(ELSEWHERE, within) : city(place, city) + ", " + within;
    }

    private String region(String code) {
        if (phrases.has(code)) {
            return phrases.text(code);
        }
        var country = Locale.of("", code.substring(0, 2))
                .getDisplayCountry(phrases.language().locale());
        return code.length() == 2 ? country : country + " (" + code + ')';
    }

    private String city(String place, String city) {
        return phrases.has(place)
                ? phrases.text(place)
                : Arrays.stream(city.split("-", -1))
                        .filter(part -> !part.isEmpty())
                        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                        .collect(Collectors.joining(" "));
    }
}
