package io.facegate.vendor.azure.wire;

import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.REDACT;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import io.facegate.vendor.wire.ReplyJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies obligations to Azure AI Vision calls and replies. */
final class AzureVisionObligationBinding implements CatalogueObligationBinding {
    @Override
    public VendorApi api() {
        return VendorApi.AZURE_VISION;
    }

    @Override
    public @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        var given = AzureParameters.fromCall(call);
        if (asked.has(MIN_SIMILARITY) && AzureVisionFeatures.namesPeople(given)) {
            return new Beyond(MIN_SIMILARITY, "a description names people without a similarity");
        }
        var left = limitedQuery(call, given, asked).keySet();
        return isOnlyDefaultLeft(call, given.query().keySet(), left, asked)
                ? new Beyond(REDACT, "it asks for nothing else")
                : null;
    }

    @Override
    public FaceCall limit(FaceCall call, Obligations obligations) {
        var given = AzureParameters.fromCall(call);
        var query = limitedQuery(call, given, obligations);
        var bound = new AzureParameters(given.path(), query, given.body(), given.picture(), null);
        return call.withFacts(obligations.applyTo(call.facts())).withParams(bound.toMap());
    }

    private Map<String, String> limitedQuery(FaceCall call, AzureParameters given, Obligations obligations) {
        var query = new LinkedHashMap<>(given.query());
        limiter(call, obligations).limitQuery(query);
        return query;
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
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim verbatim
                ? verbatim.body()
                : AzureVisionResponseWriter.toBytes(call, reply);
        var read = ReplyJson.read(body);
        var people = read.at("/peopleResult/values");
        var scores = read.findValues("celebrities").stream()
                .flatMap(list -> list.findValues("confidence").stream())
                .toList();
        var counted = read.has("faces") ? read.path("faces") : people;
        return reviewCopy(
                body, counted, call.facts().capabilities().contains(Capability.CELEBRITY) ? scores : List.of());
    }
}
