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

/** Google Cloud Vision's wire: JSON over REST under {@code /v1/} and its beta versions, with an API key or a bearer token. */
public final class GoogleVisionWire implements VendorWire {
    /** Every path of this wire, as a pattern. */
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

    /** The same of a call that came by other words, and was put into those of REST. */
    public FaceCall read(GoogleRestCall call) {
        return GoogleRequestReader.read(call);
    }

    /**
     * A call that cannot be judged on its merits.
     *
     * @param operation in the table's words, or null where what is asked is in no table
     */
    public FaceCall doubtful(@Nullable String operation, PreconditionFailure doubt) {
        return GoogleRequestReader.doubtful(
                operation == null ? null : RestOperations.GOOGLE_VISION.of(operation), doubt);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer say(FaceCall call, Outcome outcome) {
        return GoogleOutcomeWriter.of(call, outcome);
    }

    @Override
    public HttpAnswer say(Fault fault) {
        return GoogleOutcomeWriter.of(fault);
    }

    @Override
    public HttpAnswer broken() {
        return GoogleOutcomeWriter.internal();
    }
}
