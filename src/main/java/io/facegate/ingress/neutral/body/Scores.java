package io.facegate.ingress.neutral.body;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes scores so that nobody compares two scales by mistake: each says what it is, and with what it compares.
 *
 * @param threshold the similarity that was asked for or is usual, 0 to 1, or null
 * @param raised the one that policy put in its place, or null
 */
record Scores(
        Engine engine, @Nullable Double threshold, @Nullable Double raised) {
    void write(JsonGenerator body, double similarity) throws IOException {
        body.writeObjectFieldStart("score");
        body.writeNumberField("raw", engine.raw(similarity));
        body.writeNumberField("min", 0);
        body.writeNumberField("max", engine.most());
        body.writeStringField("direction", "higher");
        body.writeStringField("kind", "similarity");
        body.writeStringField("comparable_group", engine.group());
        var asked = threshold;
        if (asked != null) {
            body.writeObjectFieldStart("threshold");
            body.writeNumberField("applied", engine.raw(raised == null ? asked : raised));
            body.writeStringField("source", source(asked));
            body.writeEndObject();
        }
        body.writeEndObject();
    }

    private String source(double asked) {
        return raised != null ? "policy" : asked == engine.similarity(engine.usual()) ? "provider_default" : "caller";
    }
}
