package io.facegate.vendor.azure.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** Azure Face's wire format: REST under {@code /face/<version>/}, with a subscription key or a bearer token. */
public final class AzureFaceWire implements VendorWire {
    /** The path pattern of this wire. */
    public static final String PATHS = "/face/*";

    private static final ObligationBinding TERMS = new AzureFaceObligationBinding();
    private static final String KEY = "Ocp-Apim-Subscription-Key";

    @Override
    public Credential credential(HttpCall arrival) {
        return arrival.token(KEY);
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return AzureFaceRequestReader.read(arrival);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return AzureFaceOutcomeWriter.write(call, outcome);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return AzureErrorEnvelope.fault(fault, null);
    }

    @Override
    public HttpAnswer internalError() {
        return AzureErrorEnvelope.internal();
    }
}
