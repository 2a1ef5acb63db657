package io.facegate.vendor.rekognition.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ObligationTargets;
import io.facegate.catalogue.VendorOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Narrows a call's parameters to obligations that can be enforced on the request. */
final class RekognitionRequestNarrower {
    private final VendorOperation operation;
    private final ObligationTargets clauses;
    private final Obligations obligations;

    RekognitionRequestNarrower(VendorOperation operation, Obligations obligations) {
        this.operation = operation;
        this.clauses = operation.enforcement();
        this.obligations = obligations;
    }

    FaceCall limit(FaceCall call) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>(call.params());
        raise(params);
        lower(params);
        removeRedacted(params);
        return call.withFacts(facts(call.facts()))
                .withRequest(limitRequest(call.request(), params))
                .withParams(params);
    }

    private void raise(Map<String, @Nullable Object> params) {
        var least = obligations.minSimilarity();
        var key = operation.threshold();
        if (least == null || key == null) {
            return;
        }
        double percent = RekognitionResponseFilter.percent(least).doubleValue();
        boolean high =
                params.get(key) instanceof Number asked && asked.doubleValue() >= percent && asked.doubleValue() <= 100;
        if (!high && (params.get(key) != null || operation.thresholdDefault() < percent)) {
            params.put(key, percent);
        }
    }

    private void lower(Map<String, @Nullable Object> params) {
        var most = obligations.maxResults();
        var results = clauses.most();
        if (most == null || results == null) {
            return;
        }
        long allowed = Math.min(most, results.limit().orElse(most));
        var key = results.name();
        boolean low = params.get(key) instanceof Long asked && asked >= 1 && asked <= allowed;
        if (!low) {
            params.put(key, allowed);
        }
    }

    /** Removes redacted attributes. Without any left, the vendor's default applies, which describes nobody. */
    private void removeRedacted(Map<String, @Nullable Object> params) {
        var key = clauses.attributes();
        if (key == null || !(params.get(key) instanceof List<?> asked)) {
            return;
        }
        var names = new LinkedHashSet<String>();
        for (var name : asked) {
            names.addAll(
                    name.equals(RekognitionCapabilityRules.ALL)
                            ? RekognitionCapabilityRules.allAttributes(key)
                            : List.of(String.valueOf(name)));
        }
        boolean redacted = names.removeIf(name -> {
            return RekognitionCapabilityRules.attribute(key, name).stream().anyMatch(obligations::redacts);
        });
        if (redacted) {
            params.put(key, names.isEmpty() ? List.of(RekognitionCapabilityRules.DEFAULT) : new ArrayList<>(names));
        }
    }

    /** Keeps a job's judged facts except the threshold, because its results are filtered when they are fetched. */
    private Facts facts(Facts judged) {
        var bound = obligations.applyTo(judged);
        return clauses.fetched() == null ? bound : judged.withThreshold(bound.threshold());
    }

    private NormalizedRequest limitRequest(NormalizedRequest judged, Map<String, @Nullable Object> params) {
        if (judged instanceof NormalizedRequest.Flawed) {
            return judged;
        }
        var ask = RekognitionRequestMapper.map(operation, new RekognitionParameters(params));
        return ask instanceof NormalizedRequest.Enroll(var gallery, var picture, var externalId, var max, var _)
                ? new NormalizedRequest.Enroll(gallery, picture, externalId, max, obligations.templates())
                : ask;
    }
}
