package io.facegate.console.policy;

import io.facegate.console.ConsolePage;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.change.ChangeReason;
import io.facegate.policy.proof.change.ChangeReason.Kind;
import io.facegate.policy.proof.change.DecisionChange;
import io.facegate.policy.proof.change.PolicyTimeline;
import io.facegate.policy.proof.change.PolicyTimeline.Moment;
import io.facegate.usecase.policy.Progress;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * View model of the calendar.
 *
 * @param asked what is shown
 * @param progress the analysis of the stretch of time that is shown
 * @param problem what is wrong with the address; null if nothing is
 */
record CalendarView(
        PolicySpeech speech,
        PolicySet policySet,
        Asked asked,
        Progress<PolicyTimeline> progress,
        @Nullable String problem) {
    /**
     * Which part of the calendar: a day, a year, or from today on.
     *
     * @param today the day in UTC
     */
    record Asked(
            LocalDate today,
            @Nullable LocalDate on,
            @Nullable Integer year) {
        boolean includes(LocalDate day) {
            return on != null ? day.equals(on) : year != null ? day.getYear() == year : !day.isBefore(today);
        }
    }

    public String on() {
        return asked.on == null ? "" : asked.on.toString();
    }

    public @Nullable Integer year() {
        return asked.year;
    }

    public String digest() {
        return policySet.digest();
    }

    public @Nullable String waiting() {
        return ProgressWords.waiting(speech, progress);
    }

    public boolean running() {
        return progress instanceof Progress.Running<PolicyTimeline>;
    }

    private NavigableMap<LocalDate, List<DatedEntries.Entry>> dated() {
        return new TreeMap<>(DatedEntries.of(policySet));
    }

    /** The day that is asked about, whether or not anything happens on it; null if none is. */
    public @Nullable DayView day() {
        var on = asked.on;
        return on == null
                ? null
                : dayView(on, dated().getOrDefault(on, List.of()), changes().getOrDefault(on, List.of()));
    }

    private DayView dayView(LocalDate day, List<DatedEntries.Entry> entries, List<DecisionChange> changes) {
        var titles = policySet.packs().stream()
                .collect(Collectors.toMap(PolicyPack::id, pack -> PolicySpeech.shown(pack.title())));
        var shown = ChangeView.of(speech, changes, ChangeView.rules(policySet));
        return new DayView(speech, new DayView.When(day, asked.today), entries, titles, shown, causes(), waiting());
    }

    private Set<String> causes() {
        return changes().values().stream()
                .flatMap(List::stream)
                .flatMap(change -> change.rules().stream())
                .collect(Collectors.toSet());
    }

    /** The decisions that change, by the day that the rules write. */
    private Map<LocalDate, List<DecisionChange>> changes() {
        if (!(progress instanceof Progress.Done<PolicyTimeline>(var timeline))) {
            return Map.of();
        }
        var byDay = new TreeMap<LocalDate, List<DecisionChange>>();
        timeline.moments()
                .forEach(moment -> byDay.computeIfAbsent(day(moment), any -> new ArrayList<>())
                        .addAll(moment.changes()));
        return byDay;
    }

    private static LocalDate day(Moment moment) {
        return moment.reasons().stream()
                .filter(reason -> reason.kind() == Kind.BEGINS || reason.kind() == Kind.ENDS)
                .map(ChangeReason::when)
                .map(when -> when.toLocalDate())
                .min(LocalDate::compareTo)
                .orElseGet(() -> moment.first().atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** The days on which something happens, by month. */
    public List<MonthView> months() {
        var entries = dated();
        var changes = changes();
        var days = new TreeSet<>(entries.keySet());
        days.addAll(changes.keySet());
        var months = new LinkedHashMap<YearMonth, List<DayView>>();
        for (var day : days) {
            if (asked.includes(day)) {
                months.computeIfAbsent(YearMonth.from(day), any -> new ArrayList<>())
                        .add(dayView(day, entries.getOrDefault(day, List.of()), changes.getOrDefault(day, List.of())));
            }
        }
        return months.entrySet().stream()
                .map(month -> new MonthView(
                        speech.page()
                                .time(
                                        "calendar.month",
                                        month.getKey()
                                                .atDay(1)
                                                .atStartOfDay(ZoneOffset.UTC)
                                                .toInstant()),
                        month.getValue()))
                .toList();
    }

    /** The days of a month on which something happens. */
    record MonthView(String title, List<DayView> days) {}

    /** The nearest day before the one asked about on which a rule begins or ends; null if there is none. */
    public @Nullable DayLink before() {
        var on = asked.on;
        return on == null ? null : link(dated().lowerKey(on));
    }

    /** The nearest one after it. */
    public @Nullable DayLink after() {
        var on = asked.on;
        return on == null ? null : link(dated().higherKey(on));
    }

    private @Nullable DayLink link(@Nullable LocalDate day) {
        return day == null ? null : new DayLink(speech.day(day), PolicySpeech.calendarAddress(day), false);
    }

    /** A day or a year, with its address. */
    record DayLink(String title, String address, boolean current) {}

    /** The years in which a rule began or ended, newest first, up to now. */
    public List<DayLink> years() {
        return dated().keySet().stream()
                .map(LocalDate::getYear)
                .filter(one -> one <= asked.today.getYear())
                .distinct()
                .sorted((one, other) -> Integer.compare(other, one))
                .map(one -> new DayLink(
                        Integer.toString(one), ConsolePage.CALENDAR.address() + "?year=" + one, one.equals(asked.year)))
                .toList();
    }

    /** Rules that would end with an event that has no date. */
    public List<RuleView> conditional() {
        return rules(rule -> rule.validity().condition() != null);
    }

    /** Rules of which it is disputed whether they bind. */
    public List<RuleView> disputed() {
        long now = asked.today.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return rules(rule -> {
            var version = rule.validity().versionKnownAt(now);
            return version.status() == LegalStatus.DISPUTED && version.until() > now;
        });
    }

    private List<RuleView> rules(Predicate<Rule> shown) {
        var now = asked.today.atStartOfDay(ZoneOffset.UTC).toInstant();
        return policySet.rules().stream()
                .filter(shown)
                .map(rule -> RuleView.of(speech, rule, now))
                .toList();
    }
}
