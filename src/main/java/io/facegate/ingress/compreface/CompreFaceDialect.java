package io.facegate.ingress.compreface;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Dialect;

/** CompreFace's wire: REST under {@code /api/v1/}, with a key in {@code x-api-key}, or in the path of a picture. */
public final class CompreFaceDialect implements Dialect {
    /** Every path of this wire. */
    public static final String PATHS = "/api/v1/*";

    private static final Terms TERMS = new CompreFaceTerms();
    private static final String KEY = "x-api-key";

    /** A picture that a page shows has its key in the path; it counts where it is the only credential. */
    @Override
    public Credential credential(Arrival arrival) {
        var key = Reader.keyInPath(arrival);
        if (key == null) {
            return arrival.token(KEY);
        }
        return arrival.header(KEY) == null && arrival.header("Authorization") == null
                ? new Credential.ApiKey(arrival.head(), key)
                : new Credential.Missing(arrival.head());
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
