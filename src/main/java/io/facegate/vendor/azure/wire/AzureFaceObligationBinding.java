package io.facegate.vendor.azure.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies obligations to Azure Face calls and replies. */
final class AzureFaceObligationBinding implements ObligationBinding {
    private static final String ELSEWHERE = "its results come later, in another reply";

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
                : new Within(new AzureFaceRequestNarrower(
                                RestOperations.AZURE_FACE.byName(call.wireOperation()), obligations)
                        .limit(call));
    }

    private static @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        boolean later = call.facts().capabilities().contains(Capability.LIVENESS);
        if (asked.has(MIN_SIMILARITY) && later && call.facts().capabilities().contains(Capability.VERIFY)) {
            return new Beyond(MIN_SIMILARITY, ELSEWHERE);
        }
        boolean groups = call.facts().capabilities().contains(Capability.CLUSTER);
        if (groups && (asked.has(MIN_SIMILARITY) || asked.has(MAX_RESULTS))) {
            return asked.has(MIN_SIMILARITY)
                    ? new Beyond(MIN_SIMILARITY, "its results carry no similarity")
                    : new Beyond(MAX_RESULTS, "its result groups all faces, and no part of it can be left out");
        }
        if (asked.has(MAX_RESULTS) && AzureParameters.fromCall(call).query().get("start") != null) {
            return new Beyond(MAX_RESULTS, "it asks for a further page of a list");
        }
        if (isPicture(call)) {
            return Stream.of(REDACT, REVIEWERS, PICTURES)
                    .filter(asked::has)
                    .map(kind ->
                            new Beyond(kind, "its answer is a picture of a person, and no part of it can be left out"))
                    .findFirst()
                    .orElse(null);
        }
        if (asked.has(REVIEWERS) && later) {
            return new Beyond(REVIEWERS, ELSEWHERE);
        }
        return asked.has(PICTURES) && later ? new Beyond(PICTURES, "it makes the vendor keep pictures") : null;
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.limitsReplies() || isPicture(call)) {
            return reply;
        }
        return reply instanceof Reply.Verbatim given
                ? given.withBody(new AzureFaceResponseFilter(obligations).filterReply(given.body()))
                : new NormalizedResponseFilter(obligations).filterReply(reply);
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim verbatim
                ? verbatim.body()
                : AzureFaceResponseWriter.toBytes(call, reply);
        var read = ReplyJson.read(body);
        var scores = read.findValues("confidence").stream()
                .filter(score -> score.isNumber())
                .map(score -> score.doubleValue())
                .toList();
        return new ReviewCopy(
                body,
                read.isArray() ? OptionalInt.of(read.size()) : OptionalInt.empty(),
                isRecognition(call) ? scores : List.of());
    }

    /** Returns true if a successful answer is a picture; an error is not one. */
    static boolean isPicture(FaceCall call) {
        return call.facts().capabilities().contains(Capability.MEDIA_READ);
    }

    private static boolean isRecognition(FaceCall call) {
        return call.facts().capabilities().stream()
                .anyMatch(asked -> asked == Capability.VERIFY || asked.isWithin(Capability.IDENTIFY));
    }
}
