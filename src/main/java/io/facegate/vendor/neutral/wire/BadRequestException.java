package io.facegate.vendor.neutral.wire;

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

/** A request that cannot be parsed: it is refused and recorded, and the caller learns what is wrong and where. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

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

    /** @param about the location, as {@link JsonPointerLocation} parses it */
    BadRequestException(PreconditionFailure doubt, String detail, String about) {
        this(doubt, detail, about, "");
    }

    /** Returns the error for a method that the path does not support. */
    static BadRequestException method(String allow) {
        return new BadRequestException(
                PreconditionFailure.UNKNOWN_OPERATION, "This path accepts " + allow + '.', "", allow);
    }

    /** Returns the error for an unknown parameter. */
    static BadRequestException unknownParameter(String name, List<String> known, String about) {
        var others = known.isEmpty() ? "nor any other" : "only " + String.join(", ", known);
        return new BadRequestException(
                PreconditionFailure.UNKNOWN_PARAMETER,
                "There is no parameter \"" + name + "\" here, " + others + '.',
                about);
    }

    /** Returns the call to refuse and record. */
    FaceCall call(String operation, Set<Capability> capabilities) {
        var flaw = new NormalizedRequest.Flawed(Failure.INVALID_PARAMETER, detail, about);
        var call = new FaceCall(CrossVendorRoute.NEUTRAL, operation, Facts.of(capabilities), flaw, Map.of(), doubt);
        return allow.isEmpty() ? call : call.withWireDetail(new AllowedMethods(allow));
    }
}
