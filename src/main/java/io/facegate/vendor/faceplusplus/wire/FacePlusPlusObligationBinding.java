package io.facegate.vendor.faceplusplus.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import io.facegate.vendor.wire.NormalizedResponseFilter;
import io.facegate.vendor.wire.ReplyJson;
import java.util.LinkedHashMap;
import java.util.OptionalInt;
import java.util.Set;

/** Applies obligations to Face++ calls and replies. */
final class FacePlusPlusObligationBinding implements ObligationBinding {
    private static final Set<Kind> KNOWN = Set.of(MIN_SIMILARITY, REDACT, MAX_RESULTS, REVIEWERS, PICTURES);
    private static final double PERCENT = 100;

    @Override
    public Set<Kind> supportedKinds() {
        return KNOWN;
    }

    /** Every call is rewritten: the embedded engine must keep no token where none is permitted. */
    @Override
    public boolean returnsUnrequested() {
        return true;
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations asked) {
        if (call.request() instanceof NormalizedRequest.Flawed) {
            return new Within(call);
        }
        if (asked.limitsReplies()) {
            return new Beyond(asked.kinds().iterator().next(), "replies of this API are not filtered yet");
        }
        if (asked.has(PICTURES) && call.params().keySet().stream().anyMatch(name -> name.startsWith("image_file"))) {
            return new Beyond(PICTURES, "the vendor does not say how long it keeps pictures");
        }
        if (asked.has(MAX_RESULTS) && !"1".equals(call.params().getOrDefault("start", "1"))) {
            return new Beyond(MAX_RESULTS, "it asks for a further page of a list");
        }
        var operation = FacePlusPlusRequestReader.operation(call.wireOperation());
        var sent = new LinkedHashMap<>(call.params());
        var facts = asked.applyTo(call.facts());
        boolean keeping = facts.capabilities().contains(Capability.ENROLL);
        return new Within(call.withFacts(facts)
                .withParams(sent)
                .withRequest(FacePlusPlusRequestReader.request(operation.name(), sent, keeping)));
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        return obligations.limitsReplies() ? new NormalizedResponseFilter(obligations).filterReply(reply) : reply;
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim given
                ? given.body()
                : ReplyJson.write(FacePlusPlusOutcomeWriter.toJson(call, reply, ""));
        var read = ReplyJson.object(body);
        var list = read.path(read.has("results") ? "results" : "faces");
        var scores = read.findValues("confidence").stream()
                .filter(JsonNode::isNumber)
                .map(score -> score.doubleValue() / PERCENT)
                .toList();
        return new ReviewCopy(body, list.isArray() ? OptionalInt.of(list.size()) : OptionalInt.empty(), scores);
    }
}
