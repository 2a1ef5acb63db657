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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Applies obligations to Azure AI Vision calls and replies. Filters every reply to the cleared capabilities. */
final class AzureVisionObligationBinding implements ObligationBinding {
    private static final Set<Kind> KNOWN = Set.of(MIN_SIMILARITY, REDACT, MAX_RESULTS, REVIEWERS, PICTURES);

    @Override
    public Set<Kind> supportedKinds() {
        return KNOWN;
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations obligations) {
        var given = AzureParameters.fromCall(call);
        if (obligations.has(MIN_SIMILARITY) && AzureVisionFeatures.namesPeople(given)) {
            return new Beyond(MIN_SIMILARITY, "a description names people without a similarity");
        }
        var query = query(call, given, obligations);
        if (isOnlyDefaultLeft(call, given.query().keySet(), query.keySet(), obligations)) {
            return new Beyond(REDACT, "it asks for nothing else");
        }
        var bound = new AzureParameters(given.path(), query, given.body(), given.picture(), null);
        return new Within(call.withFacts(obligations.applyTo(call.facts())).withParams(bound.toMap()));
    }

    /** Returns the query without features that obligations redact. */
    private static Map<String, String> query(FaceCall call, AzureParameters given, Obligations obligations) {
        var route = RestOperations.AZURE_VISION.byName(call.wireOperation());
        var query = new LinkedHashMap<>(given.query());
        for (var list : AzureVisionFeatures.lists(route)) {
            var left = given.list(list).stream()
                    .filter(word -> isAllowed(list, word, obligations))
                    .toList();
            if (left.isEmpty()) {
                query.remove(list);
            } else {
                query.put(list, String.join(",", left));
            }
        }
        return query;
    }

    private static boolean isAllowed(String list, String word, Obligations obligations) {
        var tells = AzureVisionFeatures.revealedCapabilities(list, word);
        return tells != null && tells.stream().noneMatch(obligations::redacts);
    }

    /** True if only the vendor's default remains, which is tags of visible content. */
    private static boolean isOnlyDefaultLeft(
            FaceCall call, Set<String> asked, Set<String> left, Obligations obligations) {
        return switch (call.wireOperation()) {
            case "Analyze" -> !left.contains(AzureVisionFeatures.FEATURES);
            case "AnalyzeImage" ->
                !left.contains(AzureVisionFeatures.VISUAL)
                        && (asked.contains(AzureVisionFeatures.VISUAL)
                                || obligations.redacts(Capability.ANALYZE_LABELS));
            default -> call.facts().capabilities().stream().allMatch(obligations::redacts);
        };
    }

    @Override
    public boolean returnsUnrequested() {
        return true;
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        if (reply instanceof Reply.Verbatim given) {
            return given.error() == null
                    ? given.withBody(new AzureVisionResponseFilter(call.facts().capabilities(), obligations)
                            .filterReply(given.body()))
                    : reply;
        }
        return obligations.limitsReplies() ? new NormalizedResponseFilter(obligations).filterReply(reply) : reply;
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim verbatim
                ? verbatim.body()
                : AzureVisionResponseWriter.toBytes(call, reply);
        var read = ReplyJson.read(body);
        var people = read.at("/peopleResult/values");
        var scores = read.findValues("celebrities").stream()
                .flatMap(list -> list.findValues("confidence").stream())
                .filter(score -> score.isNumber())
                .map(score -> score.doubleValue())
                .toList();
        var counted = read.has("faces") ? read.path("faces") : people;
        return new ReviewCopy(
                body,
                counted.isArray() ? OptionalInt.of(counted.size()) : OptionalInt.empty(),
                call.facts().capabilities().contains(Capability.CELEBRITY) ? scores : List.of());
    }
}
