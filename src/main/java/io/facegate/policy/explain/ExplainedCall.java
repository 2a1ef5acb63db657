package io.facegate.policy.explain;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.vocabulary.Attribute;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All inputs of a decision, with methods to change one of them.
 *
 * @param known amendments that became known later are ignored
 */
public record ExplainedCall(Caller caller, FaceCall call, Instant now, Instant known) {
    /** Decides this call with the given policies. */
    public Decision decide(PolicyEngine policies) {
        return policies.decide(caller, call, now, known);
    }

    ExplainedCall atTime(Instant moment) {
        return new ExplainedCall(caller, call, moment, moment);
    }

    ExplainedCall purpose(String purpose) {
        return withCaller(caller.organisation(), caller.principals(), purpose, caller.places());
    }

    ExplainedCall places(List<String> places) {
        return withCaller(caller.organisation(), caller.principals(), caller.purpose(), places);
    }

    ExplainedCall withoutPrincipals() {
        return withCaller(caller.organisation(), List.of(), caller.purpose(), caller.places());
    }

    ExplainedCall organisation(String id, String type) {
        var one = caller.organisation();
        return withCaller(with(one, id, type, one.facts()), caller.principals(), caller.purpose(), caller.places());
    }

    ExplainedCall evidence(Set<String> types) {
        var context = new AttestedContext(
                types, caller.context().facts(), caller.context().caseId());
        return new ExplainedCall(with(context), call, now, known);
    }

    /** Replaces all attested values of an attribute by one value. */
    ExplainedCall fact(Attribute attribute, String value) {
        var name = attribute.fact();
        var facts = withoutFact(caller.context().facts(), name);
        facts.put(name, List.of(value));
        var context = new AttestedContext(
                caller.context().evidence(), facts, caller.context().caseId());
        var told = new ExplainedCall(with(context), call, now, known);
        return told.withCaller(
                withoutFact(caller.organisation(), name),
                caller.principals().stream().map(one -> withoutFact(one, name)).toList(),
                caller.purpose(),
                caller.places());
    }

    ExplainedCall capabilities(Set<Capability> capabilities) {
        return facts(capabilities, call.facts().threshold());
    }

    ExplainedCall threshold(double threshold) {
        return facts(call.facts().effectiveCapabilities(), threshold);
    }

    ExplainedCall provider(String provider) {
        return withCall(new FaceCall(
                provider, call.operation(), call.facts(), call.request(), call.params(), call.preconditionFailure()));
    }

    private ExplainedCall facts(Set<Capability> capabilities, @Nullable Double threshold) {
        var facts = call.facts();
        return withCall(new FaceCall(
                call.provider(),
                call.operation(),
                FaceCall.Facts.of(capabilities)
                        .inGallery(facts.gallery())
                        .referringTo(facts.references())
                        .withThreshold(threshold)
                        .picturing(facts.pictures()),
                call.request(),
                call.params(),
                call.preconditionFailure()));
    }

    private ExplainedCall withCall(FaceCall other) {
        return new ExplainedCall(caller, other, now, known);
    }

    private ExplainedCall withCaller(
            Organisation organisation, List<Organisation> principals, @Nullable String purpose, List<String> places) {
        return new ExplainedCall(
                new Caller(
                        organisation,
                        principals,
                        purpose,
                        places,
                        caller.context(),
                        caller.method(),
                        caller.key(),
                        caller.preconditionFailure()),
                call,
                now,
                known);
    }

    private Caller with(AttestedContext context) {
        return new Caller(
                caller.organisation(),
                caller.principals(),
                caller.purpose(),
                caller.places(),
                context,
                caller.method(),
                caller.key(),
                caller.preconditionFailure());
    }

    private static Organisation withoutFact(Organisation one, String fact) {
        return one.facts().containsKey(fact) ? with(one, one.id(), one.type(), withoutFact(one.facts(), fact)) : one;
    }

    private static Map<String, List<String>> withoutFact(Map<String, List<String>> facts, String name) {
        var fewer = new HashMap<>(facts);
        fewer.remove(name);
        return fewer;
    }

    private static Organisation with(Organisation one, String id, String type, Map<String, List<String>> facts) {
        return Organisation.builder(id, type)
                .name(one.name())
                .jurisdictions(one.jurisdictions())
                .purposeTerms(one.purposeTerms())
                .facts(facts)
                .state(one.state())
                .verification(one.verification())
                .upstreamRole(one.upstreamRole())
                .build();
    }
}
