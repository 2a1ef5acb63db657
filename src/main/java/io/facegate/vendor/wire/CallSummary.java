package io.facegate.vendor.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the access log and traces tell of a call: words of the catalogues and policies, nothing of the caller's.
 *
 * @param verdict permit, refuse, invalid or fault
 * @param provider whose API was called
 * @param operation the vendor's name of the operation; other if it is unknown
 * @param code the reason of a refusal or fault
 * @param rule the rule that refused
 * @param decision the record's id
 */
public record CallSummary(
        String verdict,
        @Nullable String provider,
        @Nullable String operation,
        @Nullable String code,
        @Nullable String rule,
        @Nullable String decision) {
    private static final String OTHER = "other";
    private static final String FAULT = "fault";

    /** The summary of a call that was decided. */
    public static CallSummary of(FaceCall call, Outcome outcome) {
        // The name of an unknown operation is the caller's: anything.
        var operation = call.preconditionFailure() == null ? call.operation() : OTHER;
        var id = outcome.receipt().id();
        return switch (outcome) {
            case Outcome.Answered _ -> new CallSummary("permit", call.provider(), operation, null, null, id);
            case Outcome.Refused(var _, var refusal, var _) ->
                new CallSummary("refuse", call.provider(), operation, refusal.code(), refusal.rule(), id);
            case Outcome.Invalid(var _, var refusal, var _, var _) ->
                new CallSummary("invalid", call.provider(), operation, refusal.code(), refusal.rule(), id);
            case Outcome.Unavailable(var _, var fault, var _) ->
                new CallSummary(FAULT, call.provider(), operation, fault.code(), null, id);
        };
    }

    /** The summary of a call that came to no decision. */
    public static CallSummary of(Fault fault) {
        return new CallSummary(FAULT, null, null, fault.code(), null, null);
    }
}
