package io.facegate.policy.vocabulary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The facts that an operator can attest of an organisation or with an entry of evidence, and the words of each. */
public final class FactWords {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SHARE = Pattern.compile("0(\\.[0-9]{1,6})?|1(\\.0{1,6})?");
    private static final String EVIDENCE = "evidence";
    private static final Map<String, List<String>> LISTS = read();

    /** The names that a fact can have, each an attribute of rules. */
    private static final List<String> NAMES = List.of(
            "place_type",
            "camera",
            "setting",
            "gallery_source",
            "action",
            "offence",
            "subject_in",
            "output_in",
            "processed_in",
            "instance_created",
            "accuracy",
            "people",
            "offence_years");

    private FactWords() {}

    public static List<String> names() {
        return NAMES;
    }

    /** What is wrong with a fact, in one sentence that names the nearest right one, or null when nothing is. */
    public static @Nullable String mistake(String name, String word) {
        return switch (name) {
            case "subject_in", "output_in", "processed_in" ->
                unless(Places.valid(word), name, word, "a place: ISO 3166-2, a city after a slash, such as US-OR");
            case "instance_created" -> unless(isDate(word), name, word, "a date such as 2019-05-01");
            case "accuracy" -> unless(SHARE.matcher(word).matches(), name, word, "a number from 0 to 1, such as 0.99");
            case "people" -> unless(WHOLE.matcher(word).matches(), name, word, "a whole number");
            case "offence_years" -> unless(NUMBER.matcher(word).matches(), name, word, "a number of years");
            default -> NAMES.contains(name) ? unlisted(name, word) : Words.unknown("fact", name, NAMES);
        };
    }

    /** What is wrong with a type of evidence, in one sentence that names the nearest right one, or null. */
    public static @Nullable String mistakeOfEvidence(String type) {
        return unlisted(EVIDENCE, type);
    }

    private static @Nullable String unlisted(String name, String word) {
        var known = LISTS.getOrDefault(name, List.of());
        return known.contains(word) ? null : Words.unknown(name, word, known);
    }

    private static @Nullable String unless(boolean met, String name, String word, String form) {
        return met ? null : name + " '" + word + "' is not " + form;
    }

    private static boolean isDate(String word) {
        try {
            return LocalDate.parse(word).getYear() > 0;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static Map<String, List<String>> read() {
        var found = new LinkedHashMap<String, List<String>>();
        var file = Objects.requireNonNull(FactWords.class.getResourceAsStream("words.tsv"), "words.tsv");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .forEach(cells -> found.computeIfAbsent(cells[0], attribute -> new ArrayList<>())
                            .add(cells[1]));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return Map.copyOf(found);
    }
}
