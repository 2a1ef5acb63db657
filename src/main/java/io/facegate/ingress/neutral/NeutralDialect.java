package io.facegate.ingress.neutral;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Dialect;

/** The neutral API: JSON under {@code /facegate/v1/}, with an API key or a bearer token, as its OpenAPI document says. */
public final class NeutralDialect implements Dialect {
    public static final String PREFIX = "/facegate/v1/";

    private static final Terms TERMS = new NeutralTerms();

    @Override
    public Credential credential(Arrival arrival) {
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
        return Answers.of(call, outcome);
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
