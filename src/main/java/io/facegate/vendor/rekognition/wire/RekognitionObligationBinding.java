package io.facegate.vendor.rekognition.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.ReplyShapes.Role;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.vendor.wire.NormalizedResponseFilter;
import io.facegate.vendor.wire.ReplyJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies obligations to Rekognition calls and replies. */
final class RekognitionObligationBinding implements ObligationBinding {
    private static final double PERCENT = 100;

    private static final ReplyShapes SHAPES = VendorApi.REKOGNITION.catalogue().shapes();

    private static final Set<Kind> KNOWN = Set.of(MIN_SIMILARITY, REDACT, MAX_RESULTS, REVIEWERS, PICTURES);

    @Override
    public Set<Kind> supportedKinds() {
        return KNOWN;
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations obligations) {
        var operation = operation(call);
        var beyond = RekognitionEnforceability.findUnenforceable(call, operation, obligations);
        return beyond != null ? beyond : new Within(new RekognitionRequestNarrower(operation, obligations).limit(call));
    }

    private static VendorOperation operation(FaceCall call) {
        return Objects.requireNonNull(VendorOperation.ofRekognition(call.wireOperation()), call.wireOperation());
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.limitsReplies()) {
            return reply;
        }
        if (!(reply instanceof Reply.Verbatim given)) {
            return new NormalizedResponseFilter(obligations).filterReply(reply);
        }
        var shape = given.error() == null ? operation(call).enforcement().reply() : ReplyShapes.ERROR;
        return given.withBody(new RekognitionResponseFilter(obligations).filterReply(given.body(), shape));
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body =
                reply instanceof Reply.Verbatim verbatim ? verbatim.body() : RekognitionResponseWriter.toBytes(reply);
        var shape = operation(call).enforcement().reply();
        var list = shape == null ? null : SHAPES.fieldWithRole(Role.RESULTS, shape);
        if (shape == null || list == null) {
            return new ReviewCopy(body, OptionalInt.empty(), List.of());
        }
        var scores = new ArrayList<Double>();
        var results = ReplyJson.object(body).path(list);
        var of = Objects.requireNonNull(SHAPES.fieldsOf(shape).get(list)).shape();
        results.forEach(result -> scores(result, of, scores));
        return new ReviewCopy(body, results.size(), scores);
    }

    /** Collects all scores of a result and of its parts. */
    private static void scores(JsonNode result, @Nullable String shape, List<Double> found) {
        if (shape == null) {
            return;
        }
        if (result.isArray()) {
            result.forEach(item -> scores(item, shape, found));
            return;
        }
        SHAPES.fieldsOf(shape).forEach((field, part) -> {
            var value = result.path(field);
            if (part.role() == Role.SCORE && value.isNumber()) {
                found.add(value.doubleValue() / PERCENT);
            } else if (part.shape() != null) {
                scores(value, part.shape(), found);
            }
        });
    }
}
