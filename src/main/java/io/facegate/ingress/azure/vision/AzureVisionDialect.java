package io.facegate.ingress.azure.vision;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Dialect;
import io.facegate.ingress.azure.rest.Envelope;

/** Azure AI Vision's wire: image analysis by REST, with a subscription key or a bearer token. */
public final class AzureVisionDialect implements Dialect {
    /** Every path of this wire, as a pattern. */
    public static final String PATHS = "/(computervision|vision)/.*";

    private static final Terms TERMS = new AzureVisionTerms();
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
