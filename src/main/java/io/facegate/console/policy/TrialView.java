package io.facegate.console.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.Decision;
import io.facegate.policy.explain.Counterfactual;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PlaceNames;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.policy.CallTrials.Trial;
import io.facegate.usecase.policy.SupposedCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * View model of a trial.
 *
 * @param trial what would happen; null if nothing was tried
 * @param policies those by which it was tried
 * @param rules all their rules, by id
 */
record TrialView(PolicySpeech speech, @Nullable Trial trial, PoliciesForTrial policies, Map<String, Rule> rules) {
    TrialView(PolicySpeech speech, @Nullable Trial trial, PoliciesForTrial policies) {
        this(speech, trial, policies, ChangeView.rules(policies.set()));
    }

    private static final int SHOWN = 6;

    /** True if a call was tried. */
    public boolean tried() {
        return trial != null;
    }

    private Trial tried(@Nullable Trial one) {
        if (one == null) {
            throw new IllegalStateException("nothing was tried");
        }
        return one;
    }

    private Decision decision() {
        return tried(trial).judged().decision();
    }

    public boolean permitted() {
        return decision() instanceof Decision.Permit;
    }

    public String verdict() {
        return speech.say(permitted() ? "trial.permit" : "trial.refuse");
    }

    /** Why it would be refused, in a few words; empty if it would be permitted. */
    public String code() {
        return decision() instanceof Decision.Refuse refuse
                ? speech.page().title(WordTitles.CODE, refuse.refusal().code())
                : "";
    }

    public String when() {
        return policies.sentence(speech, moment());
    }

    /** True if the policies of the day that was asked for could not be used. */
    public boolean otherDay() {
        return policies.isFallback();
    }

    /** What the address of a rule has behind it. */
    public String on() {
        return policies.query(moment());
    }

    private Instant moment() {
        return tried(trial).judged().call().now();
    }

    /** The call in the words of the form. */
    public List<FactRow> facts() {
        var call = tried(trial).judged().call();
        var caller = call.caller();
        var able = call.call().facts().effectiveCapabilities();
        var purpose = caller.purpose() == null ? List.<String>of() : List.of(caller.purpose());
        var names = PlaceNames.forLanguage(speech.page().language());
        var places = caller.places().stream().map(names::name).map(PolicySpeech::shown);
        var rows = new ArrayList<FactRow>();
        add(rows, Attribute.CAPABILITY, titles(WordTitles.CAPABILITY, codes(able)));
        add(rows, Attribute.PURPOSE, titles(WordTitles.PURPOSE, purpose));
        addParty(rows, caller);
        add(rows, Attribute.JURISDICTION, places.toList());
        addAnswerer(rows, call.call());
        return rows;
    }

    private void addAnswerer(List<FactRow> rows, FaceCall call) {
        var provider = speech.page().title(WordTitles.PROVIDER, call.provider());
        var account = call.account();
        if (account == null) {
            add(rows, Attribute.PROVIDER, List.of(provider));
            return;
        }
        var names = PlaceNames.forLanguage(speech.page().language());
        add(rows, Attribute.PROVIDER, List.of(speech.page().fill("trial.account", provider, account.name())));
        add(
                rows,
                Attribute.PROCESSED_IN,
                account.processedIn().stream()
                        .map(names::name)
                        .map(PolicySpeech::shown)
                        .toList());
    }

    private static List<String> codes(Collection<Capability> capabilities) {
        return capabilities.stream().map(Capability::code).toList();
    }

    private void addParty(List<FactRow> rows, Caller caller) {
        var organisation = caller.organisation();
        add(rows, Attribute.ORGANISATION, titles(WordTitles.ORGANISATION, List.of(organisation.type())));
        if (!organisation.id().equals(SupposedCall.NOBODY)) {
            add(
                    rows,
                    Attribute.ORGANISATION_ID,
                    List.of(PolicySpeech.shown(organisation.name() + " (" + organisation.id() + ')')));
        }
        if (!caller.principals().isEmpty()) {
            var types = caller.principals().stream().map(Organisation::type).toList();
            add(rows, Attribute.ON_BEHALF_OF, titles(WordTitles.ORGANISATION, types));
        }
    }

    private List<String> titles(String kind, List<String> words) {
        return words.stream().map(word -> speech.page().title(kind, word)).toList();
    }

    private void add(List<FactRow> rows, Attribute attribute, List<String> values) {
        var said = values.isEmpty() ? List.of(speech.say("trial.unsaid")) : values;
        rows.add(new FactRow(speech.page().title(attribute), said));
    }

    /** A fact of the call. */
    record FactRow(String title, List<String> values) {}

    /** Why, in one or two sentences. */
    public String why() {
        return PolicySpeech.shown(tried(trial).judged().narrative().why());
    }

    /** The rule that decides; null for a built-in one. */
    public @Nullable RuleView rule() {
        var rule = tried(trial).rule();
        return rule == null
                ? null
                : RuleView.of(speech, rule, tried(trial).judged().call().now());
    }

    /** What the call would have to meet. */
    public List<String> obligations() {
        return decision() instanceof Decision.Permit permit
                ? speech.prose().obligations(permit.obligations()).stream()
                        .map(PolicySpeech::shown)
                        .toList()
                : List.of();
    }

    /** What was not said and would have mattered. */
    public List<String> unknown() {
        return tried(trial).unknown().stream()
                .map(attribute -> speech.page().title(attribute))
                .toList();
    }

    /** What a caller would be told to change, step by step. */
    public List<String> nearest() {
        var steps = new ArrayList<String>();
        for (var step = tried(trial).nearest(); step != null; step = step.and()) {
            steps.add(nearest(step));
        }
        return steps;
    }

    private String nearest(NearestChange step) {
        var names = step.names().stream()
                .map(name -> switch (step.kind()) {
                    case LEAVE_OUT_ATTRIBUTES -> speech.page().title(WordTitles.CAPABILITY, name);
                    case REGISTER_EVIDENCE -> speech.page().title(WordTitles.EVIDENCE, name);
                    case REGISTER_FACT -> {
                        var attribute = Attribute.fromFact(name);
                        yield attribute == null ? name : speech.page().title(attribute);
                    }
                    default -> name;
                })
                .map(PolicySpeech::shown)
                .collect(Collectors.joining(speech.say("semicolon")));
        return speech.page().fill("trial.nearest." + step.kind().code(), names);
    }

    /** Single changes that would reverse the decision, by attribute. */
    public List<ChangeGroup> changes() {
        var groups = new LinkedHashMap<String, List<Counterfactual>>();
        tried(trial)
                .changes()
                .forEach(change -> groups.computeIfAbsent(change.attribute(), any -> new ArrayList<>())
                        .add(change));
        return groups.values().stream().map(this::group).toList();
    }

    private ChangeGroup group(List<Counterfactual> changes) {
        var rows = changes.stream()
                .map(change -> new ChangeRow(PolicySpeech.shown(speech.prose().change(change)), link(change.rule())))
                .toList();
        int cut = Math.min(SHOWN, rows.size());
        return new ChangeGroup(rows.subList(0, cut), rows.subList(cut, rows.size()));
    }

    private ChangeView.RuleLink link(String id) {
        return ChangeView.RuleLink.of(speech, id, rules.get(id));
    }

    /** Changes of one attribute: the first few, and the rest. */
    record ChangeGroup(List<ChangeRow> changes, List<ChangeRow> rest) {
        public int more() {
            return rest.size();
        }
    }

    /** A change, and the rule that would then decide. */
    record ChangeRow(String change, ChangeView.RuleLink rule) {}

    /** The other rules that apply. */
    public List<RuleView> matched() {
        var now = tried(trial).judged().call().now();
        return tried(trial).matched().stream()
                .filter(rule -> !rule.id().equals(decision().rule()))
                .map(rule -> RuleView.of(speech, rule, now))
                .toList();
    }

    /** Rules that concern the call and decide nothing, with the reason. */
    public List<NotedView> noted() {
        var noted = decision().nonDeciding();
        var all = new ArrayList<NotedView>();
        add(all, "excepted", noted.excepted());
        add(all, "overridden", noted.overridden());
        add(all, "warned", noted.warned());
        add(all, "shadow", noted.shadow());
        return all;
    }

    private void add(List<NotedView> all, String kind, List<String> ids) {
        if (!ids.isEmpty()) {
            all.add(new NotedView(
                    speech.say("trial.noted." + kind),
                    ids.stream().map(this::link).toList()));
        }
    }

    /** Rules that decide nothing, for one reason. */
    record NotedView(String title, List<ChangeView.RuleLink> rules) {}
}
