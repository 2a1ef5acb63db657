package io.facegate.ingress.google;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.RestOperations;
import io.facegate.identity.Credential;
import io.facegate.ingress.HttpAnswer;
import io.facegate.ingress.HttpCall;
import io.facegate.ingress.VendorWire;
import org.jspecify.annotations.Nullable;

/** Google Cloud Vision's wire format: JSON over REST under {@code /v1/} and betas, with an API key or bearer token. */
public final class GoogleVisionWire implements VendorWire {
    /** The pattern of this wire's paths. */
    public static final String PATHS = "/v1(p[1-4]beta1)?/.*";

    private static final ObligationBinding TERMS = new GoogleVisionObligationBinding();
    private static final String KEY = "X-Goog-Api-Key";

    @Override
    public Credential credential(HttpCall arrival) {
        return arrival.token(KEY);
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return GoogleRequestReader.read(arrival);
    }

    /** Reads a call that arrived over another transport and was translated to REST. */
    public FaceCall read(GoogleRestCall call) {
        return GoogleRequestReader.read(call);
    }

    /**
     * Returns a call with a precondition failure, which cannot be judged on its merits.
     *
     * @param operation the operation in the table, or null when it is unknown
     */
    public FaceCall callWithPreconditionFailure(@Nullable String operation, PreconditionFailure doubt) {
        return GoogleRequestReader.callWithPreconditionFailure(
                operation == null ? null : RestOperations.GOOGLE_VISION.byName(operation), doubt);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return GoogleOutcomeWriter.write(call, outcome);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return GoogleOutcomeWriter.write(fault);
    }

    @Override
    public HttpAnswer internalError() {
        return GoogleOutcomeWriter.internal();
    }
}
