package io.facegate.vendor.azure.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.catalogue.RestOperation;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Narrows a call's parameters to obligations that can be enforced on the request. */
final class AzureFaceRequestNarrower {
    private static final String THRESHOLD = "confidenceThreshold";
    private static final String MOST = "maxNumOfCandidatesReturned";
    private static final String PAGE = "top";
    private static final String KEEP = "faceIdTimeToLive";
    private static final long SECONDS_OF_A_DAY = 86_400;

    private final RestOperation route;
    private final Obligations obligations;

    AzureFaceRequestNarrower(RestOperation route, Obligations obligations) {
        this.route = route;
        this.obligations = obligations;
    }

    FaceCall limit(FaceCall call) {
        var given = AzureParameters.fromCall(call);
        Map<String, @Nullable Object> body = new LinkedHashMap<>(given.body());
        var query = new LinkedHashMap<>(given.query());
        raise(body);
        lower(body, query);
        removeRedacted(given, query);
        limitRetention(query);
        var bound = new AzureParameters(given.path(), query, body, given.picture(), null);
        var ask = call.request() instanceof NormalizedRequest.Flawed
                ? call.request()
                : AzureFaceRequestMapper.map(route, bound);
        return call.withFacts(obligations.applyTo(call.facts()))
                .withRequest(ask)
                .withParams(bound.toMap());
    }

    private void raise(Map<String, @Nullable Object> body) {
        var least = obligations.minSimilarity();
        if (least == null || !route.parameters().contains(THRESHOLD)) {
            return;
        }
        boolean high = body.get(THRESHOLD) instanceof Number asked && asked.doubleValue() >= least;
        if (!high) {
            body.put(THRESHOLD, least);
        }
    }

    private void lower(Map<String, @Nullable Object> body, Map<String, String> query) {
        var most = obligations.maxResults();
        if (most == null) {
            return;
        }
        if (route.parameters().contains(MOST) && !(body.get(MOST) instanceof Long asked && asked <= most)) {
            body.put(MOST, (long) most);
        }
        if (route.query().contains(PAGE) && Integer.parseInt(query.getOrDefault(PAGE, "9999")) > most) {
            query.put(PAGE, Integer.toString(most));
        }
    }

    /** Removes redacted attributes. Without any left, the vendor's default applies, which describes nobody. */
    private void removeRedacted(AzureParameters given, Map<String, String> query) {
        var left = given.list(AzureFaceCapabilityRules.ATTRIBUTES).stream()
                .filter(name -> {
                    var tells = AzureFaceReplyFields.attribute(name);
                    return tells == null || tells.stream().noneMatch(obligations::redacts);
                })
                .toList();
        if (left.isEmpty()) {
            query.remove(AzureFaceCapabilityRules.ATTRIBUTES);
        } else {
            query.put(AzureFaceCapabilityRules.ATTRIBUTES, String.join(",", left));
        }
    }

    /** Limits the lifetime of a face id to the permitted retention of templates. */
    private void limitRetention(Map<String, String> query) {
        var keep = obligations.templates();
        if (keep == null || !route.query().contains(KEEP)) {
            return;
        }
        long allowed = LocalDate.EPOCH.plus(keep).toEpochDay() * SECONDS_OF_A_DAY;
        if (allowed < Long.parseLong(query.getOrDefault(KEEP, Long.toString(SECONDS_OF_A_DAY)))) {
            query.put(KEEP, Long.toString(Math.max(allowed, 60)));
        }
    }
}
