package io.facegate.ingress.azure;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Dialect;
import io.facegate.ingress.azure.rest.Envelope;

/** Azure Face's wire: REST under {@code /face/<version>/}, with a subscription key or a bearer token. */
public final class AzureFaceDialect implements Dialect {
    /** Every path of this wire. */
    public static final String PATHS = "/face/*";

    private static final Terms TERMS = new AzureFaceTerms();
    private static final String KEY = "Ocp-Apim-Subscription-Key";

    @Override
    public Credential credential(Arrival arrival) {
        return arrival.token(KEY);
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
        return Answers.of(call, outcome);
    }

    @Override
    public Answer say(Fault fault) {
        return Envelope.fault(fault, null);
    }

    @Override
    public Answer broken() {
        return Envelope.internal();
    }
}
