package io.facegate.vendor.compreface.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Narrows a call's parameters to obligations that can be enforced on the request. */
final class CompreFaceRequestNarrower {
    private final VendorOperation operation;
    private final RestOperation route;
    private final Obligations obligations;

    CompreFaceRequestNarrower(VendorOperation operation, Obligations obligations) {
        this.operation = operation;
        this.route = Objects.requireNonNull(operation.route(), operation.name());
        this.obligations = obligations;
    }

    FaceCall limit(FaceCall call) {
        var given = CompreFaceParameters.fromCall(call);
        var query = new LinkedHashMap<>(given.query());
        lower(query);
        removeRedacted(given, query);
        var bound = new CompreFaceParameters(given.path(), query, given.body(), null);
        return call.withFacts(obligations.applyTo(call.facts()))
                .withRequest(limitRequest(call.request(), bound))
                .withParams(bound.toMap());
    }

    private void lower(Map<String, String> query) {
        var most = obligations.maxResults();
        var results = operation.enforcement().most();
        if (most == null || results == null) {
            return;
        }
        var asked = query.get(results.name());
        int expected = asked == null ? results.vendorDefault().orElse(Integer.MAX_VALUE) : Integer.parseInt(asked);
        if (expected > most) {
            query.put(results.name(), Integer.toString(most));
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
