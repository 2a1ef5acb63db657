package io.facegate.console.overview;

import io.facegate.console.ListFilters;
import io.facegate.console.PageLanguage;
import io.facegate.console.PeriodPreset;
import io.facegate.console.RuleAddress;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.overview.RefusedOrganisations;
import io.facegate.usecase.overview.RefusedOrganisations.Row;
import io.facegate.usecase.overview.RefusedOrganisations.RuleCount;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * View model of a page of counts: all values of a field, or the organisations that were refused, each with the rules.
 *
 * @param values the values of the field that is asked for, or null
 * @param refusals who was refused, or null
 * @param names the registered name of each organisation by its id
 * @param words the words of rules
 */
record CountsView(
        PageLanguage speech,
        CountsQuery query,
        @Nullable OverviewBreakdown values,
        @Nullable RefusedOrganisations refusals,
        Map<String, String> names,
        RuleDescriptions words,
        LocalDate today) {
    /** Rows of one page. */
    static final int PAGE = 100;
    /** Organisations of one page of refusals. */
    static final int ORGANISATIONS = 10;

    private static final int RULES = 20;

    public String title() {
        return values == null ? speech.say("counts.refusals") : values.title();
    }

    /** What is counted: the days, and the organisation if there is one. */
    public String days() {
        var said = speech.fill(
                "overview.days",
                Histogram.day(speech, query.period().from()),
                Histogram.day(speech, query.period().until()));
        var organisation = query.organisation();
        return organisation == null ? said : said + speech.fill("counts.of", named(organisation));
    }

    public String from() {
        return query.period().from().toString();
    }

    public String until() {
        return query.period().until().toString();
    }

    public String by() {
        return query.by();
    }

    public @Nullable String organisation() {
        return query.organisation();
    }

    public @Nullable String problem() {
        var problem = query.period().problem();
        return problem == null ? null : speech.say(problem);
    }

    public List<PeriodPreset> presets() {
        return query.period().presets(speech, query.forPeriod(), today);
    }

    /** The overview of the same days. */
    public String overview() {
        return "/console?" + query.period().query();
    }

    /** The totals of each rule on the same days; null if something else than refusals is counted. */
    public @Nullable String byRule() {
        return refusals == null || query.organisation() != null
                ? null
                : "/console/counts?by=rule&" + query.period().query();
    }

    public boolean empty() {
        return values == null ? refusals == null || refusals.rows().isEmpty() : rows().isEmpty();
    }

    public List<OverviewBreakdown.Row> rows() {
        return values == null ? List.of() : values.rows(query.start(), PAGE);
    }

    /** The organisations that were refused. */
    public List<Refused> refused() {
        return refusals == null
                ? List.of()
                : refusals.rows().stream().map(row -> new Refused(this, row)).toList();
    }

    /** How many rows there are on all pages. */
    private int size() {
        return refusals == null ? values == null ? 0 : values.size() : refusals.organisations();
    }

    private int page() {
        return refusals == null ? PAGE : ORGANISATIONS;
    }

    /** How many calls were refused, and why the rows can add up to more; empty if something else is counted. */
    public String total() {
        if (refusals == null) {
            return "";
        }
        var calls = speech.fill("counts.total", refusals.refused());
        if (refusals.organisations() > refusals.rows().size() || refusals.partial()) {
            return calls + ' ' + speech.say("counts.total.several");
        }
        long sum = refusals.rows().stream().mapToLong(Row::refused).sum();
        return sum > refusals.refused() ? calls + ' ' + speech.fill("counts.total.more", sum) : calls;
    }

    /** Which rows are shown, of how many; empty if that is all. */
    public String shown() {
        if (size() <= page()) {
            return "";
        }
        int last = Math.min(size(), query.start() + page());
        return speech.fill("counts.shown", query.start() + 1, last) + speech.fill("counts.shown.of", size());
    }

    public @Nullable String before() {
        return query.start() == 0 ? null : query.from(Math.max(0, query.start() - page()));
    }

    public @Nullable String after() {
        return query.start() + page() < size() ? query.from(query.start() + page()) : null;
    }

    /** True if there are more than could be counted. */
    public boolean partial() {
        return refusals == null ? values != null && values.isPartial() : refusals.partial();
    }

    private String named(String organisation) {
        return DisplayText.forPage(names.getOrDefault(organisation, organisation));
    }

    private String list(String organisation, @Nullable String rule) {
        var filters =
                PeriodFilters.filters(query.period().from(), query.period().until(), "refuse");
        filters.put("organisation", organisation);
        if (rule != null) {
            filters.put("rule", rule);
        }
        return ListFilters.with(filters);
    }

    /** An organisation that was refused. */
    record Refused(CountsView of, Row row) {
        public String name() {
            return of.named(row.organisation());
        }

        /** The id, if the name is another; else an empty text. */
        public String code() {
            var code = DisplayText.forPage(row.organisation());
            return code.equals(name()) ? "" : code;
        }

        public String number() {
            return Numbers.format(of.speech, row.refused());
        }

        public String address() {
            return of.list(row.organisation(), null);
        }

        public List<ByRule> rules() {
            return row.rules().stream()
                    .limit(RULES)
                    .map(one -> new ByRule(this, one))
                    .toList();
        }

        /** The page with all rules, if they are not all shown. */
        public @Nullable String more() {
            return row.rules().size() > RULES
                    ? CountsQuery.address("rule", of.query.period(), row.organisation())
                    : null;
        }

        public String moreNumber() {
            return of.speech.fill("overview.more", row.rules().size() - RULES);
        }
    }

    /** How often one rule refused calls of an organisation. */
    record ByRule(Refused of, RuleCount count) {
        /** The rule's page; empty if there is none. */
        public String rule() {
            return RuleAddress.of(of.of.speech, count.rule());
        }

        /** The rule's name, split where a line may break. */
        public List<String> parts() {
            return List.of(DisplayText.forPage(count.rule()).split("(?<=[_/.-])"));
        }

        /** What the rule is about; empty if that is not known. */
        public String says() {
            return of.of.words.of(count.rule());
        }

        public String number() {
            return Numbers.format(of.of.speech, count.refused());
        }

        public String address() {
            return of.of.list(of.row.organisation(), count.rule());
        }
    }
}
