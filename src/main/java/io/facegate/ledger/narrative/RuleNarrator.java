package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.facegate.call.ObligationType;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.narrative.NarratedRule.Part;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.PlaceNames;
import io.facegate.policy.vocabulary.WordTitles;
import java.text.Collator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Describes rules of policies, what they ask and what changes, in one language. */
public final class RuleNarrator {
    private static final String BUNDLE = "io.facegate.ledger.narrative.narrative";
    private static final int LISTED = 4;
    private static final String ABSENT = "absent";
    private static final double THOUSAND = 1000;
    /** The attributes that a rule's sentence names by itself; all others follow as conditions. */
    private static final Set<Attribute> NAMED = EnumSet.of(
            Attribute.CAPABILITY,
            Attribute.PROVIDER,
            Attribute.ORGANISATION,
            Attribute.PURPOSE,
            Attribute.JURISDICTION);

    private static final Pattern MORE = Pattern.compile("(.+) and (\\d{1,6}) more");
    private static final Pattern STRETCH = Pattern.compile("(?:from (\\S+))? ?(?:until (\\S+))?");

    private final MessageBundle phrases;
    private final WordTitles titles;
    private final ConditionNarrator conditions;
    private final ObligationSentences obligations;
    private final ValueFormat values;

    public RuleNarrator(Language language) {
        this.phrases = new MessageBundle(BUNDLE, language);
        this.titles = WordTitles.forLanguage(language);
        this.conditions = new ConditionNarrator(phrases, titles, PlaceNames.forLanguage(language)::name);
        this.values = new ValueFormat(phrases);
        this.obligations = new ObligationSentences(phrases, titles, values::format);
    }

    /** The whole rule. */
    public NarratedRule narrate(Rule rule) {
        var match = rule.match();
        return new NarratedRule(
                sentence(rule),
                parts(match),
                Stream.concat(match.any().stream(), match.all().stream().flatMap(all -> all.any().stream()))
                        .map(conditions::describe)
                        .toList(),
                rule.unless().stream().map(conditions::describe).toList(),
                rule.when() == null ? null : rule.when().text(),
                describe(rule.obligations()));
    }

    private List<Part> parts(MatchCondition match) {
        var parts = new ArrayList<Part>();
        match.words().forEach((attribute, words) -> parts.add(part(attribute, words)));
        match.ranges()
                .forEach((attribute, range) -> parts.add(new Part(
                        attribute.word(), titles.title(attribute), List.of(conditions.value(attribute, range)))));
        match.all().stream().filter(all -> all.any().isEmpty()).forEach(all -> parts.addAll(parts(all)));
        return parts;
    }

    private Part part(Attribute attribute, Set<String> words) {
        return new Part(attribute.word(), titles.title(attribute), named(attribute, words));
    }

    private List<String> named(Attribute attribute, Set<String> words) {
        return words.stream()
                .map(word -> conditions.value(attribute, word))
                .sorted(Collator.getInstance(phrases.language().locale()))
                .toList();
    }

    /** The rule in one sentence. */
    public String sentence(Rule rule) {
        var match = rule.match();
        var said = new StringBuilder(phrases.text("rule." + rule.effect().word()));
        said.append(match.words(Attribute.CAPABILITY).isEmpty() ? phrases.text("rule.every") : "");
        add(said, "rule.capability", match, Attribute.CAPABILITY);
        add(said, "rule.purpose", match, Attribute.PURPOSE);
        add(said, "rule.provider", match, Attribute.PROVIDER);
        add(said, "rule.organisation", match, Attribute.ORGANISATION);
        add(said, "rule.jurisdiction", match, Attribute.JURISDICTION);
        var further = further(match);
        said.append(further.isEmpty() ? "" : phrases.format("rule.further", phrases.list(further)));
        said.append(match.any().size() + match.all().size() > 0 ? phrases.text("rule.alternatives") : "");
        said.append('.');
        if (!rule.unless().isEmpty()) {
            said.append(phrases.format("rule.exceptions", rule.unless().size()));
        }
        return said.toString();
    }

    private void add(StringBuilder said, String key, MatchCondition match, Attribute attribute) {
        var words = match.words(attribute);
        if (!words.isEmpty()) {
            said.append(phrases.format(key, shortened(named(attribute, words))));
        }
    }

    private List<String> further(MatchCondition match) {
        var further = new ArrayList<String>();
        for (var part : parts(match)) {
            var attribute = Attribute.fromWord(part.attribute());
            if (attribute == null
                    || !NAMED.contains(attribute)
                    || !match.words().containsKey(attribute)) {
                further.add(phrases.format(
                        "part", titles.titleInSentence("attribute", part.attribute()), shortened(part.values())));
            }
        }
        return further;
    }

    private String shortened(List<String> all) {
        var between = all.stream().anyMatch(value -> value.contains(", ")) ? phrases.text("list") : ", ";
        int last = all.size() - 1;
        if (last > LISTED) {
            return phrases.format("rule.more", String.join(between, all.subList(0, LISTED)), all.size() - LISTED);
        }
        return last < 1
                ? String.join("", all)
                : String.join(between, all.subList(0, last)) + phrases.text("or") + all.get(last);
    }

    /** What obligations ask. */
    public List<String> describe(Obligations asked) {
        return asked.kinds().stream()
                .flatMap(kind -> describe(kind, asked).stream())
                .toList();
    }

    private List<String> describe(Kind kind, Obligations asked) {
        var value = asked.get(kind);
        var words = Obligations.words(value);
        return describe(kind, words.isEmpty() ? List.of(String.valueOf(value)) : words);
    }

    private List<String> describe(Kind kind, List<String> said) {
        if (kind == Kind.AUTHORISATION) {
            return List.of(phrases.format("obligation.authorisation_within", values.format(said.getFirst())));
        }
        return obligations.obligation(kind, recorded(kind.type(), said));
    }

    /** A value as records hold it. */
    private static JsonNode recorded(ObligationType type, List<String> said) {
        var nodes = JsonNodeFactory.instance;
        var first = said.getFirst();
        return switch (type) {
            case SHARE -> nodes.numberNode(Math.round(Double.parseDouble(first) * THOUSAND));
            case RESULTS, PEOPLE -> nodes.numberNode(Integer.parseInt(first));
            case FLAG -> nodes.booleanNode(true);
            case CAPABILITIES, NOTICES, DUTIES -> {
                var array = nodes.arrayNode();
                said.forEach(array::add);
                yield array;
            }
            case LENGTH, PERIOD -> nodes.textNode(first);
        };
    }

    /** What a demand of a proof asks, such as {@code records kept at least P3Y}. */
    public String describeDemand(String demand) {
        for (var kind : Kind.values()) {
            if (demand.startsWith(kind.demand())) {
                var rest = demand.substring(kind.demand().length());
                return phrases.list(describe(kind, List.of(rest)));
            }
        }
        return demand;
    }

    /** A change of one attribute, as a counterfactual names it. */
    public String describeChange(String attribute, String to) {
        return conditions.change(attribute, to);
    }

    /** A value in the words of the language. */
    public String describeValue(Attribute attribute, String value) {
        return conditions.value(attribute, value);
    }

    /**
     * The values of an attribute as an analysis names them: words, several words at once, {@code absent}, {@code not X},
     * ranges, or stretches of time.
     */
    public Part describeValues(String word, List<String> labels) {
        if (word.equals("time")) {
            return new Part(
                    word,
                    phrases.text("change.now"),
                    labels.stream().map(this::stretch).toList());
        }
        var attribute = Attribute.fromWord(word);
        return attribute == null
                ? new Part(word, word, labels)
                : new Part(
                        word,
                        titles.title(attribute),
                        Stream.of(
                                        labels.stream()
                                                .filter(label -> !label.equals(ABSENT))
                                                .filter(label -> !isRest(label, labels))
                                                .flatMap(label -> label(attribute, label)),
                                        unnamed(labels),
                                        labels.stream()
                                                .filter(label -> label.equals(ABSENT))
                                                .flatMap(label -> label(attribute, label)))
                                .flatMap(names -> names)
                                .distinct()
                                .toList());
    }

    /** True for the rest of a place whose name is a label itself. */
    private static boolean isRest(String label, List<String> labels) {
        return label.endsWith("/elsewhere") && labels.contains(label.substring(0, label.indexOf('/')));
    }

    /** How many values the labels count without a name, told once, after those that have one. */
    private Stream<String> unnamed(List<String> labels) {
        int more = labels.stream()
                .map(MORE::matcher)
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(2)))
                .sum();
        return more == 0 ? Stream.of() : Stream.of(phrases.format("values.more", more));
    }

    private Stream<String> label(Attribute attribute, String label) {
        if (label.startsWith("not ")) {
            return label(attribute, label.substring("not ".length())).map(name -> phrases.format("to.without", name));
        }
        var more = MORE.matcher(label);
        var words = List.of((more.matches() ? more.group(1) : label).split(", ", -1));
        return words.stream().filter(one -> !isRest(one, words)).map(one -> conditions.value(attribute, one));
    }

    private String stretch(String label) {
        var found = STRETCH.matcher(label);
        if (label.isEmpty() || !found.matches()) {
            return phrases.text("stretch.always");
        }
        var from = found.group(1);
        var until = found.group(2);
        if (from != null && until != null) {
            return phrases.format("stretch.both", values.format(from), values.format(until));
        }
        return from != null
                ? phrases.format("stretch.from", values.format(from))
                : phrases.format("stretch.until", values.format(String.valueOf(until)));
    }
}
