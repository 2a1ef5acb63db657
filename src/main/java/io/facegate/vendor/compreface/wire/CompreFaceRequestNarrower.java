package io.facegate.vendor.compreface.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.catalogue.RestOperation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Narrows a call's parameters to obligations that can be enforced on the request. */
final class CompreFaceRequestNarrower {
    private static final String PREDICTIONS = "prediction_count";
    private static final String PAGE = "size";

    private final RestOperation route;
    private final Obligations obligations;

    CompreFaceRequestNarrower(RestOperation route, Obligations obligations) {
        this.route = route;
        this.obligations = obligations;
    }

    FaceCall limit(FaceCall call) {
        var given = CompreFaceParameters.fromCall(call);
        var query = new LinkedHashMap<>(given.query());
        lower(query, PREDICTIONS, 1);
        lower(query, PAGE, Integer.MAX_VALUE);
        removeRedacted(given, query);
        var bound = new CompreFaceParameters(given.path(), query, given.body(), null);
        return call.withFacts(obligations.applyTo(call.facts()))
                .withRequest(limitRequest(call.request(), bound))
                .withParams(bound.toMap());
    }

    /** @param otherwise the vendor's default */
    private void lower(Map<String, String> query, String key, int otherwise) {
        var most = obligations.maxResults();
        if (most != null && route.query().contains(key)) {
            var asked = query.get(key);
            if ((asked == null ? otherwise : Integer.parseInt(asked)) > most) {
                query.put(key, Integer.toString(most));
            }
        }
    }

    /** Removes redacted plugins. Without any left, the vendor's default applies, which describes nobody. */
    private void removeRedacted(CompreFaceParameters given, Map<String, String> query) {
        var left = CompreFacePlugins.requestedPlugins(given).stream()
                .filter(name -> {
                    var tells = CompreFacePlugins.revealedCapabilities(name);
                    return tells == null || tells.stream().noneMatch(obligations::redacts);
                })
                .toList();
        if (left.isEmpty()) {
            query.remove(CompreFacePlugins.PARAMETER);
        } else {
            query.put(CompreFacePlugins.PARAMETER, String.join(",", left));
        }
    }

    private NormalizedRequest limitRequest(NormalizedRequest judged, CompreFaceParameters bound) {
        if (judged instanceof NormalizedRequest.Flawed) {
            return judged;
        }
        return CompreFaceRequestMapper.map(route, bound)
                        instanceof NormalizedRequest.AddExample(var gallery, var subject, var look, var _)
                ? new NormalizedRequest.AddExample(gallery, subject, look, obligations.templates())
                : CompreFaceRequestMapper.map(route, bound);
    }
}
