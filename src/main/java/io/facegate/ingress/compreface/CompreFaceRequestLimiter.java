package io.facegate.ingress.compreface;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.call.RestOperation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Narrows a call's parameters to obligations that can be enforced on the request. */
final class CompreFaceRequestLimiter {
    private static final String PREDICTIONS = "prediction_count";
    private static final String PAGE = "size";

    private final RestOperation route;
    private final Obligations obligations;

    CompreFaceRequestLimiter(RestOperation route, Obligations obligations) {
        this.route = route;
        this.obligations = obligations;
    }

    FaceCall of(FaceCall call) {
        var given = CompreFaceParameters.of(call);
        var query = new LinkedHashMap<>(given.query());
        lower(query, PREDICTIONS, 1);
        lower(query, PAGE, Integer.MAX_VALUE);
        strip(given, query);
        var bound = new CompreFaceParameters(given.path(), query, given.body(), null);
        return call.with(obligations.on(call.facts()))
                .asking(ask(call.ask(), bound))
                .ruleText(bound.all());
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
    private void strip(CompreFaceParameters given, Map<String, String> query) {
        var left = CompreFacePlugins.of(given).stream()
                .filter(name -> {
                    var tells = CompreFacePlugins.tells(name);
                    return tells == null || tells.stream().noneMatch(obligations::redacts);
                })
                .toList();
        if (left.isEmpty()) {
            query.remove(CompreFacePlugins.PARAMETER);
        } else {
            query.put(CompreFacePlugins.PARAMETER, String.join(",", left));
        }
    }

    private NormalizedRequest ask(NormalizedRequest judged, CompreFaceParameters bound) {
        if (judged instanceof NormalizedRequest.Flawed) {
            return judged;
        }
        return CompreFaceRequestMapper.of(route, bound)
                        instanceof NormalizedRequest.AddExample(var gallery, var subject, var look, var _)
                ? new NormalizedRequest.AddExample(gallery, subject, look, obligations.templates())
                : CompreFaceRequestMapper.of(route, bound);
    }
}
