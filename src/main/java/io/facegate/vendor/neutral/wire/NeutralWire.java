package io.facegate.vendor.neutral.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** The neutral API's wire format: JSON under {@code /facegate/v1/}, with an API key or bearer token. See OpenAPI. */
public final class NeutralWire implements VendorWire {
    public static final String PREFIX = "/facegate/v1/";

    private static final ObligationBinding TERMS = new NeutralObligationBinding();

    @Override
    public Credential credential(HttpCall arrival) {
        return arrival.token();
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return NeutralRequestReader.read(arrival);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return NeutralOutcomeWriter.write(call, outcome);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return NeutralOutcomeWriter.write(fault);
    }

    @Override
    public HttpAnswer internalError() {
        return NeutralOutcomeWriter.internal();
    }
}
