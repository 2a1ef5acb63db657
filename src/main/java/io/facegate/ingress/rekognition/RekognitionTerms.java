package io.facegate.ingress.rekognition;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Operation;
import io.facegate.call.Reply;
import io.facegate.call.terms.Terms;
import io.facegate.ingress.ReplyJson;
import io.facegate.ingress.Sieve;
import io.facegate.ingress.rekognition.reply.Shapes;
import io.facegate.ingress.rekognition.reply.Shapes.Role;
import io.facegate.ingress.rekognition.reply.Sifter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where Rekognition's calls and replies hold what obligations speak of. */
final class RekognitionTerms implements Terms {
    private static final double PERCENT = 100;

    @Override
    public Bound bind(FaceCall call, Obligations obligations) {
        var operation = Objects.requireNonNull(Operation.ofRekognition(call.asked()), call.asked());
        var clauses = Clauses.of(operation.name());
        var beyond = Limits.of(call, operation, clauses, obligations);
        return beyond != null ? beyond : new Within(new Binding(operation, clauses, obligations).of(call));
    }

    @Override
    public Reply sift(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.limitReplies()) {
            return reply;
        }
        if (!(reply instanceof Reply.Verbatim given)) {
            return new Sieve(obligations).sift(reply);
        }
        var shape = given.error() == null ? Clauses.of(call.asked()).reply() : Shapes.ERROR;
        return given.with(new Sifter(obligations).sift(given.body(), shape));
    }

    @Override
    public Exhibit exhibit(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim verbatim ? verbatim.body() : Bodies.of(reply);
        var shape = Clauses.of(call.asked()).reply();
        var list = shape == null ? null : Shapes.named(Role.RESULTS, shape);
        if (shape == null || list == null) {
            return new Exhibit(body, -1, List.of());
        }
        var scores = new ArrayList<Double>();
        var results = ReplyJson.object(body).path(list);
        var of = Objects.requireNonNull(Shapes.of(shape).get(list)).of();
        results.forEach(result -> scores(result, of, scores));
        return new Exhibit(body, results.size(), scores);
    }

    /** All scores of a result, its parts' too. */
    private static void scores(JsonNode result, @Nullable String shape, List<Double> found) {
        if (shape == null) {
            return;
        }
        if (result.isArray()) {
            result.forEach(item -> scores(item, shape, found));
            return;
        }
        Shapes.of(shape).forEach((field, part) -> {
            var value = result.path(field);
            if (part.role() == Role.SCORE && value.isNumber()) {
                found.add(value.doubleValue() / PERCENT);
            } else if (part.of() != null) {
                scores(value, part.of(), found);
            }
        });
    }
}
