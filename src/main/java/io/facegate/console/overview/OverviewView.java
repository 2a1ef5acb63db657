package io.facegate.console.overview;

import io.facegate.console.ConsolePage;
import io.facegate.console.LastDay;
import io.facegate.console.ListFilters;
import io.facegate.console.PageLanguage;
import io.facegate.console.PeriodLabels;
import io.facegate.console.PeriodPreset;
import io.facegate.console.UpcomingEndLink;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.overview.DecisionStatistics;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.WorkCounts;
import io.facegate.usecase.report.ReportPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** View model of the overview. */
record OverviewView(
        PageLanguage speech,
        OverviewPeriod period,
        DecisionStatistics found,
        Map<String, String> names,
        RuleDescriptions rules,
        Beside beside) {
    private static final int ENDS_SHOWN = 20;
    private static final int ENDS_MOST = 500;

    /** What is shown beside the decisions. */
    record Beside(WorkCounts waiting, UpcomingEnd.Found ending, AuditState audit, SearchIndexLag reach, Instant now) {}

    public String from() {
        return period.from().toString();
    }

    public String until() {
        return period.until().toString();
    }

    public @Nullable String problem() {
        return period.problem() == null ? null : speech.say(period.problem());
    }

    /** The days, in words. */
    public String days() {
        return speech.fill(
                "overview.days", Histogram.day(speech, period.from()), Histogram.day(speech, period.until()));
    }

    /** Periods that are often asked for. */
    public List<PeriodPreset> presets() {
        return period.presets(
                speech, ConsolePage.OVERVIEW.address() + '?', LocalDate.ofInstant(beside.now, ZoneOffset.UTC));
    }

    /** The page that crosses organisations and rules, for the same days. */
    public String refusals() {
        return CountsQuery.address(CountsQuery.REFUSALS, period, null);
    }

    /** The reports of the last quarter and of this one, each with its days. */
    public List<PeriodPreset> reports() {
        return List.of(
                report("last", ReportPeriod.lastQuarter(beside.now)),
                report("this", ReportPeriod.thisQuarter(beside.now)));
    }

    private PeriodPreset report(String which, ReportPeriod quarter) {
        return new PeriodPreset(
                speech.fill("overview.report." + which, PeriodLabels.days(speech, quarter, beside.now)),
                ConsolePage.REPORTS.address() + "?from=" + quarter.first() + "&until=" + quarter.last(),
                false);
    }

    public Histogram histogram() {
        return Histogram.of(speech, found, period.step());
    }

    public boolean weekly() {
        return period.step() > 1;
    }

    public List<OverviewBreakdown> breakdowns() {
        return DecisionStatistics.FIELDS.stream()
                .map(field -> new OverviewBreakdown(speech, period, field, found, names, rules, null))
                .toList();
    }

    public boolean empty() {
        return found.total().all() == 0;
    }

    public String all() {
        return Numbers.format(speech, found.total().all());
    }

    public String permitted() {
        return Numbers.format(speech, found.total().permitted());
    }

    public String refused() {
        return Numbers.format(speech, found.total().refused());
    }

    public String faults() {
        return Numbers.format(speech, found.total().faults());
    }

    public String sandbox() {
        return Numbers.format(speech, found.sandbox());
    }

    public boolean someSandbox() {
        return found.sandbox() > 0;
    }

    /** The list of the period, with that outcome. */
    public String address(String outcome) {
        return ListFilters.with(PeriodFilters.filters(period.from(), period.until(), outcome));
    }

    public String sandboxAddress() {
        var filters = PeriodFilters.filters(period.from(), period.until(), "");
        filters.put("sandbox", "yes");
        return ListFilters.with(filters);
    }

    /** What waits for people, by the names and in the order of the page Work: a number that may be unknown. */
    public List<Waiting> waiting() {
        var waiting = beside.waiting;
        return List.of(
                waiting("stops", waiting.stops()),
                waiting("reviews", waiting.reviews()),
                waiting("proposals", waiting.proposals()),
                waiting("authorisations", waiting.authorisations()),
                waiting("appeals", waiting.appeals()));
    }

    private Waiting waiting(String what, @Nullable Long number) {
        return new Waiting(
                speech.say("work." + what),
                number == null ? speech.say("overview.unknown") : Numbers.format(speech, number),
                number == null || number > 0,
                ConsolePage.WORK.address() + '#' + what);
    }

    /** Something that waits; {@code pending} if somebody must look. The address is that of its part of the page Work. */
    record Waiting(String name, String number, boolean pending, String address) {}

    public boolean ending() {
        return !beside.ending.ends().isEmpty();
    }

    /** What ends soon. */
    public List<Ending> ends() {
        return ending(0, ENDS_SHOWN);
    }

    /** The others that end soon. */
    public List<Ending> laterEnds() {
        return ending(ENDS_SHOWN, ENDS_MOST);
    }

    private List<Ending> ending(int first, int most) {
        return beside.ending.ends().stream()
                .skip(first)
                .limit(most)
                .map(end -> new Ending(speech, end, names, beside.now))
                .toList();
    }

    /** How many more end soon, or an empty text. */
    public String moreEnds() {
        int more = beside.ending.ends().size() - ENDS_SHOWN;
        return more > 0 ? speech.fill("overview.more", more) : "";
    }

    /** How many end soon that this page does not show, or an empty text. */
    public String restEnds() {
        int rest = beside.ending.ends().size() - ENDS_SHOWN - ENDS_MOST;
        return rest > 0 ? speech.fill("overview.ends.rest", rest) : "";
    }

    /** The kinds of which it is not known what ends, or an empty text. */
    public String unknownEnds() {
        var unknown = beside.ending.unknown();
        return unknown.isEmpty()
                ? ""
                : speech.fill(
                        "overview.ends.unknown",
                        unknown.stream()
                                .map(kind -> speech.say("overview.ends." + kind.code()))
                                .collect(Collectors.joining(", ")));
    }

    /** Something that ends soon. */
    record Ending(PageLanguage speech, UpcomingEnd end, Map<String, String> names, Instant now) {
        public String kind() {
            return speech.say("overview.ends." + end.kind().code());
        }

        public String name() {
            return DisplayText.forPage(end.name());
        }

        public String owner() {
            var name = end.kind().isPersonal() ? end.owner() : names.getOrDefault(end.owner(), end.owner());
            return DisplayText.forPage(name);
        }

        /** The last day on which it counts. */
        public String day() {
            return LastDay.before(end.at()).words(speech);
        }

        public String left() {
            if (!now.isBefore(end.at())) {
                return speech.say("overview.ends.over");
            }
            long days = LastDay.before(end.at()).left(now);
            return days == 0 ? speech.say("overview.ends.today") : speech.fill("overview.ends.left", days);
        }

        public String address() {
            return UpcomingEndLink.of(end);
        }
    }

    public LogState log() {
        return new LogState(speech, beside.audit, beside.reach, beside.now);
    }

    /** Records that no number counts since they do not verify, or an empty text. */
    public String unverified() {
        return found.unverified() == 0 ? "" : speech.fill("overview.unverified", found.unverified());
    }
}
