package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;

/** A compiled set of policies: a pure function. */
public interface Policies {
    /**
     * Compiles every {@code *.yaml} of a folder, but for its tests.
     *
     * @throws PolicyErrors with every mistake in it, and where it is absent or empty
     */
    static Policies load(Path dir) {
        return of(PolicyReader.load(dir));
    }

    /** Compiles policies that were read. */
    static Policies of(PolicySet book) {
        return new FailClosedPolicies(new PolicyEvaluator(book));
    }

    /** Never throws: what cannot be evaluated refuses. */
    default Decision decide(Caller caller, FaceCall call, Instant now) {
        return decide(caller, call, now, now);
    }

    /**
     * Never throws: what cannot be evaluated refuses.
     *
     * @param known amendments that became known later are not heard
     */
    Decision decide(Caller caller, FaceCall call, Instant now, Instant known);

    /** A call by the name by which it was decided in the end, and the decision. */
    record Judged(FaceCall call, Decision decision) {}

    /** Decides by every name that binds a call: what is asked on one vendor's wire of another must be permitted by both. */
    default Judged judge(Caller caller, FaceCall call, Instant now) {
        return judged(call, named -> decide(caller, named, now));
    }

    private static Judged judged(FaceCall call, Function<FaceCall, Decision> deciding) {
        var decision = deciding.apply(call);
        var via = call.via();
        if (!(decision instanceof Decision.Permit permit) || via == null || !via.bindsBeside(call.provider())) {
            return new Judged(call, decision);
        }
        var asked = call.named(via.wire(), via.operation(), via);
        return switch (deciding.apply(asked)) {
            case Decision.Refuse refuse -> new Judged(asked, refuse);
            case Decision.Permit also -> new Judged(call, permit.and(also));
        };
    }

    /** The mildest decision that there can be: where a condition of a rule cannot be told, it is taken as it helps. */
    default Decision mildest(Caller caller, FaceCall call, Instant now) {
        return decide(caller, call, now);
    }

    /** The same by every name that binds a call. */
    default Decision mildly(Caller caller, FaceCall call, Instant now) {
        return judged(call, named -> mildest(caller, named, now)).decision();
    }

    /** Whether a date of a rule, an amendment or an override lies after the first moment, and not after the other. */
    default boolean changesBetween(Instant after, Instant until) {
        return true;
    }

    /** SHA-256 of everything that was loaded, lowercase hex. */
    String digest();
}
