package io.facegate.ingress.rekognition;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.ingress.HttpAnswer;
import io.facegate.ingress.HttpCall;
import io.facegate.ingress.VendorWire;

/** Amazon Rekognition's wire format: AWS JSON 1.1, {@code POST /} with {@code X-Amz-Target}, signed with SigV4. */
public final class RekognitionWire implements VendorWire {
    private static final ObligationBinding TERMS = new RekognitionObligationBinding();

    @Override
    public Credential credential(HttpCall arrival) {
        var head = arrival.head();
        var authorization = arrival.header("Authorization");
        // Several Authorization headers are rejected later, whichever comes first.
        boolean signed = authorization != null && authorization.startsWith("AWS4-");
        if (signed || head.query().contains("X-Amz-") || arrival.repeats("Authorization")) {
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
    public HttpAnswer say(FaceCall call, Outcome outcome) {
        return RekognitionOutcomeWriter.of(outcome);
    }

    @Override
    public HttpAnswer say(Fault fault) {
        return RekognitionOutcomeWriter.of(fault);
    }

    @Override
    public HttpAnswer broken() {
        return RekognitionOutcomeWriter.internal();
    }
}
