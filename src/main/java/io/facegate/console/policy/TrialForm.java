package io.facegate.console.policy;

import io.facegate.call.Capability;
import io.facegate.console.ConsolePage;
import io.facegate.console.PageLanguage;
import io.facegate.identity.Organisation;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PlaceNames;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * View model of the form that describes a call to try.
 *
 * @param query what the address says
 * @param registered organisations of the registry to choose from
 */
record TrialForm(PolicySpeech speech, TrialQuery query, PolicySet policySet, List<Organisation> registered) {
    /** An option of a selection; {@code below} indents it under another. */
    record Option(String code, String words, boolean below, boolean selected) {}

    /** A selection of a fact. */
    record FactField(String name, String title, List<Option> options) {}

    /** A field for a number or a day. */
    record NumberField(String name, String title, String hint, String value, boolean wrong) {}

    private PageLanguage page() {
        return speech.page();
    }

    public String value(String name) {
        return query.shown(name);
    }

    public @Nullable String problem(String name) {
        return query.problems().get(name);
    }

    public List<String> problems() {
        return List.copyOf(query.problems().values());
    }

    public String start() {
        return ConsolePage.TRY.address();
    }

    public List<Option> types() {
        return options(
                WordTitles.ORGANISATION,
                WordList.ORGANISATIONS.words(),
                query.all("type")::contains,
                code -> WordList.ORGANISATIONS.lineage(code).size() > 1);
    }

    public List<Option> behalf() {
        return options(
                WordTitles.ORGANISATION,
                WordList.ORGANISATIONS.words(),
                query.all("behalf")::contains,
                code -> WordList.ORGANISATIONS.lineage(code).size() > 1);
    }

    public List<Option> purposes() {
        return options(WordTitles.PURPOSE, WordList.PURPOSES.words(), query.all("purpose")::contains, any -> false);
    }

    public List<Option> providers() {
        var chosen = query.provider();
        return options(WordTitles.PROVIDER, WordList.PROVIDERS.words(), chosen::equals, any -> false);
    }

    public List<Option> capabilities() {
        return capabilities(0);
    }

    /** A second capability, for calls that have two. */
    public List<Option> moreCapabilities() {
        return capabilities(1);
    }

    private List<Option> capabilities(int at) {
        var chosen = query.all("capability");
        var one = at < chosen.size() ? chosen.get(at) : "";
        return Arrays.stream(Capability.values())
                .map(capability -> new Option(
                        capability.code(),
                        page().title(WordTitles.CAPABILITY, capability.code()),
                        capability.parent() != null,
                        capability.code().equals(one)))
                .toList();
    }

    private List<Option> options(String kind, List<String> words, Predicate<String> selected, Predicate<String> below) {
        return words.stream()
                .map(code -> new Option(code, page().title(kind, code), below.test(code), selected.test(code)))
                .toList();
    }

    /** The places that the policies name. */
    public List<Option> places() {
        var places = new TreeSet<String>();
        policySet.packs().forEach(pack -> places.addAll(PackView.places(pack)));
        var names = PlaceNames.forLanguage(page().language());
        return places.stream()
                .map(code -> new Option(code, names.name(code), false, false))
                .sorted(Comparator.comparing(Option::words, speech.order()))
                .toList();
    }

    public List<Option> organisations() {
        return registered.stream()
                .map(one -> new Option(one.id(), PolicySpeech.shown(one.name()), false, false))
                .toList();
    }

    /** Types of evidence, by name. */
    public List<Option> evidence() {
        var words = Attribute.EVIDENCE.words();
        var known = words == null ? List.<String>of() : words.words();
        Set<String> chosen = Set.copyOf(query.all("evidence"));
        return known.stream()
                .filter(code -> !WordList.isUnscoped(code))
                .map(code -> new Option(code, page().title(WordTitles.EVIDENCE, code), false, chosen.contains(code)))
                .sorted(Comparator.comparing(Option::words, speech.order()))
                .toList();
    }

    public int evidenceCount() {
        return query.all("evidence").size();
    }

    /** True if something is said beyond the first fields, so that the others are shown. */
    public boolean detailed() {
        return TrialQuery.MORE.stream().anyMatch(name -> !query.all(name).isEmpty())
                || query.all("capability").size() > 1;
    }

    public List<FactField> facts() {
        return TrialQuery.FACTS.stream()
                .map(attribute -> new FactField(attribute.word(), page().title(attribute), facts(attribute)))
                .toList();
    }

    private List<Option> facts(Attribute attribute) {
        var words = attribute.words();
        return words == null
                ? List.of()
                : options(attribute.word(), words.words(), query.all(attribute.word())::contains, any -> false);
    }

    public List<NumberField> numbers() {
        return TrialQuery.NUMBERS.keySet().stream()
                .map(name -> new NumberField(
                        name,
                        page().say("trial." + name),
                        page().say("trial." + name + ".hint"),
                        query.shown(name),
                        query.problems().containsKey(name)))
                .toList();
    }
}
