package io.facegate.ingress.rekognition;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Dialect;

/** Amazon Rekognition's wire: AWS JSON 1.1, {@code POST /} with {@code X-Amz-Target}, signed with SigV4. */
public final class RekognitionDialect implements Dialect {
    private static final Terms TERMS = new RekognitionTerms();

    @Override
    public Credential credential(Arrival arrival) {
        var head = arrival.head();
        var authorization = arrival.header("Authorization");
        // Several Authorization headers go where they are refused, whichever of them stands first.
        boolean signed = authorization != null && authorization.startsWith("AWS4-");
        if (signed || head.query().contains("X-Amz-") || arrival.repeats("Authorization")) {
            return new Credential.Signed(head, arrival.body().sha256());
        }
        return arrival.token();
    }

    @Override
    public FaceCall read(Arrival arrival) {
        return Reader.read(arrival);
    }

    @Override
    public Terms terms() {
        return TERMS;
    }

    @Override
    public Answer say(FaceCall call, Outcome outcome) {
        return Answers.of(outcome);
    }

    @Override
    public Answer say(Fault fault) {
        return Answers.of(fault);
    }

    @Override
    public Answer broken() {
        return Answers.internal();
    }
}
