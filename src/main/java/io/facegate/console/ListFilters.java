package io.facegate.console;

import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.DisplayText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Search filters parsed from a request's query: the valid values, and messages about the invalid ones.
 *
 * @param problems messages by filter; nothing is searched while there is one
 */
record ListFilters(PageLanguage speech, Map<String, String> values, Map<String, String> problems, boolean blanks) {
    static final int PAGE = 50;

    private static final Map<String, SearchFacet> FACETS = Map.of(
            "organisation", SearchFacet.ORGANISATION,
            "purpose", SearchFacet.PURPOSE,
            "capability", SearchFacet.CAPABILITY,
            "outcome", SearchFacet.VERDICT,
            "rule", SearchFacet.RULE,
            "sandbox", SearchFacet.SANDBOX);
    /** Message keys for unknown words of filters that are chosen from a list. */
    private static final Map<String, String> UNKNOWN =
            Map.of("capability", "list", "outcome", "outcome", "sandbox", "sandbox");

    private static final int LONGEST = 128;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/@+-]*");
    private static final String BEFORE = "before";
    /** Filter names in the order of the form. */
    private static final List<String> NAMES =
            List.of("from", "until", "organisation", "purpose", "capability", "outcome", "rule", "sandbox", BEFORE);

    /**
     * Parses the query parameters.
     *
     * @param words the known words; a synonym is replaced by its word, and an unknown word is a problem
     */
    static ListFilters of(PageLanguage speech, SearchWords words, Map<String, List<String>> asked) {
        var values = new LinkedHashMap<String, String>();
        var problems = new LinkedHashMap<String, String>();
        var reading = new Reading(speech, words, values, problems);
        NAMES.forEach(name -> reading.readFilter(name, asked.getOrDefault(name, List.of())));
        asked.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(unknown -> problems.put("address", unknown(speech, unknown)));
        if (problems.isEmpty() && backwards(values.get("from"), values.get("until"))) {
            problems.put("until", speech.fill("problem.backwards", label(speech, "until"), label(speech, "from")));
        }
        boolean meant = values.entrySet().stream()
                .anyMatch(one -> !asked.getOrDefault(one.getKey(), List.of(one.getValue()))
                        .getFirst()
                        .strip()
                        .equals(one.getValue()));
        var blanks = meant
                || asked.values().stream().anyMatch(given -> given.stream().anyMatch(String::isBlank));
        return new ListFilters(speech, values, problems, blanks);
    }

    /** Parser state: reads one filter after the other. */
    private record Reading(
            PageLanguage speech, SearchWords words, Map<String, String> values, Map<String, String> problems) {
        void readFilter(String name, List<String> given) {
            var value = given.isEmpty() ? "" : given.getFirst().strip();
            if (!value.isEmpty()) {
                values.put(name, DisplayText.forPage(value.length() > LONGEST ? value.substring(0, LONGEST) : value));
            }
            var problem = given.size() > 1 ? "twice" : problem(name, value);
            var facet = FACETS.get(name);
            if (problem != null) {
                problems.put(name, speech.fill("problem." + problem, label(speech, name), LONGEST));
            } else if (!value.isEmpty() && facet != null) {
                word(name, words.resolve(facet, value));
            }
        }

        private void word(String name, SearchWords.Found found) {
            if (found.code() != null) {
                values.put(name, found.code());
                return;
            }
            var near = found.nearest();
            var key = "problem." + UNKNOWN.getOrDefault(name, "word");
            var said = speech.fill(key, label(speech, name), DisplayText.forPage(found.typed()));
            problems.put(
                    name, near == null ? said : said + ' ' + speech.fill("problem.near", DisplayText.forPage(near)));
        }
    }

    private static String label(PageLanguage speech, String name) {
        return speech.say("filter." + name);
    }

    private static String unknown(PageLanguage speech, String name) {
        var shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return speech.fill("problem.unknown", DisplayText.forPage(shown));
    }

    private static boolean backwards(@Nullable String from, @Nullable String until) {
        return from != null && until != null && day(from).isAfter(day(until));
    }

    private static @Nullable String problem(String name, String value) {
        if (value.isEmpty()) {
            return null;
        }
        if (value.length() > LONGEST) {
            return "long";
        }
        return switch (name) {
            case "from", "until" -> isDay(value) ? null : "day";
            case BEFORE -> value.matches("[0-9]{1,18}") ? null : "number";
            default -> WORD.matcher(value).matches() ? null : "letters";
        };
    }

    private static boolean isDay(String value) {
        try {
            var year = day(value).getYear();
            return year >= 1970 && year <= 9998;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static LocalDate day(String value) {
        return LocalDate.parse(value);
    }

    /** The query for one record more than a page, to know whether another page follows. */
    RecordQuery query() {
        var before = values.get(BEFORE);
        return RecordQuery.matchAll(PAGE + 1)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withPeriod(start("from", 0), start("until", 1))
                .withFacet(SearchFacet.ORGANISATION, values.get("organisation"))
                .withFacet(SearchFacet.PURPOSE, values.get("purpose"))
                .withFacet(SearchFacet.CAPABILITY, values.get("capability"))
                .withFacet(SearchFacet.VERDICT, values.get("outcome"))
                .withFacet(SearchFacet.RULE, values.get("rule"))
                .withFacet(SearchFacet.SANDBOX, values.get("sandbox"))
                .beforeIndex(before == null ? null : Long.valueOf(before) - 1);
    }

    private @Nullable Instant start(String name, int daysLater) {
        var value = values.get(name);
        return value == null
                ? null
                : day(value).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    public @Nullable String problem(String name) {
        return problems.get(name);
    }

    public boolean paged() {
        return values.containsKey(BEFORE);
    }

    /** The active filters, each with the address that removes it. */
    public List<Chip> chips() {
        var chips = new ArrayList<Chip>();
        values.forEach((name, value) -> {
            if (!name.equals(BEFORE)) {
                chips.add(new Chip(label(speech, name), describeValue(name, value), without(name)));
            }
        });
        return chips;
    }

    private String describeValue(String name, String value) {
        return switch (name) {
            case "capability", "purpose" -> speech.title(name, value);
            case "outcome" -> speech.say(value.equals("permit") ? "permitted" : "refused");
            case "sandbox" -> speech.say("filter.sandbox." + value);
            default -> value;
        };
    }

    /** The address of this list, without blank parameters. */
    public String address() {
        return address(values);
    }

    public String newest() {
        return without(BEFORE);
    }

    public String older(long before) {
        var next = new LinkedHashMap<>(values);
        next.put(BEFORE, Long.toString(before));
        return address(next);
    }

    /** The address without one filter. Returns to the first page, because a page position belongs to its filters. */
    private String without(String name) {
        var rest = new LinkedHashMap<>(values);
        rest.remove(name);
        rest.remove(BEFORE);
        return address(rest);
    }

    private static String address(Map<String, String> values) {
        return values.isEmpty()
                ? ConsolePage.DECISIONS.address()
                : values.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", ConsolePage.DECISIONS.address() + '?', ""));
    }

    /** The address of the list with this filter only. */
    static String only(String name, String value) {
        return address(Map.of(name, value));
    }

    /** An active filter. */
    record Chip(String name, String value, String without) {}
}
