package io.facegate.vendor.compreface.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import io.facegate.catalogue.RestOperations;
import io.facegate.vendor.wire.NormalizedResponseFilter;
import io.facegate.vendor.wire.ReplyJson;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies obligations to CompreFace calls and replies. */
final class CompreFaceObligationBinding implements ObligationBinding {
    private static final Set<Kind> KNOWN = Set.of(MIN_SIMILARITY, REDACT, MAX_RESULTS, REVIEWERS, PICTURES);

    @Override
    public Set<Kind> supportedKinds() {
        return KNOWN;
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations obligations) {
        var beyond = findUnenforceable(call, obligations);
        return beyond != null
                ? beyond
                : new Within(new CompreFaceRequestNarrower(
                                RestOperations.COMPREFACE.byName(call.wireOperation()), obligations)
                        .limit(call));
    }

    private static @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        if (call.request() instanceof NormalizedRequest.Flawed) {
            return null;
        }
        if (asked.has(MAX_RESULTS)
                && !CompreFaceParameters.fromCall(call)
                        .query()
                        .getOrDefault("page", "0")
                        .equals("0")) {
            return new Beyond(MAX_RESULTS, "it asks for a further page of a list");
        }
        return asked.has(PICTURES) && call.wireOperation().equals("AddFace")
                ? new Beyond(PICTURES, "the vendor keeps pictures with their templates")
                : null;
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.limitsReplies()) {
            return reply;
        }
        return switch (reply) {
            case Reply.Verbatim given
            when given.error() == null && !isPicture(call) ->
                given.withBody(new CompreFaceResponseFilter(obligations).filterReply(given.body()));
            case Reply.Verbatim given -> given;
            default -> new NormalizedResponseFilter(obligations).filterReply(reply);
        };
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
        var scores = read.findValues("similarity").stream()
                .filter(score -> score.isNumber())
                .map(score -> score.doubleValue())
                .toList();
        return new ReviewCopy(
                body,
                read.path("result").isArray()
                        ? OptionalInt.of(read.path("result").size())
                        : OptionalInt.empty(),
                scores);
    }
}
