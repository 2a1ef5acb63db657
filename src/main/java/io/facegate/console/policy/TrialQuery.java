package io.facegate.console.policy;

import io.facegate.call.Capability;
import io.facegate.console.PageLanguage;
import io.facegate.identity.AttestedContext;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.KnownPlaces;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.usecase.policy.SupposedCall;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call to try, as an address describes it.
 *
 * @param values what the address says, by field, without blanks
 * @param problems a message for each field that cannot be used
 * @param blanks true if the address has blank fields, and so is not worth keeping
 */
record TrialQuery(Map<String, List<String>> values, Map<String, String> problems, boolean blanks) {
    static final String DEFAULT_PROVIDER = "rekognition";

    /** Facts that are chosen from a list. */
    static final List<Attribute> FACTS = List.of(
            Attribute.PLACE_TYPE,
            Attribute.CAMERA,
            Attribute.SETTING,
            Attribute.GALLERY_SOURCE,
            Attribute.OFFENCE,
            Attribute.ACTION,
            Attribute.EXEMPTION);

    /** Facts that are numbers, by the name of their field. */
    static final Map<String, Attribute> NUMBERS = numbers();

    /** The fields that are not shown at first. */
    static final List<String> MORE = more();

    /** All fields, in the order of the form. */
    private static final List<String> FIELDS = fields();

    private static final int LONGEST = 128;
    private static final int MOST = 40;
    private static final int HOURS = 1_000_000;

    private static Map<String, Attribute> numbers() {
        var all = new LinkedHashMap<String, Attribute>();
        all.put("hours", Attribute.USE_AGE);
        all.put("years", Attribute.OFFENCE_YEARS);
        all.put("accuracy", Attribute.ACCURACY);
        all.put("people", Attribute.PEOPLE);
        return all;
    }

    private static List<String> more() {
        var all = new ArrayList<>(List.of("behalf", "threshold", "evidence"));
        FACTS.forEach(one -> all.add(one.word()));
        all.addAll(NUMBERS.keySet());
        return List.copyOf(all);
    }

    private static List<String> fields() {
        var all = new ArrayList<>(List.of("capability", "purpose", "type", "organisation", "place", "provider", "on"));
        all.addAll(MORE);
        return List.copyOf(all);
    }

    static TrialQuery of(PageLanguage page, Map<String, List<String>> asked) {
        var values = new LinkedHashMap<String, List<String>>();
        var problems = new LinkedHashMap<String, String>();
        var names = new LinkedHashSet<>(FIELDS);
        names.addAll(asked.keySet());
        for (var name : names) {
            var given = asked.getOrDefault(name, List.of()).stream()
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .distinct()
                    .toList();
            if (!given.isEmpty()) {
                values.put(name, given);
            }
        }
        var blanks = asked.values().stream().anyMatch(given -> given.stream().anyMatch(String::isBlank));
        var query = new TrialQuery(values, problems, blanks);
        query.check(page);
        return query;
    }

    private void check(PageLanguage page) {
        for (var entry : values.entrySet()) {
            var name = entry.getKey();
            if (!isField(name)) {
                problems.put("address", page.fill("problem.unknown", PolicySpeech.shown(cut(name))));
            } else if (entry.getValue().size() > (isMany(name) ? MOST : 1)
                    || entry.getValue().stream()
                            .anyMatch(value -> value.length() > LONGEST || !isUsable(name, value))) {
                problems.put(
                        name,
                        page.fill(
                                "trial.problem",
                                label(page, name),
                                PolicySpeech.shown(cut(String.join(", ", entry.getValue())))));
            }
        }
        if (problems.isEmpty() && !values.isEmpty()) {
            checkWhole(page);
        }
    }

    private void checkWhole(PageLanguage page) {
        if (all("capability").isEmpty()) {
            problems.put("capability", page.say("trial.problem.capability"));
        }
        if (all("organisation").isEmpty() && all("type").isEmpty()) {
            problems.put("type", page.say("trial.problem.type"));
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static String label(PageLanguage page, String name) {
        var attribute = Attribute.fromWord(name);
        return attribute != null && FACTS.contains(attribute) ? page.title(attribute) : page.say("trial." + name);
    }

    private static boolean isField(String name) {
        return FIELDS.contains(name);
    }

    private static boolean isMany(String name) {
        return name.equals("capability") || name.equals("evidence") || name.equals("behalf");
    }

    private static boolean isUsable(String name, String value) {
        return switch (name) {
            case "type", "behalf" -> WordList.ORGANISATIONS.find(value) != null;
            case "purpose" -> WordList.PURPOSES.find(value) != null;
            case "provider" -> WordList.PROVIDERS.find(value) != null;
            case "capability" -> WordList.CAPABILITIES.find(value) != null;
            case "evidence" -> AttestableFacts.mistakeOfEvidence(value) == null;
            case "place" -> KnownPlaces.mistake(value) == null;
            case "on" -> day(value) != null;
            case "threshold" -> AttestableFacts.mistake(Attribute.ACCURACY.word(), value) == null;
            case "hours" -> value.matches("\\d{1,7}") && Integer.parseInt(value) <= HOURS;
            case "organisation" -> value.codePoints().noneMatch(Character::isISOControl);
            default -> isFact(name, value);
        };
    }

    private static boolean isFact(String name, String value) {
        var number = NUMBERS.get(name);
        if (number != null) {
            return AttestableFacts.mistake(number.word(), value) == null;
        }
        var attribute = Attribute.fromWord(name);
        var words = attribute == null ? null : attribute.words();
        return words != null && words.find(value) != null;
    }

    static @Nullable LocalDate day(String text) {
        try {
            var day = LocalDate.parse(text);
            return day.getYear() < 1970 || day.getYear() > 9998 ? null : day;
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    @Nullable
    String one(String name) {
        var all = all(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** A value to show in the form. */
    String shown(String name) {
        return PolicySpeech.shown(one(name));
    }

    String provider() {
        var named = one("provider");
        return named == null ? DEFAULT_PROVIDER : named;
    }

    boolean isAsked() {
        return !values.isEmpty() && problems.isEmpty();
    }

    /** When the call would be made: now, or at noon of the day. */
    Instant at(Instant now) {
        var named = one("on");
        var day = named == null ? null : day(named);
        return day == null || day.equals(now.atZone(ZoneOffset.UTC).toLocalDate())
                ? now
                : day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    /** The call, for a caller of the type. */
    SupposedCall call(Instant now, String type) {
        var at = at(now);
        var place = one("place");
        var threshold = one("threshold");
        var able = EnumSet.noneOf(Capability.class);
        all("capability").stream().map(WordList.CAPABILITIES::find).forEach(capability -> {
            if (capability != null) {
                able.add(capability);
            }
        });
        return new SupposedCall(
                new SupposedCall.Party(
                        SupposedCall.NOBODY,
                        type,
                        all("behalf"),
                        one("purpose"),
                        place == null ? List.of() : List.of(place)),
                new SupposedCall.Request(provider(), null, able, threshold == null ? null : Double.valueOf(threshold)),
                new AttestedContext(Set.copyOf(all("evidence")), facts(at), null),
                at,
                at);
    }

    private Map<String, List<String>> facts(Instant at) {
        var facts = new HashMap<String, List<String>>();
        FACTS.forEach(attribute -> {
            if (!all(attribute.word()).isEmpty()) {
                facts.put(attribute.fact(), all(attribute.word()));
            }
        });
        NUMBERS.forEach((name, attribute) -> {
            var value = one(name);
            if (value != null) {
                facts.put(
                        attribute.fact(),
                        List.of(
                                attribute == Attribute.USE_AGE
                                        ? at.minus(Duration.ofHours(Integer.parseInt(value)))
                                                .toString()
                                        : value));
            }
        });
        return facts;
    }
}
