package io.facegate.console;

import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.record.RecordField;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Search filters parsed from a request's query: the valid values, and messages about the invalid ones.
 *
 * @param problems messages by filter; nothing is searched while there is one
 * @param today the day in UTC that a period by its name is seen from
 */
public record ListFilters(
        PageLanguage speech,
        Map<String, String> values,
        Map<String, String> problems,
        boolean blanks,
        LocalDate today) {
    static final int PAGE = 50;

    private static final int LONGEST = 128;

    /** A sentence of a letter, with an id in it. */
    private static final int PASTED = 1000;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/@+’'-]*");
    private static final Pattern TEXT = Pattern.compile("[^\\p{C}]+");
    /** An id, or at least its first eight digits. */
    private static final Pattern ID = Pattern.compile(
            "[0-9a-f]{8}(-([0-9a-f]{0,4}|[0-9a-f]{4}-([0-9a-f]{0,4}|[0-9a-f]{4}-"
                    + "([0-9a-f]{0,4}|[0-9a-f]{4}-[0-9a-f]{0,12}))))?",
            Pattern.CASE_INSENSITIVE);

    /** Where the evidence of a list is bundled. */
    static final String BUNDLE = "/console/decisions/bundle";

    /** A period by its name, whose days are those of the day on which the list is looked at. */
    static final String PERIOD = "period";

    private static final String BEFORE = "before";
    private static final String LIVE = "live";
    /** Filters that are folded away until one of them is used. */
    private static final List<String> MORE = List.of(
            ("case place vendor account code operation type exemption evidence key method matched policies status"
                            + " authorisation review appeal")
                    .split(" "));
    /** Filter names in the order of the form, and after them what is no filter. */
    private static final List<String> NAMES = Stream.of(
                    List.of(
                            "id",
                            PERIOD,
                            "from",
                            "until",
                            "organisation",
                            "purpose",
                            "capability",
                            "outcome",
                            "rule",
                            "sandbox",
                            "words"),
                    MORE,
                    List.of(LIVE, BEFORE))
            .flatMap(List::stream)
            .toList();

    /**
     * Parses the query parameters.
     *
     * @param words the known words; a synonym is replaced by its word, and an unknown word is a problem
     */
    static ListFilters of(PageLanguage speech, SearchWords words, Map<String, List<String>> asked) {
        return of(speech, words, asked, LocalDate.now(ZoneOffset.UTC));
    }

    /** Parses the query parameters, seen from a day in UTC. */
    static ListFilters of(PageLanguage speech, SearchWords words, Map<String, List<String>> asked, LocalDate today) {
        var values = new LinkedHashMap<String, String>();
        var problems = new LinkedHashMap<String, String>();
        var reading = new Reading(speech, words, values, problems);
        NAMES.forEach(name -> reading.readFilter(name, asked.getOrDefault(name, List.of())));
        asked.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(unknown -> problems.put("address", unknown(speech, unknown)));
        if (problems.isEmpty()) {
            contradiction(speech, values, problems);
        }
        boolean meant = values.entrySet().stream()
                .anyMatch(one -> !asked.getOrDefault(one.getKey(), List.of(one.getValue()))
                        .getFirst()
                        .strip()
                        .equals(one.getValue()));
        var blanks = meant
                || asked.values().stream().anyMatch(given -> given.stream().anyMatch(String::isBlank));
        return new ListFilters(speech, values, problems, blanks, today);
    }

    /** Says which two filters cannot be used together. */
    private static void contradiction(PageLanguage speech, Map<String, String> values, Map<String, String> problems) {
        if (backwards(values.get("from"), values.get("until"))) {
            problems.put("until", speech.fill("problem.backwards", label(speech, "until"), label(speech, "from")));
        }
        if (values.containsKey(PERIOD)) {
            Stream.of("from", "until")
                    .filter(values::containsKey)
                    .findFirst()
                    .ifPresent(day -> problems.put(
                            PERIOD, speech.fill("problem.both", label(speech, PERIOD), label(speech, day))));
        }
        if (values.containsKey("status") && CodedFilters.isFault("outcome", values.getOrDefault("outcome", ""))) {
            problems.put("status", speech.fill("problem.both", label(speech, "status"), label(speech, "outcome")));
        }
    }

    /** Parser state: reads one filter after the other. */
    private record Reading(
            PageLanguage speech, SearchWords words, Map<String, String> values, Map<String, String> problems) {
        void readFilter(String name, List<String> given) {
            var typed = given.isEmpty() ? "" : given.getFirst().strip();
            var value = name.equals("id") && typed.length() <= PASTED
                    ? PastedId.read(typed)
                    : CodedFilters.meant(name, typed);
            if (!value.isEmpty()) {
                values.put(name, DisplayText.forPage(value.length() > LONGEST ? value.substring(0, LONGEST) : value));
            }
            var problem = given.size() > 1 ? "twice" : problem(name, value);
            var facet = CodedFilters.facet(name);
            if (problem != null) {
                problems.put(
                        name, speech.fill("problem." + problem, label(speech, name), LONGEST, CalendarPeriod.codes()));
            } else if (!value.isEmpty() && facet != null && !CodedFilters.isComputed(name, value)) {
                word(name, words.resolve(facet, value));
            }
        }

        private void word(String name, SearchWords.Found found) {
            if (found.code() != null) {
                values.put(name, found.code());
                return;
            }
            var near = found.nearest();
            var key = "problem." + CodedFilters.unknown(name);
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
            case PERIOD -> CalendarPeriod.of(value).isPresent() ? null : "period";
            case LIVE -> value.equals("yes") ? null : "live";
            case "id" -> ID.matcher(value).matches() ? null : "id";
            // A registered name may hold any sign; what pages show of a reason or a place holds commas and quotes.
            case "case", "words", "organisation", "place", "code", "type", "exemption", "evidence" ->
                TEXT.matcher(value).matches() ? null : "text";
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
    RecordQuery query(SearchWords words) {
        var before = values.get(BEFORE);
        return all(words).beforeIndex(before == null ? null : Long.valueOf(before) - 1);
    }

    /** The query for all pages. */
    RecordQuery all(SearchWords words) {
        var query = RecordQuery.matchAll(PAGE + 1)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withPeriod(start("from", 0), start("until", 1))
                .withCommitted(RecordField.CASE, values.get("case"))
                .withTyped(values.containsKey("id") ? List.of(RecordQuery.Word.ofId(value("id"))) : List.of())
                .withTyped(values.containsKey("words") ? List.of(words.typed(value("words"))) : List.of());
        return CodedFilters.add(query, values);
    }

    private @Nullable Instant start(String name, int daysLater) {
        var value = days().get(name);
        return value == null
                ? null
                : value.plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first and the last day that are asked for, by {@code from} and {@code until}. */
    private Map<String, LocalDate> days() {
        var days = new LinkedHashMap<String, LocalDate>();
        CalendarPeriod.of(value(PERIOD)).map(period -> period.days(today)).ifPresent(named -> {
            days.put("from", named.from());
            days.put("until", named.until());
        });
        Stream.of("from", "until").filter(values::containsKey).forEach(name -> days.put(name, day(value(name))));
        return days;
    }

    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    public @Nullable String problem(String name) {
        return problems.get(name);
    }

    /** True if nothing but an id is asked for. */
    boolean isForId() {
        return values.keySet().equals(Set.of("id"));
    }

    public boolean paged() {
        return values.containsKey(BEFORE);
    }

    /** True if a decision is searched by its id alone. */
    public boolean onlyId() {
        return problems.isEmpty() && values.containsKey("id") && !paged() && chips().size() == 1;
    }

    /** The active filters, each with the address that removes it. */
    public List<Chip> chips() {
        var chips = new ArrayList<Chip>();
        values.forEach((name, value) -> {
            if (!name.equals(BEFORE) && !name.equals(LIVE)) {
                var words = name.equals(PERIOD) ? period(value) : CodedFilters.describe(speech, name, value);
                chips.add(new Chip(label(speech, name), words, without(name)));
            }
        });
        return chips;
    }

    /** A period by its name, and the days that it has today. */
    private String period(String code) {
        return CalendarPeriod.of(code)
                .map(period -> speech.fill(
                        "period.days",
                        speech.say(period.nameKey()),
                        period.days(today).from(),
                        period.days(today).until()))
                .orElse(code);
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
        next.remove(LIVE);
        next.put(BEFORE, Long.toString(before));
        return address(next);
    }

    /** The same list for the periods that have a name. */
    public List<PeriodPreset> periods() {
        return Arrays.stream(CalendarPeriod.values()).map(this::preset).toList();
    }

    private PeriodPreset preset(CalendarPeriod period) {
        var next = new LinkedHashMap<String, String>();
        next.put(PERIOD, period.code());
        next.putAll(values);
        List.of(BEFORE, "from", "until").forEach(next::remove);
        next.put(PERIOD, period.code());
        return new PeriodPreset(
                speech.say(period.nameKey()), address(next), period.code().equals(values.get(PERIOD)));
    }

    /** True if a filter is used that is folded away. */
    public boolean more() {
        return MORE.stream().anyMatch(name -> values.containsKey(name) || problems.containsKey(name));
    }

    /** True if the list refreshes by itself. */
    public boolean live() {
        return values.containsKey(LIVE) && !paged();
    }

    /** The address of the list that refreshes by itself, or of the one that does not. */
    public String otherLive() {
        var next = new LinkedHashMap<>(values);
        if (next.remove(LIVE) == null) {
            next.put(LIVE, "yes");
        }
        next.remove(BEFORE);
        return address(next);
    }

    /** True if this list may be saved in the browser: the number of a case is not for that. */
    public boolean savable() {
        return !values.containsKey("case") && !chips().isEmpty();
    }

    /** The address of a file with what is listed. */
    public String export(String format) {
        return whole(ConsolePage.DECISIONS.address() + "/export." + format);
    }

    /** The address that bundles the evidence of what is listed. */
    public String bundle() {
        return whole(BUNDLE);
    }

    /** An address with the filters, for all pages of the list. */
    private String whole(String address) {
        var whole = new LinkedHashMap<>(values);
        whole.remove(LIVE);
        whole.remove(BEFORE);
        var list = address(whole);
        int query = list.indexOf('?');
        return address + (query < 0 ? "" : list.substring(query));
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
    public static String only(String name, String value) {
        return address(Map.of(name, value));
    }

    /** The address of the list with these filters. */
    public static String with(Map<String, String> filters) {
        return address(filters);
    }

    /** An active filter. */
    public record Chip(String name, String value, String without) {}
}
