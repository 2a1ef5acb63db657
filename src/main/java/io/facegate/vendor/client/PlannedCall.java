package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One way to answer a call.
 *
 * @param call in the words of the API that answers it
 * @param ownership returns a call with a precondition failure, or with the capabilities of the resources that it
 *     names; asks the registry each time
 * @param erasesWhenDue true if templates that the call enrols are erased at the end of their retention
 * @param keepsPictures true if who answers it keeps its pictures, or does not say how long
 */
public record PlannedCall(
        FaceCall call, UnaryOperator<FaceCall> ownership, boolean erasesWhenDue, boolean keepsPictures) {
    /** A way on which no picture is kept. */
    public PlannedCall(FaceCall call, UnaryOperator<FaceCall> ownership, boolean erasesWhenDue) {
        this(call, ownership, erasesWhenDue, false);
    }

    /** Returns a way on which nothing is kept or owned. */
    public static PlannedCall unowned(FaceCall call) {
        return new PlannedCall(call, UnaryOperator.identity(), false);
    }

    /** Returns a way that cannot be gone, for that reason. */
    static PlannedCall impossible(FaceCall call, PreconditionFailure why) {
        return new PlannedCall(call, asked -> asked.withPreconditionFailure(why), false);
    }

    /** Returns a plan with only this way. */
    public CallPlan alone() {
        return () -> List.of(this);
    }

    /** Returns the way for a variant of the call. */
    PlannedCall withCall(FaceCall other) {
        return new PlannedCall(other, ownership, erasesWhenDue, keepsPictures);
    }

    /**
     * Returns the call to judge: with a precondition failure, or with the capabilities of the resources it refers to.
     *
     * @param asked the planned call, or a variant of it
     * @throws io.facegate.call.Fault.RegistryDown when the owner of a resource cannot be read
     */
    public FaceCall prepareForDecision(FaceCall asked) {
        return ownership.apply(asked);
    }
}
