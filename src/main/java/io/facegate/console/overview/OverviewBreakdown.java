package io.facegate.console.overview;

import io.facegate.console.ListFilters;
import io.facegate.console.PageLanguage;
import io.facegate.console.RuleAddress;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.overview.DecisionStatistics;
import io.facegate.usecase.overview.DecisionStatistics.Tally;
import io.facegate.usecase.overview.DecisionStatistics.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent values of a field, with the numbers of their decisions.
 *
 * @param names the registered name of each organisation by its id
 * @param rules the words of rules
 * @param organisation the organisation whose calls were counted, or null for all
 */
record OverviewBreakdown(
        PageLanguage speech,
        OverviewPeriod period,
        SearchFacet field,
        DecisionStatistics found,
        Map<String, String> names,
        RuleDescriptions rules,
        @Nullable String organisation) {
    private static final int SHOWN = 10;
    /** What the filter of purposes takes for calls without one. */
    private static final String NO_PURPOSE = "none";

    /** The names of the filters of the list. */
    private static final Map<SearchFacet, String> FILTERS = Map.of(
            SearchFacet.RULE, "rule",
            SearchFacet.ORGANISATION, "organisation",
            SearchFacet.PURPOSE, "purpose",
            SearchFacet.CAPABILITY, "capability",
            SearchFacet.PROVIDER, "vendor");

    private List<Value> values() {
        return found.by().getOrDefault(field, List.of());
    }

    public String key() {
        return field.name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return speech.say("overview.by." + key());
    }

    public String column() {
        return speech.say("filter." + filter());
    }

    private String filter() {
        return FILTERS.getOrDefault(field, key());
    }

    public boolean empty() {
        return values().isEmpty();
    }

    public List<Row> rows() {
        return rows(0, SHOWN);
    }

    List<Row> rows(int start, int most) {
        return values().stream()
                .skip(start)
                .limit(most)
                .map(value -> new Row(this, value))
                .toList();
    }

    int size() {
        return values().size();
    }

    /** The calls that have no value of the field: of a purpose only, since each call has one at most; null if there are none. */
    public @Nullable Rest rest() {
        if (field != SearchFacet.PURPOSE || isPartial()) {
            return null;
        }
        var tally = new Tally(
                found.total().permitted() - sum(Tally::permitted),
                found.total().refused() - sum(Tally::refused),
                found.total().faults() - sum(Tally::faults));
        boolean counted = tally.permitted() >= 0 && tally.refused() >= 0 && tally.faults() >= 0;
        return counted && tally.all() > 0 ? new Rest(this, tally) : null;
    }

    private long sum(ToLongFunction<Tally> number) {
        return values().stream().map(Value::tally).mapToLong(number).sum();
    }

    private String address(String outcome, String value) {
        var filters = PeriodFilters.filters(period.from(), period.until(), outcome);
        if (organisation != null) {
            filters.put("organisation", organisation);
        }
        filters.put(filter(), value);
        return ListFilters.with(filters);
    }

    /** The calls without a value. */
    record Rest(OverviewBreakdown of, Tally tally) {
        public String words() {
            return of.speech.say("filter.purpose.none");
        }

        public List<Cell> cells() {
            return of.cells(tally, NO_PURPOSE);
        }

        public String address(String outcome) {
            return of.address(outcome, NO_PURPOSE);
        }
    }

    private List<Cell> cells(Tally tally, String value) {
        return List.of(
                cell("permitted", tally.permitted(), address("permit", value)),
                cell("overview.faults.short", tally.faults(), address("fault", value)),
                cell("refused", tally.refused(), address("refuse", value)));
    }

    private Cell cell(String name, long number, String address) {
        return new Cell(speech.say(name), Numbers.format(speech, number), number == 0 ? "" : address);
    }

    /** A number under its column's name, with the list that it counts; no address where it counts nothing. */
    record Cell(String name, String number, String address) {}

    /** How many values are not shown, or an empty text. */
    public String more() {
        int more = size() - SHOWN;
        return more > 0 ? speech.fill("overview.more", more) : "";
    }

    /** Why the rows can add up to more than the calls; empty if they cannot. */
    public String note() {
        return switch (field) {
            case ORGANISATION, CAPABILITY -> speech.say("overview.by." + key() + ".note");
            default -> "";
        };
    }

    /** The page with all of them. */
    public String whole() {
        return CountsQuery.address(filter(), period, organisation);
    }

    /** True if there are more values than can be counted. */
    public boolean isPartial() {
        return found.partial().contains(field);
    }

    private String words(String value) {
        return switch (field) {
            case PURPOSE -> speech.title(WordTitles.PURPOSE, value);
            case CAPABILITY -> speech.title(WordTitles.CAPABILITY, value);
            case PROVIDER -> speech.title(WordTitles.PROVIDER, value);
            case ORGANISATION -> names.getOrDefault(value, value);
            default -> value;
        };
    }

    /** One value. */
    record Row(OverviewBreakdown of, Value value) {
        public String words() {
            return DisplayText.forPage(of.words(value.value()));
        }

        /** The code, if it is not what the words say; else an empty text. */
        public String code() {
            var code = DisplayText.forPage(value.value());
            return of.field == SearchFacet.ORGANISATION && !code.equals(words()) ? code : "";
        }

        /** What a rule is about; empty for all else. */
        public String says() {
            return of.field == SearchFacet.RULE ? of.rules.of(value.value()) : "";
        }

        /** The page of a rule; empty for what is none. */
        public String rule() {
            return of.field == SearchFacet.RULE ? RuleAddress.of(of.speech, value.value()) : "";
        }

        /** The words, split where a line may break. */
        public List<String> parts() {
            return List.of(words().split("(?<=[_/.-])"));
        }

        public List<Cell> cells() {
            return of.cells(value.tally(), value.value());
        }

        public String address(String outcome) {
            return of.address(outcome, value.value());
        }
    }
}
