package io.facegate.vendor.rekognition.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** Amazon Rekognition's wire format: AWS JSON 1.1, {@code POST /} with {@code X-Amz-Target}, signed with SigV4. */
public final class RekognitionWire implements VendorWire {
    private static final ObligationBinding TERMS = new RekognitionObligationBinding();

    @Override
    public Credential credential(HttpCall arrival) {
        var head = arrival.head();
        var authorization = arrival.header("Authorization");
        // Several Authorization headers are rejected later, whichever comes first.
        boolean signed = authorization != null && authorization.startsWith("AWS4-");
        if (signed || head.query().contains("X-Amz-") || arrival.isHeaderRepeated("Authorization")) {
            return new Credential.Signed(head, arrival.body().sha256());
        }
        return arrival.token();
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return RekognitionRequestReader.read(arrival);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return RekognitionOutcomeWriter.write(outcome);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return RekognitionOutcomeWriter.write(fault);
    }

    @Override
    public HttpAnswer internalError() {
        return RekognitionOutcomeWriter.internal();
    }
}
