package io.facegate.ingress.neutral;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.call.terms.Terms;
import io.facegate.call.via.Scale;
import io.facegate.ingress.Sieve;
import io.facegate.ingress.neutral.body.Bodies;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the neutral API's calls and replies hold what obligations speak of. */
final class NeutralTerms implements Terms {
    @Override
    public Bound bind(FaceCall call, Obligations obligations) {
        if (call.ask() instanceof Ask.Flawed) {
            return new Within(call);
        }
        if (call.ask() instanceof Ask.StartLiveness) {
            return session(call, obligations);
        }
        if (obligations.ask(MAX_RESULTS) && page(call.ask()) instanceof Ask.Page(var _, var token) && token != null) {
            return new Beyond(MAX_RESULTS, "it asks for a further page of a list");
        }
        if (obligations.ask(PICTURES)
                && call.ask() instanceof Ask.Enroll
                && call.provider().equals(Scale.COMPREFACE.provider())) {
            return new Beyond(PICTURES, "the vendor keeps pictures with their templates");
        }
        if (obligations.ask(MIN_SIMILARITY) && recognises(call) && call.facts().threshold() == null) {
            return new Beyond(MIN_SIMILARITY, "its results carry no similarity");
        }
        return new Within(call.with(obligations.on(call.facts())).asking(ask(call.ask(), obligations)));
    }

    /** A session's pictures stay with whoever holds it, and its result comes by another call. */
    private static Bound session(FaceCall call, Obligations obligations) {
        for (var kind : List.of(PICTURES, REVIEWERS, REDACT, MAX_RESULTS)) {
            if (obligations.ask(kind)) {
                return new Beyond(kind, "a session's pictures and result come another way");
            }
        }
        return new Within(call);
    }

    private static boolean recognises(FaceCall call) {
        return call.facts().capabilities().stream()
                .anyMatch(asked -> asked == Capability.VERIFY || asked.within(Capability.IDENTIFY));
    }

    private static Ask.@Nullable Page page(Ask ask) {
        return switch (ask) {
            case Ask.ListFaces list -> list.page();
            case Ask.ListGalleries(var page) -> page;
            default -> null;
        };
    }

    private static Ask ask(Ask ask, Obligations obligations) {
        return switch (ask) {
            case Ask.Compare(var source, var target, var threshold) ->
                new Ask.Compare(source, target, raise(threshold, obligations));
            case Ask.SearchByFace(var gallery, var face, var threshold, var max) ->
                new Ask.SearchByFace(gallery, face, raise(threshold, obligations), most(max, obligations));
            case Ask.SearchByPicture(var gallery, var picture, var threshold, var max) ->
                new Ask.SearchByPicture(gallery, picture, raise(threshold, obligations), most(max, obligations));
            case Ask.Enroll(var gallery, var picture, var external, var max, var _) ->
                new Ask.Enroll(
                        gallery, picture, external, max, obligations.retention().templates());
            default -> ask;
        };
    }

    private static double raise(double threshold, Obligations obligations) {
        var least = obligations.minSimilarity();
        return least == null ? threshold : Math.max(least, threshold);
    }

    private static int most(int asked, Obligations obligations) {
        return Math.min(asked, Objects.requireNonNullElse(obligations.maxResults(), asked));
    }

    @Override
    public Reply sift(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.limitReplies()) {
            return reply;
        }
        return reply instanceof Reply.Verbatim given
                ? given.with(new Released(obligations).sift(given.body()))
                : new Sieve(obligations).sift(reply);
    }

    @Override
    public Exhibit exhibit(FaceCall call, Reply reply) {
        var body = new Bodies(call).of(reply);
        return switch (reply) {
            case Reply.Detected(var faces, var _) -> new Exhibit(body, faces.size(), List.of());
            case Reply.Compared compared ->
                new Exhibit(
                        body,
                        compared.matches().size(),
                        compared.matches().stream().map(Reply.Match::similarity).toList());
            case Reply.Found found ->
                new Exhibit(
                        body,
                        found.candidates().size(),
                        found.candidates().stream()
                                .map(Reply.Candidate::similarity)
                                .toList());
            default -> new Exhibit(body, -1, List.of());
        };
    }
}
