package io.facegate.vendor.compreface.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** CompreFace's wire format: REST under {@code /api/v1/}, with a key in {@code x-api-key} or in a picture's path. */
public final class CompreFaceWire implements VendorWire {
    /** The path pattern of this wire. */
    public static final String PATHS = "/api/v1/*";

    private static final ObligationBinding TERMS = new CompreFaceObligationBinding();
    private static final String KEY = "x-api-key";

    /** Accepts a key in the path of a picture, as web pages use it, only when it is the sole credential. */
    @Override
    public Credential credential(HttpCall arrival) {
        var key = CompreFaceRequestReader.keyInPath(arrival);
        if (key == null) {
            return arrival.token(KEY);
        }
        return arrival.header(KEY) == null && arrival.header("Authorization") == null
                ? new Credential.ApiKey(arrival.head(), key)
                : new Credential.Missing(arrival.head());
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return CompreFaceRequestReader.read(arrival);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return CompreFaceOutcomeWriter.write(call, outcome);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return CompreFaceOutcomeWriter.write(fault);
    }

    @Override
    public HttpAnswer internalError() {
        return CompreFaceOutcomeWriter.internal();
    }
}
