package io.facegate.vendor.compreface.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.PICTURES;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import io.facegate.vendor.wire.ReplyJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies obligations to CompreFace calls and replies. */
final class CompreFaceObligationBinding implements CatalogueObligationBinding {
    @Override
    public VendorApi api() {
        return VendorApi.COMPREFACE;
    }

    @Override
    public @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        if (call.request() instanceof NormalizedRequest.Flawed) {
            return null;
        }
        if (asked.has(MAX_RESULTS)
                && !CompreFaceParameters.fromCall(call)
                        .query()
                        .getOrDefault("page", "0")
                        .equals("0")) {
            return new Beyond(MAX_RESULTS, FURTHER_PAGE);
        }
        return asked.has(PICTURES) && call.wireOperation().equals("AddFace")
                ? new Beyond(PICTURES, "the vendor keeps pictures with their templates")
                : null;
    }

    @Override
    public FaceCall limit(FaceCall call, Obligations obligations) {
        var given = CompreFaceParameters.fromCall(call);
        var query = new LinkedHashMap<>(given.query());
        limiter(call, obligations).limitQuery(query);
        var bound = new CompreFaceParameters(given.path(), query, given.body(), null);
        return call.withFacts(obligations.applyTo(call.facts()))
                .withRequest(limitRequest(call, bound, obligations))
                .withParams(bound.toMap());
    }

    private NormalizedRequest limitRequest(FaceCall call, CompreFaceParameters bound, Obligations obligations) {
        if (call.request() instanceof NormalizedRequest.Flawed flawed) {
            return flawed;
        }
        var ask = CompreFaceRequestMapper.map(
                Objects.requireNonNull(operation(call).route()), bound);
        return ask instanceof NormalizedRequest.AddExample(var gallery, var subject, var look, var _)
                ? new NormalizedRequest.AddExample(gallery, subject, look, obligations.templates())
                : ask;
    }

    @Override
    public boolean passesWhole(FaceCall call, Reply.Verbatim reply) {
        return isPicture(call);
    }

    /** Returns true if the vendor answers the call with a picture. */
    static boolean isPicture(FaceCall call) {
        return call.facts().capabilities().contains(Capability.MEDIA_READ);
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        if (reply instanceof Reply.Verbatim given && isPicture(call)) {
            return new ReviewCopy(given.body(), 1, List.of());
        }
        var body = reply instanceof Reply.Verbatim given ? given.body() : CompreFaceResponseWriter.toBytes(call, reply);
        var read = ReplyJson.read(body);
        return reviewCopy(body, read.path("result"), read.findValues("similarity"));
    }
}
