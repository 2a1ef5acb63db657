package io.facegate.vendor.neutral.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import io.facegate.vendor.wire.NormalizedResponseFilter;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies obligations to calls and replies of the neutral API. */
final class NeutralObligationBinding implements ObligationBinding {
    private static final Set<Kind> KNOWN = Set.of(MIN_SIMILARITY, REDACT, MAX_RESULTS, REVIEWERS, PICTURES);

    @Override
    public Set<Kind> supportedKinds() {
        return KNOWN;
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations obligations) {
        if (call.request() instanceof NormalizedRequest.Flawed) {
            return new Within(call);
        }
        if (call.request() instanceof NormalizedRequest.StartLiveness) {
            return session(call, obligations);
        }
        if (obligations.has(MAX_RESULTS)
                && page(call.request()) instanceof NormalizedRequest.Page(var _, var token)
                && token != null) {
            return new Beyond(MAX_RESULTS, CatalogueObligationBinding.FURTHER_PAGE);
        }
        if (obligations.has(MIN_SIMILARITY)
                && call.facts().recognises()
                && call.facts().threshold() == null) {
            return new Beyond(MIN_SIMILARITY, CatalogueObligationBinding.NO_SIMILARITY);
        }
        return new Within(call.withFacts(obligations.applyTo(call.facts()))
                .withRequest(limitRequest(call.request(), obligations)));
    }

    @Override
    public @Nullable Beyond findUnmeetable(FaceCall withoutParameters, Obligations obligations) {
        var unknown = findUnknown(obligations);
        if (unknown != null || !withoutParameters.operation().equals(NeutralEndpoint.LIVENESS.operation())) {
            return unknown;
        }
        return session(withoutParameters, obligations) instanceof Beyond beyond ? beyond : null;
    }

    /** A session's pictures stay with its provider, and its result comes by a later call. */
    private static Bound session(FaceCall call, Obligations obligations) {
        for (var kind : List.of(PICTURES, REVIEWERS, REDACT, MAX_RESULTS)) {
            if (obligations.has(kind)) {
                return new Beyond(kind, "a session's pictures and result are transferred elsewhere");
            }
        }
        return new Within(call);
    }

    private static NormalizedRequest.@Nullable Page page(NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.ListFaces list -> list.page();
            case NormalizedRequest.ListGalleries(var page) -> page;
            default -> null;
        };
    }

    private static NormalizedRequest limitRequest(NormalizedRequest ask, Obligations obligations) {
        return switch (ask) {
            case NormalizedRequest.Compare(var source, var target, var threshold) ->
                new NormalizedRequest.Compare(source, target, raise(threshold, obligations));
            case NormalizedRequest.SearchByFace(var gallery, var face, var threshold, var max) ->
                new NormalizedRequest.SearchByFace(
                        gallery, face, raise(threshold, obligations), limitResults(max, obligations));
            case NormalizedRequest.SearchByPicture(var gallery, var picture, var threshold, var max) ->
                new NormalizedRequest.SearchByPicture(
                        gallery, picture, raise(threshold, obligations), limitResults(max, obligations));
            case NormalizedRequest.Enroll(var gallery, var picture, var external, var max, var _) ->
                new NormalizedRequest.Enroll(gallery, picture, external, max, obligations.templates());
            default -> ask;
        };
    }

    private static double raise(double threshold, Obligations obligations) {
        var least = obligations.minSimilarity();
        return least == null ? threshold : Math.max(least, threshold);
    }

    private static int limitResults(int asked, Obligations obligations) {
        return Math.min(asked, Objects.requireNonNullElse(obligations.maxResults(), asked));
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.limitsReplies()) {
            return reply;
        }
        return reply instanceof Reply.Verbatim given
                ? given.withBody(new HeldAnswerRelease(obligations).filterReply(given.body()))
                : new NormalizedResponseFilter(obligations).filterReply(reply);
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = new NeutralResponseWriter(call).toBytes(reply);
        return switch (reply) {
            case Reply.Detected(var faces, var _) -> new ReviewCopy(body, faces.size(), List.of());
            case Reply.PeopleDetected(var people) -> new ReviewCopy(body, people.size(), List.of());
            case Reply.Compared compared ->
                new ReviewCopy(
                        body,
                        compared.matches().size(),
                        compared.matches().stream().map(Reply.Match::similarity).toList());
            case Reply.Found found ->
                new ReviewCopy(
                        body,
                        found.candidates().size(),
                        found.candidates().stream()
                                .map(Reply.Candidate::similarity)
                                .toList());
            default -> new ReviewCopy(body, OptionalInt.empty(), List.of());
        };
    }
}
