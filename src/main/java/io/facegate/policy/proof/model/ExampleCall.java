package io.facegate.policy.proof.model;

import io.facegate.call.FaceCall;
import io.facegate.call.Pictures;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.testing.TestParty;
import io.facegate.policy.testing.TestQuestion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An example call.
 *
 * @param pictures picture facts of its request
 * @param credential authentication method of the caller
 */
public record ExampleCall(TestQuestion question, Pictures pictures, String credential) {
    /** Decides the call with the engine that decides real calls. */
    public Decision decide(PolicyEngine policies) {
        return policies.decide(caller(), call(), question.now(), question.known());
    }

    /** The same call made on behalf of its caller, by an organisation that differs only in its place. */
    public ExampleCall sentFrom(List<String> here) {
        var home = question.caller().jurisdictions();
        var one = question.caller();
        return withQuestion(new TestQuestion(
                new TestParty(one.type(), one.id(), here, here, one.facts()),
                List.of(new TestParty(one.type(), one.id(), home, home, one.facts())),
                question.purpose(),
                question.requested(),
                question.context(),
                question.now(),
                question.known()));
    }

    private ExampleCall withQuestion(TestQuestion other) {
        return new ExampleCall(other, pictures, credential);
    }

    /** The same call at another time; durations of use stay the same. */
    public ExampleCall atTime(Instant now) {
        var facts = new HashMap<>(question.context().facts());
        facts.computeIfPresent(
                "started",
                (word, moments) -> moments.stream()
                        .map(moment -> Instant.parse(moment)
                                .plus(Duration.between(question.now(), now))
                                .toString())
                        .toList());
        var shifted = new TestQuestion(
                question.caller(),
                question.principals(),
                question.purpose(),
                question.requested(),
                new AttestedContext(
                        question.context().evidence(), facts, question.context().caseId()),
                now,
                now);
        return withQuestion(shifted);
    }

    /** The caller. */
    public Caller caller() {
        var asking = question.toCaller();
        return new Caller(
                asking.organisation(),
                asking.principals(),
                asking.purpose(),
                asking.places(),
                asking.context(),
                credential,
                asking.key(),
                null);
    }

    /** The call. */
    public FaceCall call() {
        var call = question.call();
        return new FaceCall(
                call.provider(), call.operation(), call.facts().picturing(pictures), call.request(), Map.of(), null);
    }

    /** The call in one sentence. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add(caller(question.caller().type(), question.caller().id()) + " asks "
                + question.requested().capabilities().stream()
                        .map(capability -> capability.code())
                        .sorted()
                        .collect(Collectors.joining(", "))
                + " of " + question.requested().provider());
        question.principals().forEach(one -> parts.add("on behalf of " + principal(one)));
        parts.add(question.purpose() == null ? "for no purpose" : "for " + question.purpose());
        parts.add(places("in", question.caller().jurisdictions()));
        parts.add(
                question.caller().established().isEmpty()
                        ? ""
                        : places("established in", question.caller().established()));
        facts().forEach((word, values) -> parts.add(word + " " + values));
        parts.add("at " + question.now());
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String caller(String type, String id) {
        return type + (id.startsWith("somebody") ? "" : " (" + id + ')');
    }

    private String principal(TestParty one) {
        var parts = new ArrayList<String>();
        if (one.established().isEmpty() && !question.caller().jurisdictions().isEmpty()) {
            parts.add("whose place is not known");
        }
        new TreeMap<>(one.facts()).forEach((word, values) -> parts.add("with " + word + ' ' + values));
        return caller(one.type(), one.id()) + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ')');
    }

    private static String places(String word, List<String> places) {
        return places.isEmpty() ? word + " no known place" : word + ' ' + String.join(" and ", places);
    }

    /** Other facts of the call, by attribute. */
    public Map<String, String> facts() {
        var facts = new TreeMap<String, String>();
        var context = question.context();
        question.caller().facts().forEach((word, values) -> facts.put(word, String.join(" and ", values)));
        context.facts().forEach((word, values) -> facts.put(word, String.join(" and ", values)));
        if (!context.evidence().isEmpty()) {
            facts.put("evidence", String.join(" and ", new TreeSet<>(context.evidence())));
        }
        if (!question.requested().name().startsWith("Unnamed")) {
            facts.put("operation", question.requested().name());
        }
        if (question.requested().threshold() != null) {
            facts.put("threshold", question.requested().threshold().toString());
        }
        if (!question.requested().references().isEmpty()) {
            facts.put(
                    "reference",
                    question.requested().references().stream()
                            .map(one -> one.name().toLowerCase(java.util.Locale.ROOT))
                            .sorted()
                            .collect(Collectors.joining(" and ")));
        }
        facts.putAll(request());
        return facts;
    }

    private Map<String, String> request() {
        var facts = new TreeMap<String, String>();
        if (pictures.isSome()) {
            facts.put(
                    "pictures",
                    pictures.count().getAsInt() + " of " + pictures.bytes().orElse(0) + " bytes and "
                            + pictures.pixels().orElse(0) + " pixels");
        }
        if (!credential.equals("sigv4")) {
            facts.put("credential", credential);
        }
        return facts;
    }
}
