package io.facegate.vendor.faceplusplus.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import io.facegate.vendor.wire.ReplyJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies obligations to Face++ calls and replies. */
final class FacePlusPlusObligationBinding implements CatalogueObligationBinding {
    @Override
    public VendorApi api() {
        return VendorApi.FACEPLUSPLUS;
    }

    @Override
    public @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        if (call.request() instanceof NormalizedRequest.Flawed) {
            return null;
        }
        return asked.has(MAX_RESULTS) && !"1".equals(call.params().getOrDefault("start", "1"))
                ? new Beyond(MAX_RESULTS, FURTHER_PAGE)
                : null;
    }

    @Override
    public FaceCall limit(FaceCall call, Obligations obligations) {
        var facts = obligations.applyTo(call.facts());
        if (call.request() instanceof NormalizedRequest.Flawed) {
            return call.withFacts(facts);
        }
        Map<String, @Nullable Object> sent = new LinkedHashMap<>(call.params());
        // Pictures are sent first.
        sent.values().removeIf(String.class::isInstance);
        call.params().forEach(sent::putIfAbsent);
        limiter(call, obligations).limitForm(sent);
        var kept = obligations.templateLifetime(FacePlusPlusRequestReader.KEPT_BY_ENGINE);
        return call.withFacts(facts)
                .withParams(sent)
                .withRequest(FacePlusPlusRequestReader.request(operation(call), sent, kept));
    }

    /**
     * A minimum of similarity asks at least for what the vendor itself counts as the same person at 1 error in 1000, in
     * this very reply; without that threshold no result reaches it.
     */
    @Override
    public byte[] filterBody(FaceCall call, Reply.Verbatim reply, Obligations obligations) {
        var least = obligations.minSimilarity();
        var doubted = ReplyJson.object(reply.body()).path("thresholds").path("1e-3");
        // Infinite where it is too great for a number.
        double own = doubted.isNumber() ? Math.min(doubted.doubleValue(), 100) : 100;
        var both = least == null ? obligations : obligations.with(MIN_SIMILARITY, Math.max(least, own / 100));
        return CatalogueObligationBinding.super.filterBody(call, reply, both);
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim given
                ? given.body()
                : ReplyJson.write(FacePlusPlusOutcomeWriter.toJson(call, reply, ""));
        var read = ReplyJson.object(body);
        return reviewCopy(body, read.path(read.has("results") ? "results" : "faces"), read.findValues("confidence"));
    }
}
