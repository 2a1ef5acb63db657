package io.facegate.vendor.azure.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** Azure AI Vision's wire format: image analysis over REST, with a subscription key or a bearer token. */
public final class AzureVisionWire implements VendorWire {
    /** The pattern of this wire's paths. */
    public static final String PATHS = "/(computervision|vision)/.*";

    private static final ObligationBinding TERMS = new AzureVisionObligationBinding();
    private static final String KEY = "Ocp-Apim-Subscription-Key";

    @Override
    public Credential credential(HttpCall arrival) {
        return arrival.token(KEY);
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return AzureVisionRequestReader.read(arrival);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return AzureVisionOutcomeWriter.write(call, outcome);
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
