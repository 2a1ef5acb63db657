package io.facegate.vendor.neutral.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.FaceCall;
import io.facegate.call.SimilarityScale;
import java.io.IOException;

/** Writes scores with their scale and comparable group, so that scores of two scales are not compared by mistake. */
record ScoreWriter(SimilarityScale scale, FaceCall call) {
    void write(JsonGenerator body, double similarity) throws IOException {
        body.writeObjectFieldStart("score");
        body.writeNumberField("raw", scale.raw(similarity));
        body.writeNumberField("min", 0);
        body.writeNumberField("max", scale.maxScore());
        body.writeStringField("direction", "higher");
        body.writeStringField("kind", "similarity");
        body.writeStringField("comparable_group", scale.group());
        var applied = call.facts().threshold();
        if (applied != null) {
            body.writeObjectFieldStart("threshold");
            body.writeNumberField("applied", scale.raw(applied));
            body.writeStringField("source", source(applied));
            body.writeEndObject();
        }
        body.writeEndObject();
    }

    private String source(double applied) {
        var via = call.route();
        var given = via == null ? null : via.callerThreshold();
        boolean isAsked = given != null
                ? applied == given.similarity()
                : scale.vendorDefault().isPresent() && applied == scale.defaultSimilarity();
        return !isAsked ? "policy" : given == null ? "provider_default" : "caller";
    }
}
