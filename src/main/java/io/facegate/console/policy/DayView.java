package io.facegate.console.policy;

import io.facegate.policy.language.Effect;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.proof.change.ChangeReason.Kind;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * View model of one day of the calendar.
 *
 * @param when which day it is
 * @param packTitles titles of packs, by id
 * @param changes what is decided differently from this day on
 * @param causes ids of all rules that change a decision in the stretch of time that was computed
 * @param waiting why the changes are not known, or null
 */
record DayView(
        PolicySpeech speech,
        When when,
        List<DatedEntries.Entry> entries,
        Map<String, String> packTitles,
        List<ChangeView> changes,
        Set<String> causes,
        @Nullable String waiting) {
    /** A day of the calendar, and today. */
    record When(LocalDate day, LocalDate today) {
        /** What leads a link to a page of policies to them as they were known on the day; empty if it is not past. */
        String query() {
            return day.isBefore(today) ? "?on=" + day : "";
        }
    }

    public String title() {
        return speech.day(when.day);
    }

    public String address() {
        return PolicySpeech.calendarAddress(when.day);
    }

    public boolean empty() {
        return entries.isEmpty() && changes.isEmpty();
    }

    /** What begins and ends, in one sentence for each; then what becomes possible and impossible. */
    public List<String> summary() {
        var said = new ArrayList<String>();
        for (var kind : Kind.values()) {
            long count = entries.stream().filter(one -> one.kind() == kind).count();
            if (count > 0) {
                said.add(speech.count("calendar.count." + word(kind), count));
            }
        }
        return said;
    }

    public String counts() {
        return ProgressWords.counts(speech, changes);
    }

    /** What becomes possible and what impossible, in one sentence. */
    public String answer() {
        return speech.page()
                .fill(
                        "calendar.answer",
                        title(),
                        of("refused").size(),
                        of("permitted").size());
    }

    /** The groups of calls that become impossible or possible. */
    public List<ChangeView> turned() {
        return Stream.concat(of("refused").stream(), of("permitted").stream()).toList();
    }

    private List<ChangeView> of(String kind) {
        return changes.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    /** What else changes for calls, by number; empty if nothing does. */
    public String others() {
        return ProgressWords.others(speech, changes);
    }

    /** Why the numbers of rules, groups and places differ, as far as they do. */
    public List<String> notes() {
        long refusing = entries.stream()
                .filter(one -> one.kind() == Kind.BEGINS && one.rule().effect() == Effect.REFUSE)
                .count();
        long idle = entries.stream().filter(this::isIdle).count();
        var said = new ArrayList<String>();
        if (idle > 0) {
            said.add(speech.page().fill("calendar.refusing", refusing, idle));
        } else if (refusing > 0 && refusing != of("refused").size()) {
            said.add(speech.count("calendar.refusing.groups", refusing));
        }
        var places = new PlaceDifferences(speech, when.day);
        said.add(places.difference(entries));
        said.add(places.unknown(changes));
        said.removeIf(String::isEmpty);
        return said;
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The rules that begin or end, pack by pack. */
    public List<PackEntries> packs() {
        var byPack = new LinkedHashMap<String, List<EntryView>>();
        for (var entry : entries) {
            byPack.computeIfAbsent(entry.rule().pack(), any -> new ArrayList<>())
                    .add(EntryView.of(speech, entry, when.query(), isIdle(entry)));
        }
        return byPack.entrySet().stream()
                .map(one -> new PackEntries(
                        packTitles.getOrDefault(one.getKey(), one.getKey()),
                        PolicySpeech.packAddress(one.getKey()) + when.query(),
                        one.getValue()))
                .toList();
    }

    /** True if it was computed that a rule which begins refuses nothing that was permitted before. */
    private boolean isIdle(DatedEntries.Entry entry) {
        var rule = entry.rule();
        return waiting == null
                && entry.kind() == Kind.BEGINS
                && rule.effect() == Effect.REFUSE
                && rule.mode() == RuleMode.ENFORCE
                && rule.validity().versions().stream().noneMatch(one -> one.status() == LegalStatus.DISPUTED)
                && !causes.contains(rule.id());
    }

    /** The dated rules of a pack. */
    record PackEntries(String title, String address, List<EntryView> entries) {}

    /**
     * What happens to a rule.
     *
     * @param address the page of the rule, on the same day if it is past
     * @param idle whether it was computed that this changes nothing
     */
    record EntryView(String verb, RuleView rule, String address, String when, boolean idle) {
        static EntryView of(PolicySpeech speech, DatedEntries.Entry entry, String query, boolean idle) {
            var rule = entry.rule();
            var validity = rule.validity();
            boolean reviewed = entry.kind() == Kind.ENDS && validity.review();
            var plain = entry.when().toLocalTime().equals(LocalTime.MIDNIGHT) && !entry.dated();
            return new EntryView(
                    speech.page()
                            .fill(
                                    "calendar.verb." + word(entry.kind()) + (reviewed ? ".review" : ""),
                                    PolicySpeech.shown(entry.by())),
                    RuleView.of(speech, rule, entry.when().toInstant(ZoneOffset.UTC)),
                    PolicySpeech.ruleAddress(rule.id()) + query,
                    plain
                            ? ""
                            : speech.date(
                                    entry.when(), entry.dated() && validity.local(), entry.dated() ? validity : null),
                    idle);
        }
    }
}
