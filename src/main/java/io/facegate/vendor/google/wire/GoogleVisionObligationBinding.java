package io.facegate.vendor.google.wire;

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
import io.facegate.vendor.wire.NormalizedResponseFilter;
import io.facegate.vendor.wire.ReplyJson;
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
    public Set<Kind> supportedKinds() {
        return KNOWN;
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations obligations) {
        var beyond = findUnenforceable(call, obligations);
        if (beyond != null) {
            return beyond;
        }
        var facts = call.facts();
        Set<Capability> left = facts.capabilities().stream()
                .filter(capability -> !obligations.redacts(capability))
                .collect(Collectors.toSet());
        var sent = Facts.of(left).referringTo(facts.references()).withUnrequested(facts.unrequested());
        return new Within(call.withFacts(sent));
    }

    private static @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        boolean later = call.facts().references().contains(Reference.OUTPUT);
        boolean recognises = call.facts().capabilities().stream().anyMatch(one -> one.isWithin(Capability.IDENTIFY));
        if (asked.has(MIN_SIMILARITY) && recognises) {
            return new Beyond(MIN_SIMILARITY, "its results carry no similarity");
        }
        if (asked.has(REDACT) && later) {
            return new Beyond(REDACT, ELSEWHERE);
        }
        if (asked.has(MAX_RESULTS) && later) {
            return new Beyond(MAX_RESULTS, ELSEWHERE);
        }
        if (asked.has(REVIEWERS) && later) {
            return new Beyond(REVIEWERS, ELSEWHERE);
        }
        return asked.has(PICTURES) && later ? new Beyond(PICTURES, "it makes the vendor keep its results") : null;
    }

    @Override
    public boolean returnsUnrequested() {
        return true;
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        var filtered = filter(call, reply, obligations);
        var flaws = GoogleImageErrors.fromCall(call);
        boolean whole = flaws.isEmpty() || (filtered instanceof Reply.Verbatim given && given.status() != OK);
        return whole ? filtered : flaws.insertInto(call, filtered);
    }

    private static Reply filter(FaceCall call, Reply reply, Obligations obligations) {
        if (reply instanceof Reply.Verbatim given) {
            // A response whose parts all failed is recorded as an error, but the caller gets it as an answer.
            return given.status() == OK
                    ? given.withBody(new GoogleResponseFilter(call.facts().capabilities(), obligations)
                            .filterReply(given.body()))
                    : reply;
        }
        return obligations.limitsReplies() ? new NormalizedResponseFilter(obligations).filterReply(reply) : reply;
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
