package io.facegate.ingress.neutral;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What cannot be read as it is meant: refused and on record, and its caller is told what is wrong, and where. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Under which a call for which its path has another method says which it has. */
    private static final String ALLOW = "allow";

    private final PreconditionFailure doubt;
    private final String detail;
    private final String about;
    private final String allow;

    private BadRequestException(PreconditionFailure doubt, String detail, String about, String allow) {
        super(doubt.code(), null, false, false);
        this.doubt = doubt;
        this.detail = detail;
        this.about = about;
        this.allow = allow;
    }

    /** @param about as {@link JsonPointerLocation} reads it */
    BadRequestException(PreconditionFailure doubt, String detail, String about) {
        this(doubt, detail, about, "");
    }

    /** A path that has only these methods. */
    static BadRequestException method(String allow) {
        return new BadRequestException(
                PreconditionFailure.UNKNOWN_OPERATION, "What is at this path takes " + allow + '.', "", allow);
    }

    /** A parameter that is none of those that are known there. */
    static BadRequestException unknown(String name, List<String> known, String about) {
        var others = known.isEmpty() ? "nor any other" : "only " + String.join(", ", known);
        return new BadRequestException(
                PreconditionFailure.UNKNOWN_PARAMETER,
                "There is no parameter \"" + name + "\" here, " + others + '.',
                about);
    }

    /** The call as it is refused. */
    FaceCall call(String operation, Set<Capability> capabilities) {
        return new FaceCall(
                CrossVendorRoute.NEUTRAL,
                operation,
                Facts.of(capabilities),
                new NormalizedRequest.Flawed(Failure.INVALID_PARAMETER, detail, about),
                allow.isEmpty() ? Map.of() : Map.of(ALLOW, allow),
                doubt);
    }

    /** The methods that the path of such a call has, or nothing. */
    static String allowed(FaceCall call) {
        return call.params().get(ALLOW) instanceof String methods ? methods : "";
    }
}
