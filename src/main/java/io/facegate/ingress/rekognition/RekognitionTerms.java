package io.facegate.ingress.rekognition;

import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Operation;
import io.facegate.call.Reply;
import io.facegate.call.terms.Terms;
import io.facegate.ingress.Sieve;
import io.facegate.ingress.rekognition.reply.Shapes;
import io.facegate.ingress.rekognition.reply.Shapes.Role;
import io.facegate.ingress.rekognition.reply.Sifter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where Rekognition's calls and replies hold what obligations speak of. */
final class RekognitionTerms implements Terms {
    private static final double PERCENT = 100;

    @Override
    public Bound bind(FaceCall call, Obligations obligations) {
        var operation = Objects.requireNonNull(Operation.ofRekognition(call.operation()), call.operation());
        var clauses = Clauses.of(operation.name());
        var beyond = Limits.of(call, operation, clauses, obligations);
        return beyond != null ? beyond : new Within(new Binding(operation, clauses, obligations).of(call));
    }

    @Override
    public Reply sift(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.limitReplies()) {
            return reply;
        }
        if (!(reply instanceof Reply.Verbatim(var status, var body, var error, var _))) {
            return new Sieve(obligations).sift(reply);
        }
        var shape = error == null ? Clauses.of(call.operation()).reply() : Shapes.ERROR;
        return new Reply.Verbatim(status, new Sifter(obligations).sift(body, shape), error);
    }

    @Override
    public Exhibit exhibit(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim verbatim ? verbatim.body() : Bodies.of(reply);
        var shape = Clauses.of(call.operation()).reply();
        var list = shape == null ? null : Shapes.named(Role.RESULTS, shape);
        if (list == null) {
            return new Exhibit(body, -1, List.of());
        }
        var score = Shapes.score(shape);
        var scores = new ArrayList<Double>();
        var results = Sifter.read(body).path(list);
        for (var result : results) {
            if (score != null && result.path(score).isNumber()) {
                scores.add(result.path(score).doubleValue() / PERCENT);
            }
        }
        return new Exhibit(body, results.size(), scores);
    }
}
