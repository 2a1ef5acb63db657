package io.facegate.ingress.google;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import io.facegate.ingress.NormalizedResponseFilter;
import io.facegate.ingress.ReplyJson;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies obligations to Google Vision calls and replies. The vendor returns more about a face than requested, so every
 * reply is filtered to the cleared capabilities, whatever the obligations.
 */
final class GoogleVisionObligationBinding implements ObligationBinding {
    private static final int OK = 200;
    private static final String ELSEWHERE = "its results come later, in another reply";

    private static final Set<Kind> KNOWN = Set.of(MIN_SIMILARITY, REDACT, MAX_RESULTS, REVIEWERS, PICTURES);

    @Override
    public Set<Kind> known() {
        return KNOWN;
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations obligations) {
        var beyond = beyond(call, obligations);
        if (beyond != null) {
            return beyond;
        }
        var facts = call.facts();
        Set<Capability> left = facts.capabilities().stream()
                .filter(capability -> !obligations.redacts(capability))
                .collect(Collectors.toSet());
        var sent = new Facts(left, Set.of(), null, null, facts.references(), null, facts.spare());
        return new Within(call.with(sent));
    }

    private static @Nullable Beyond beyond(FaceCall call, Obligations asked) {
        boolean later = call.facts().references().contains(Reference.OUTPUT);
        boolean recognises = call.facts().capabilities().stream().anyMatch(one -> one.within(Capability.IDENTIFY));
        if (asked.ask(MIN_SIMILARITY) && recognises) {
            return new Beyond(MIN_SIMILARITY, "its results carry no similarity");
        }
        if (asked.ask(REDACT) && later) {
            return new Beyond(REDACT, ELSEWHERE);
        }
        if (asked.ask(MAX_RESULTS) && later) {
            return new Beyond(MAX_RESULTS, ELSEWHERE);
        }
        if (asked.ask(REVIEWERS) && later) {
            return new Beyond(REVIEWERS, ELSEWHERE);
        }
        return asked.ask(PICTURES) && later ? new Beyond(PICTURES, "it makes the vendor keep its results") : null;
    }

    @Override
    public boolean tellsUnasked() {
        return true;
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        var filtered = filtered(call, reply, obligations);
        var flaws = GoogleImageErrors.of(call);
        boolean whole = flaws.isEmpty() || (filtered instanceof Reply.Verbatim given && given.status() != OK);
        return whole ? filtered : flaws.among(call, filtered);
    }

    private static Reply filtered(FaceCall call, Reply reply, Obligations obligations) {
        if (reply instanceof Reply.Verbatim given) {
            // A response whose parts all failed is recorded as an error, but the caller gets it as an answer.
            return given.status() == OK
                    ? given.with(new GoogleResponseFilter(call.facts().capabilities(), obligations)
                            .filterReply(given.body()))
                    : reply;
        }
        return obligations.limitReplies() ? new NormalizedResponseFilter(obligations).filterReply(reply) : reply;
    }

    @Override
    public ReviewCopy reviewCopy(FaceCall call, Reply reply) {
        var body =
                reply instanceof Reply.Verbatim verbatim ? verbatim.body() : new GoogleResponseWriter(call).of(reply);
        int faces = ReplyJson.object(body).findValues("faceAnnotations").stream()
                .mapToInt(list -> list.size())
                .sum();
        return new ReviewCopy(body, faces, List.of());
    }
}
