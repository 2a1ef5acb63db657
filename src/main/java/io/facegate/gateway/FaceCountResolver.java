package io.facegate.gateway;

import io.facegate.call.FaceCountClass;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.PartialEvaluation;
import io.facegate.vendor.client.FaceCounter;

/** Counts the faces in a picture whose decision depends on their number. */
record FaceCountResolver(FaceCounter counter) {
    /**
     * Counts the faces of a crowd, only if the count would change the decision, or whether the call is stopped.
     *
     * @throws Fault.Overloaded if a permit depends on the count and counting is unavailable now
     */
    PartialEvaluation countFaces(Caller caller, PartialEvaluation assessed, StopCheck stops) {
        var call = assessed.call();
        var crowd = call.facts().crowd();
        if (crowd == null) {
            return assessed;
        }
        var alone = assessed.withCall(call.withFaceCount(false));
        var several = assessed.withCall(call.withFaceCount(true));
        if (!assessed.dependsOnFaceCount() && !stops.dependsOn(alone, several.call())) {
            return alone;
        }
        var faces = faces(caller, crowd, alone.decide().decision());
        boolean isRefused = several.decide().decision() instanceof Decision.Refuse;
        return assessed.withCall(
                faces == FaceCountClass.NOT_COUNTED && isRefused
                        ? call.withUnknownFaceCount().withPreconditionFailure(PreconditionFailure.FACES_NOT_COUNTED)
                        : call.withFaceCount(faces));
    }

    private FaceCountClass faces(Caller caller, Picture crowd, Decision alone) {
        try {
            return switch (counter.count(caller, crowd)) {
                // Zero is not certain: the provider may detect faces that this engine misses.
                case 0 -> FaceCountClass.NOT_COUNTED;
                case 1 -> FaceCountClass.ONE;
                default -> FaceCountClass.SEVERAL;
            };
        } catch (Fault.Overloaded busy) {
            if (alone instanceof Decision.Permit) {
                throw busy;
            }
            return FaceCountClass.NOT_COUNTED;
        } catch (Fault cannotTell) {
            return FaceCountClass.NOT_COUNTED;
        }
    }
}
