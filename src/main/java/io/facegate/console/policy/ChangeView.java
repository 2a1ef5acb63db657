package io.facegate.console.policy;

import io.facegate.console.ConsolePage;
import io.facegate.ledger.narrative.NarratedRule.Part;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.change.DecisionChange;
import io.facegate.policy.testing.TestQuestion;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.usecase.policy.NarratedChange;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * View model of calls that are decided differently.
 *
 * @param common the parts of its heading that every group of the same kind has, which therefore come last
 */
record ChangeView(PolicySpeech speech, NarratedChange change, Map<String, Rule> rules, Set<String> common) {
    private static final int SHOWN = 60;
    private static final List<Attribute> BRIEF = List.of(
            Attribute.CAPABILITY,
            Attribute.ORGANISATION,
            Attribute.PURPOSE,
            Attribute.JURISDICTION,
            Attribute.EVIDENCE);
    /** Of whom more or less is asked; the other parts stand below the heading. */
    private static final List<Attribute> BRIEF_OF_DEMANDS = List.of(Attribute.ORGANISATION, Attribute.CAPABILITY);

    /** What every kind of call has: a change tells it wherever it matters. */
    private static final Set<String> CALL = Stream.of(
                    Attribute.CAPABILITY,
                    Attribute.ORGANISATION,
                    Attribute.ON_BEHALF_OF,
                    Attribute.JURISDICTION,
                    Attribute.PURPOSE,
                    Attribute.PROVIDER)
            .map(Attribute::word)
            .collect(Collectors.toUnmodifiableSet());

    static List<ChangeView> of(PolicySpeech speech, List<DecisionChange> changes, Map<String, Rule> rules) {
        var plain = speech.prose().changes(changes).stream()
                .map(change -> new ChangeView(speech, change, rules, Set.of()))
                .toList();
        return plain.stream()
                .map(one -> new ChangeView(
                        speech,
                        one.change,
                        rules,
                        common(plain.stream()
                                .filter(other -> other.kind().equals(one.kind()))
                                .toList())))
                .toList();
    }

    /** What the headings of all these groups have; nothing of a group alone. */
    private static Set<String> common(List<ChangeView> group) {
        if (group.size() < 2) {
            return Set.of();
        }
        var shared = new HashSet<>(group.getFirst().parts());
        group.forEach(one -> shared.retainAll(one.parts()));
        return Set.copyOf(shared);
    }

    /** The rules of sets by id; of two with the same id the last. */
    static Map<String, Rule> rules(PolicySet... sets) {
        return Stream.of(sets)
                .flatMap(set -> set.rules().stream())
                .collect(Collectors.toMap(Rule::id, Function.identity(), (one, other) -> other));
    }

    public String kind() {
        return change.kind().name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return speech.say("change." + kind());
    }

    public List<String> demands() {
        return change.demands().stream().map(PolicySpeech::shown).toList();
    }

    public List<RuleLink> causes() {
        return change.rules().stream()
                .map(id -> RuleLink.of(speech, id, rules.get(id)))
                .toList();
    }

    /** What the rule that refuses the calls says; empty unless it becomes impossible. */
    public String text() {
        return refusing()
                .flatMap(rule -> Stream.ofNullable(rule.ruleText().text()))
                .findFirst()
                .map(PolicySpeech::shown)
                .orElse("");
    }

    private Stream<Rule> refusing() {
        return kind().equals("refused")
                ? change.rules().stream()
                        .flatMap(id -> Stream.ofNullable(rules.get(id)))
                        .filter(rule -> rule.effect() == Effect.REFUSE)
                : Stream.of();
    }

    /** When the rules that refuse the calls do not apply to them; empty unless it becomes impossible. */
    public List<String> exceptions() {
        return refusing()
                .flatMap(rule -> speech.prose().rule(rule).exceptions().stream())
                .distinct()
                .map(PolicySpeech::shown)
                .toList();
    }

    /** How many kinds of calls, in words. */
    public String kinds() {
        return speech.page()
                .fill(
                        change.kinds().bitLength() < 2 ? "change.kinds.one" : "change.kinds",
                        NumberFormat.getIntegerInstance(speech.page().language().locale())
                                .format(change.kinds()));
    }

    public List<WhereView> where() {
        return Stream.concat(change.where().stream(), asked().stream())
                .map(WhereView::of)
                .toList();
    }

    /** What the only rule that causes it asks about such a call, beyond what tells the calls apart. */
    private List<Part> asked() {
        var rule = change.rules().size() == 1 ? rules.get(change.rules().getFirst()) : null;
        if (rule == null || !change.demands().isEmpty()) {
            return List.of();
        }
        var told = change.where().stream().map(Part::attribute).collect(Collectors.toSet());
        return speech.prose().rule(rule).parts().stream()
                .filter(part -> !told.contains(part.attribute()) && !CALL.contains(part.attribute()))
                .toList();
    }

    /**
     * What it is about, in a line: what is asked, or the capabilities, who is concerned, and what is missing. It begins
     * with what tells it from the other groups.
     */
    public String brief() {
        var parts = Stream.concat(
                parts().stream().filter(part -> !common.contains(part)),
                parts().stream().filter(common::contains));
        return PolicySpeech.shown(parts.collect(Collectors.joining(" · ")));
    }

    private List<String> parts() {
        var said = new ArrayList<String>();
        if (!change.demands().isEmpty()) {
            said.add(String.join(speech.say("semicolon"), demands()));
        }
        for (var attribute : change.demands().isEmpty() ? BRIEF : BRIEF_OF_DEMANDS) {
            change.where().stream()
                    .filter(part -> part.attribute().equals(attribute.word()))
                    .forEach(part -> said.add(speech.brief(shortList(part, attribute), attribute)));
        }
        asked().forEach(part ->
                said.add(part.title() + speech.say("colon") + String.join(speech.say("semicolon"), part.values())));
        return said;
    }

    /** A line counts countries only, as the sentences of rules do, unless no country is known at all. */
    private List<String> shortList(Part part, Attribute attribute) {
        if (attribute != Attribute.JURISDICTION) {
            return part.values();
        }
        var vague = PlaceDifferences.vague(speech);
        var countries =
                part.values().stream().filter(place -> !vague.contains(place)).toList();
        return countries.isEmpty() ? part.values() : countries;
    }

    /** The names of its places. */
    List<String> places() {
        return change.where().stream()
                .filter(part -> part.attribute().equals(Attribute.JURISDICTION.word()))
                .flatMap(part -> part.values().stream())
                .toList();
    }

    public boolean certain() {
        return change.certain();
    }

    public @Nullable ExampleView example() {
        var example = change.example();
        return example == null ? null : new ExampleView(speech, example, rules);
    }

    /** A rule, with what it says. */
    record RuleLink(String id, @Nullable String address, String text) {
        static RuleLink of(PolicySpeech speech, String id, @Nullable Rule rule) {
            var shown = PolicySpeech.shown(id);
            return rule == null
                    ? new RuleLink(shown, null, "")
                    : new RuleLink(
                            shown,
                            PolicySpeech.ruleAddress(rule.id()),
                            PolicySpeech.shown(speech.prose().sentence(rule)));
        }
    }

    /** The values of an attribute: the first few, and the others. */
    record WhereView(String title, List<String> first, List<String> rest) {
        static WhereView of(Part part) {
            var all = part.values().stream().map(PolicySpeech::shown).toList();
            int cut = all.size() <= SHOWN + 1 ? all.size() : SHOWN;
            return new WhereView(PolicySpeech.shown(part.title()), all.subList(0, cut), all.subList(cut, all.size()));
        }

        public int more() {
            return rest.size();
        }
    }

    /** An affected call. */
    record ExampleView(PolicySpeech speech, NarratedChange.Example example, Map<String, Rule> rules) {
        public List<WhereView> parts() {
            return example.parts().stream().map(WhereView::of).toList();
        }

        public RuleLink before() {
            return RuleLink.of(speech, example.before(), rules.get(example.before()));
        }

        public RuleLink after() {
            return RuleLink.of(speech, example.after(), rules.get(example.after()));
        }

        /** The address that tries it. */
        public String tryIt() {
            var question = example.call().question();
            var said = new ArrayList<String>();
            question.requested().capabilities().stream()
                    .map(capability -> capability.code())
                    .sorted()
                    .forEach(code -> said.add("capability=" + PolicySpeech.encode(code)));
            said.add("type=" + PolicySpeech.encode(question.caller().type()));
            question.principals().forEach(one -> said.add("behalf=" + PolicySpeech.encode(one.type())));
            if (question.purpose() != null) {
                said.add("purpose=" + PolicySpeech.encode(question.purpose()));
            }
            question.caller().jurisdictions().stream()
                    .limit(1)
                    .forEach(place -> said.add("place=" + PolicySpeech.encode(place)));
            said.add("provider=" + PolicySpeech.encode(question.requested().provider()));
            said.addAll(facts(question));
            question.context().evidence().stream()
                    .sorted()
                    .forEach(type -> said.add("evidence=" + PolicySpeech.encode(type)));
            said.add("on=" + question.now().atZone(ZoneOffset.UTC).toLocalDate());
            return ConsolePage.TRY.address() + '?' + String.join("&", said);
        }

        /** What is known of the call beside its evidence, as the form has it. */
        private static List<String> facts(TestQuestion question) {
            var known = new HashMap<>(question.caller().facts());
            known.putAll(question.context().facts());
            var said = new ArrayList<String>();
            TrialQuery.FACTS.forEach(one -> known.getOrDefault(one.fact(), List.of()).stream()
                    .limit(1)
                    .forEach(value -> said.add(one.word() + '=' + PolicySpeech.encode(value))));
            known.getOrDefault(Attribute.USE_AGE.fact(), List.of()).stream()
                    .limit(1)
                    .forEach(began -> said.add("hours="
                            + Duration.between(Instant.parse(began), question.now())
                                    .toHours()));
            return said;
        }
    }
}
