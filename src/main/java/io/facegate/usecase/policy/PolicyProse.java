package io.facegate.usecase.policy;

import io.facegate.call.Obligations;
import io.facegate.ledger.narrative.NarratedRule;
import io.facegate.ledger.narrative.NarratedRule.Part;
import io.facegate.ledger.narrative.RuleNarrator;
import io.facegate.policy.explain.Counterfactual;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.change.DecisionChange;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.proof.model.ExampleCall;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.policy.NarratedChange.Example;
import io.facegate.usecase.policy.NarratedChange.Kind;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rules and changes of policies in plain language. */
public final class PolicyProse {
    private final RuleNarrator narrator;
    private final Collator names;

    public PolicyProse(Language language) {
        this.narrator = new RuleNarrator(language);
        this.names = Collator.getInstance(language.locale());
    }

    public NarratedRule rule(Rule rule) {
        return narrator.narrate(rule);
    }

    public String sentence(Rule rule) {
        return narrator.sentence(rule);
    }

    public List<String> obligations(Obligations asked) {
        return narrator.describe(asked);
    }

    /** The change of one attribute. */
    public String change(Counterfactual change) {
        return narrator.describeChange(change.attribute(), change.to());
    }

    /** A value of an attribute. */
    public String value(Attribute attribute, String value) {
        return narrator.describeValue(attribute, value);
    }

    /** Changes, most drastic first. Those of obligations by the same rules for the same calls are one. */
    public List<NarratedChange> changes(List<DecisionChange> changes) {
        var groups = new LinkedHashMap<List<Object>, List<DecisionChange>>();
        for (var change : changes) {
            var same = List.<Object>of(kind(change), change.rules(), change.classes(), change.values());
            groups.computeIfAbsent(same, unseen -> new ArrayList<>()).add(change);
        }
        return groups.values().stream()
                .map(this::narrate)
                .sorted((one, other) -> one.kind().compareTo(other.kind()))
                .toList();
    }

    private NarratedChange narrate(List<DecisionChange> group) {
        var first = group.getFirst();
        var where = new ArrayList<Part>();
        first.values().forEach((word, labels) -> where.add(inOrder(narrator.describeValues(word, labels))));
        return new NarratedChange(
                kind(first),
                group.stream()
                        .map(DecisionChange::demand)
                        .filter(demand -> !demand.isEmpty())
                        .map(narrator::describeDemand)
                        .distinct()
                        .toList(),
                first.rules(),
                first.classes(),
                where,
                example(first.examples()),
                group.stream().allMatch(change -> change.settled() && change.isConfirmed()));
    }

    /** Places by name; what is not known stays last. */
    private Part inOrder(Part part) {
        if (!part.attribute().equals(Attribute.JURISDICTION.word())) {
            return part;
        }
        var order =
                Comparator.<String, Boolean>comparing(unknownPlace()::equals).thenComparing(names);
        return new Part(
                part.attribute(),
                part.title(),
                part.values().stream().sorted(order).toList());
    }

    /** What a place is called that is not known. */
    public String unknownPlace() {
        return narrator.describeValues(Attribute.JURISDICTION.word(), List.of("absent"))
                .values()
                .getFirst();
    }

    private static Kind kind(DecisionChange change) {
        return Kind.valueOf(change.kind().toUpperCase(Locale.ROOT));
    }

    private @Nullable Example example(List<CheckedExample> pair) {
        if (pair.isEmpty()) {
            return null;
        }
        var call = pair.getLast().call();
        return new Example(
                call, parts(call), pair.getFirst().rule(), pair.getLast().rule());
    }

    private List<Part> parts(ExampleCall call) {
        var question = call.question();
        var parts = new ArrayList<Part>();
        add(
                parts,
                Attribute.CAPABILITY,
                question.requested().capabilities().stream()
                        .map(capability -> capability.code())
                        .sorted()
                        .toList());
        add(parts, Attribute.PURPOSE, question.purpose() == null ? List.of() : List.of(question.purpose()));
        add(parts, Attribute.ORGANISATION, List.of(question.caller().type()));
        add(
                parts,
                Attribute.ON_BEHALF_OF,
                question.principals().stream().map(one -> one.type()).toList());
        add(parts, Attribute.JURISDICTION, question.caller().jurisdictions());
        add(parts, Attribute.PROVIDER, List.of(question.requested().provider()));
        call.facts().forEach((word, text) -> {
            var attribute = Attribute.fromWord(word);
            if (attribute != null) {
                add(parts, attribute, List.of(text.split(" and ", -1)));
            }
        });
        return parts;
    }

    private void add(List<Part> parts, Attribute attribute, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(narrator.describeValues(attribute.word(), values));
        }
    }
}
