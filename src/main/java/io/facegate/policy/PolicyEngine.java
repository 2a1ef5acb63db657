package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.identity.Caller;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Attribute;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policy engine: a compiled set of policies. A pure function from call to decision. */
public interface PolicyEngine {
    /**
     * Compiles all {@code *.yaml} files of a folder except tests.
     *
     * @throws PolicyErrors with every mistake; also if the folder is absent or empty
     */
    static PolicyEngine load(Path dir) {
        return of(PolicyReader.load(dir));
    }

    /** Compiles a policy set. */
    static PolicyEngine of(PolicySet policySet) {
        return new FailClosedPolicies(new PolicyEvaluator(policySet));
    }

    /** Decides a call now. Never throws: a call that cannot be evaluated is refused. */
    default Decision decide(Caller caller, FaceCall call, Instant now) {
        return decide(caller, call, now, now);
    }

    /**
     * Decides a call. Never throws: a call that cannot be evaluated is refused.
     *
     * @param known amendments that became known later are ignored
     */
    Decision decide(Caller caller, FaceCall call, Instant now, Instant known);

    /** The decision and the call, named as the provider and operation that it was decided for. */
    record DecidedCall(FaceCall call, Decision decision) {}

    /**
     * Decides for every vendor that the call concerns: a call translated to another vendor's API needs a permit for
     * both.
     */
    default DecidedCall decideForVendors(Caller caller, FaceCall call, Instant now) {
        return VendorDecisions.decideForVendors(call, named -> decide(caller, named, now));
    }

    /** Assesses a call of which some facts are not known yet. */
    default PartialEvaluation assess(Caller caller, FaceCall call, Instant now) {
        return new PartialEvaluation(this, caller, call, now);
    }

    /** Prepares decisions on one call with varying capabilities. */
    default CapabilityDecider decisions(Caller caller, FaceCall call, Instant now) {
        return new CapabilityDecider.WholeCallDecider(this, caller, now);
    }

    /** Decision with unknown conditions resolved in the caller's favour. */
    default Decision decideFavourably(Caller caller, FaceCall call, Instant now) {
        return decide(caller, call, now);
    }

    /** The bounds of what is decided on all calls that differ from this one in open facts only. */
    default DecisionBounds decideBounds(Caller caller, FaceCall call, OpenFacts open, Instant now) {
        var undecided = BuiltinRefusals.evaluationFailed("not evaluated for calls in general", digest());
        return new DecisionBounds(undecided, undecided);
    }

    /** The next date of a rule, an amendment or an override, where the call is made; null if there is none. */
    default @Nullable Instant nextChange(Caller caller, FaceCall call, Instant after) {
        return after;
    }

    /** The registration that would make a refused call permitted, as its caller may be told; null if there is none. */
    default @Nullable NearestChange findNearestChange(Caller caller, FaceCall call, Instant now) {
        return null;
    }

    /** True if a date of a rule, an amendment or an override lies after the first moment and not after the second. */
    default boolean changesBetween(Instant after, Instant until) {
        return true;
    }

    /** True if some rule asks for one of these attributes; what nobody asks for need not be established. */
    default boolean reads(Set<Attribute> attributes) {
        return false;
    }

    /** SHA-256 of all loaded policies, lowercase hex. */
    String digest();
}
