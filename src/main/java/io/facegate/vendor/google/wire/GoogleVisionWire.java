package io.facegate.vendor.google.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.VendorWire;
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
     * Returns a call of an unknown operation.
     *
     * @param operation the operation in the table whose path another one takes, or null when it is unknown
     */
    public FaceCall callOfUnknownOperation(@Nullable String operation) {
        return GoogleRequestReader.callOfUnknownOperation(operation == null ? null : operation(operation));
    }

    /**
     * Returns a call that has a mistake.
     *
     * @param operation the operation in the table
     */
    public FaceCall mistakenCall(String operation, RequestMistake mistake) {
        var route = operation(operation);
        return route == null
                ? GoogleRequestReader.callOfUnknownOperation(null)
                : GoogleRequestReader.mistakenCall(route, mistake);
    }

    private static @Nullable RestOperation operation(String name) {
        return VendorApi.GOOGLE_VISION.rest().byName(name);
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
