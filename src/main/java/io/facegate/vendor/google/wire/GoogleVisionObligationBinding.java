package io.facegate.vendor.google.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import io.facegate.vendor.wire.ReplyJson;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies obligations to Google Vision calls and replies. The vendor returns more about a face than requested, so every
 * reply is filtered to the cleared capabilities, whatever the obligations.
 */
final class GoogleVisionObligationBinding implements CatalogueObligationBinding {
    private static final int OK = 200;

    @Override
    public VendorApi api() {
        return VendorApi.GOOGLE_VISION;
    }

    /** A request is sent as it is: what it asks of a face cannot be limited, and what it gets is filtered. */
    @Override
    public FaceCall limit(FaceCall call, Obligations obligations) {
        var facts = call.facts();
        Set<Capability> left = facts.capabilities().stream()
                .filter(capability -> !obligations.redacts(capability))
                .collect(Collectors.toSet());
        return call.withFacts(Facts.of(left).referringTo(facts.references()).withUnrequested(facts.unrequested()));
    }

    @Override
    public @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        boolean later = call.facts().references().contains(Reference.OUTPUT);
        if (asked.has(REDACT) && later) {
            return new Beyond(REDACT, RESULTS_LATER);
        }
        if (asked.has(MAX_RESULTS) && later) {
            return new Beyond(MAX_RESULTS, RESULTS_LATER);
        }
        if (asked.has(REVIEWERS) && later) {
            return new Beyond(REVIEWERS, RESULTS_LATER);
        }
        return asked.has(PICTURES) && later ? new Beyond(PICTURES, "it makes the vendor keep its results") : null;
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        var filtered = CatalogueObligationBinding.super.filterReply(call, reply, obligations);
        var flaws = GoogleImageErrors.fromCall(call);
        boolean whole = flaws.isEmpty() || (filtered instanceof Reply.Verbatim given && given.status() != OK);
        return whole ? filtered : flaws.insertInto(call, filtered);
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim verbatim
                ? verbatim.body()
                : new GoogleResponseWriter(call).toBytes(reply);
        int faces = ReplyJson.object(body).findValues("faceAnnotations").stream()
                .mapToInt(list -> list.size())
                .sum();
        return new ReviewCopy(body, faces, List.of());
    }
}
