package io.facegate.ingress.google;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.rest.Routes;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Dialect;
import org.jspecify.annotations.Nullable;

/** Google Cloud Vision's wire: JSON over REST under {@code /v1/} and its beta versions, with an API key or a bearer token. */
public final class GoogleVisionDialect implements Dialect {
    /** Every path of this wire, as a pattern. */
    public static final String PATHS = "/v1(p[1-4]beta1)?/.*";

    private static final Terms TERMS = new GoogleVisionTerms();
    private static final String KEY = "X-Goog-Api-Key";

    @Override
    public Credential credential(Arrival arrival) {
        return arrival.token(KEY);
    }

    @Override
    public FaceCall read(Arrival arrival) {
        return Reader.read(arrival);
    }

    /** The same of a call that came by other words, and was put into those of REST. */
    public FaceCall read(RestCall call) {
        return Reader.read(call);
    }

    /**
     * A call that cannot be judged on its merits.
     *
     * @param operation in the table's words, or null where what is asked is in no table
     */
    public FaceCall doubtful(@Nullable String operation, Doubt doubt) {
        return Reader.doubtful(operation == null ? null : Routes.GOOGLE_VISION.of(operation), doubt);
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
