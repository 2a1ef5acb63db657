package io.facegate.console.policy;

import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PlaceNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** View model of a pack at a moment. */
record PackView(PolicySpeech speech, PolicyPack pack, PolicyTestResultsView tests, Instant now) {
    public String id() {
        return pack.id();
    }

    public String address() {
        return PolicySpeech.packAddress(pack.id());
    }

    public String title() {
        return PolicySpeech.shown(pack.title());
    }

    public String binds() {
        return PolicySpeech.shown(pack.binds());
    }

    public int size() {
        return pack.rules().size();
    }

    public List<RuleView> rules() {
        return pack.rules().stream().map(rule -> RuleView.of(speech, rule, now)).toList();
    }

    /** What its rules do: decide, only warn, or are only on trial. */
    public String mode() {
        if (all(rule -> status(rule) == LegalStatus.NEVER_ENACTED)) {
            return speech.say("policy.status.never_enacted");
        }
        if (isLater()) {
            var first = pack.rules().stream()
                    .min(Comparator.comparingLong(this::begin))
                    .orElseThrow();
            return speech.page()
                    .fill(
                            "policy.later",
                            speech.day(first.validity().written(begin(first)).toLocalDate()));
        }
        boolean over = all(rule -> RuleView.phase(rule, now) == RuleView.Phase.ENDED);
        return speech.say(over ? "policy.over" : "policy.mode." + pack.mode().word());
    }

    private boolean all(Predicate<Rule> concerned) {
        return !pack.rules().isEmpty() && pack.rules().stream().allMatch(concerned);
    }

    private boolean isLater() {
        return all(rule -> RuleView.phase(rule, now) == RuleView.Phase.LATER);
    }

    private long begin(Rule rule) {
        return rule.validity().versionKnownAt(now.toEpochMilli()).from();
    }

    private LegalStatus status(Rule rule) {
        return rule.validity().versionKnownAt(now.toEpochMilli()).status();
    }

    /** What an officer must know before relying on the pack. */
    public List<String> flags() {
        var flags = new ArrayList<String>();
        if (!isLater()) {
            addPhase(flags, RuleView.Phase.LATER, "policy.count.later");
        }
        addPhase(flags, RuleView.Phase.ENDED, "policy.count.ended");
        addMode(flags, RuleMode.WARN);
        addMode(flags, RuleMode.SHADOW);
        addStatus(flags, LegalStatus.DISPUTED);
        if (!all(rule -> status(rule) == LegalStatus.NEVER_ENACTED)) {
            addStatus(flags, LegalStatus.NEVER_ENACTED);
        }
        add(flags, "policy.count.unsure", RuleView::isUnsure);
        return flags;
    }

    private void addPhase(List<String> flags, RuleView.Phase phase, String key) {
        add(flags, key, rule -> RuleView.phase(rule, now) == phase);
    }

    private void addMode(List<String> flags, RuleMode mode) {
        add(flags, "policy.count." + mode.word(), rule -> rule.mode() == mode);
    }

    private void addStatus(List<String> flags, LegalStatus status) {
        add(flags, "policy.count." + status.word(), rule -> status(rule) == status);
    }

    private void add(List<String> flags, String key, Predicate<Rule> concerned) {
        long count = pack.rules().stream().filter(concerned).count();
        if (count > 0) {
            flags.add(speech.count(key, count));
        }
    }

    /** When its sources were checked first and last; empty if it names none. */
    public String checked() {
        var days = pack.rules().stream()
                .map(rule -> rule.ruleText().citation())
                .filter(Objects::nonNull)
                .map(citation -> citation.checked())
                .sorted()
                .toList();
        if (days.isEmpty()) {
            return "";
        }
        var first = speech.shortDay(days.getFirst());
        var last = speech.shortDay(days.getLast());
        return first.equals(last) ? first : speech.page().fill("policies.days", first, last);
    }

    /** Its sources, each once. */
    public List<RuleView.SourceView> sources() {
        return pack.rules().stream()
                .map(rule -> rule.ruleText().citation())
                .filter(Objects::nonNull)
                .distinct()
                .map(citation -> new RuleView.SourceView(speech, citation))
                .toList();
    }

    /** Codes of the places that its rules name. */
    static Set<String> places(PolicyPack pack) {
        var places = new TreeSet<String>();
        pack.rules().forEach(rule -> addPlaces(places, rule.match()));
        return places;
    }

    /** The places that a rule names. */
    static Set<String> places(Rule rule) {
        var places = new TreeSet<String>();
        addPlaces(places, rule.match());
        return places;
    }

    private static void addPlaces(Set<String> places, MatchCondition match) {
        places.addAll(match.words(Attribute.JURISDICTION));
        match.any().forEach(one -> addPlaces(places, one));
        match.all().forEach(one -> addPlaces(places, one));
    }

    /** True if one of its rules names no place. */
    public boolean holdsEverywhere() {
        return pack.rules().stream().anyMatch(rule -> places(rule).isEmpty());
    }

    /** The names of the places that its rules name. */
    public List<String> placeNames() {
        var names = PlaceNames.forLanguage(speech.page().language());
        return places(pack).stream().map(names::name).sorted(speech.order()).toList();
    }
}
