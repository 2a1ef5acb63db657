package io.facegate.vendor.rekognition.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.ReplyShapes.Role;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import io.facegate.vendor.wire.ReplyJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Applies obligations to Rekognition calls and replies. */
final class RekognitionObligationBinding implements CatalogueObligationBinding {
    private static final ReplyShapes SHAPES = VendorApi.REKOGNITION.catalogue().shapes();

    @Override
    public VendorApi api() {
        return VendorApi.REKOGNITION;
    }

    @Override
    public @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        return RekognitionEnforceability.findUnenforceable(call, operation(call), asked);
    }

    @Override
    public FaceCall limit(FaceCall call, Obligations obligations) {
        var operation = operation(call);
        Map<String, @Nullable Object> params = new LinkedHashMap<>(call.params());
        limiter(call, obligations).limitBody(params);
        RekognitionCapabilityRules.removeRedacted(
                params, operation.enforcement().attributes(), obligations);
        // The results of a job are filtered when they are fetched, so only its threshold changes.
        var bound = obligations.applyTo(call.facts());
        var facts =
                operation.enforcement().fetched() == null ? bound : call.facts().withThreshold(bound.threshold());
        return call.withFacts(facts)
                .withRequest(limitRequest(call, params, obligations))
                .withParams(params);
    }

    private NormalizedRequest limitRequest(
            FaceCall call, Map<String, @Nullable Object> params, Obligations obligations) {
        if (call.request() instanceof NormalizedRequest.Flawed flawed) {
            return flawed;
        }
        var ask = RekognitionRequestMapper.map(operation(call), new RekognitionParameters(params));
        return ask instanceof NormalizedRequest.Enroll(var gallery, var picture, var externalId, var max, var _)
                ? new NormalizedRequest.Enroll(gallery, picture, externalId, max, obligations.templates())
                : ask;
    }

    /** A field means something else in each object here, so a reply is filtered by its shape. */
    @Override
    public byte[] filterBody(FaceCall call, Reply.Verbatim reply, Obligations obligations) {
        var shape = reply.error() == null ? operation(call).enforcement().reply() : ReplyShapes.ERROR;
        return new RekognitionResponseFilter(obligations).filterReply(reply.body(), shape);
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
                found.add(
                        value.doubleValue() / VendorApi.REKOGNITION.catalogue().similarityMaximum());
            } else if (part.shape() != null) {
                scores(value, part.shape(), found);
            }
        });
    }
}
