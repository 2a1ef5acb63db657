package io.facegate.ingress.azure;

import io.facegate.call.Ask;
import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.rest.Route;
import io.facegate.ingress.azure.rest.Parameters;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings one call's parameters within obligations that can be met on it. */
final class Binding {
    private static final String THRESHOLD = "confidenceThreshold";
    private static final String MOST = "maxNumOfCandidatesReturned";
    private static final String PAGE = "top";
    private static final String KEEP = "faceIdTimeToLive";
    private static final long SECONDS_OF_A_DAY = 86_400;

    private final Route route;
    private final Obligations obligations;

    Binding(Route route, Obligations obligations) {
        this.route = route;
        this.obligations = obligations;
    }

    FaceCall of(FaceCall call) {
        var given = Parameters.of(call);
        Map<String, @Nullable Object> body = new LinkedHashMap<>(given.body());
        var query = new LinkedHashMap<>(given.query());
        raise(body);
        lower(body, query);
        strip(given, query);
        shorten(query);
        var bound = new Parameters(given.path(), query, body, given.picture(), null);
        var ask = call.ask() instanceof Ask.Flawed ? call.ask() : Asks.of(route, bound);
        return call.with(obligations.on(call.facts())).asking(ask).saying(bound.all());
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

    /** Takes redacted attributes away; what is left of none is the vendor's default, which describes nobody. */
    private void strip(Parameters given, Map<String, String> query) {
        var left = given.listed(Variants.ATTRIBUTES).stream()
                .filter(name -> {
                    var tells = Fields.attribute(name);
                    return tells == null || tells.stream().noneMatch(obligations::redacts);
                })
                .toList();
        if (left.isEmpty()) {
            query.remove(Variants.ATTRIBUTES);
        } else {
            query.put(Variants.ATTRIBUTES, String.join(",", left));
        }
    }

    /** A face id lives no longer than templates may be kept. */
    private void shorten(Map<String, String> query) {
        var keep = obligations.retention().templates();
        if (keep == null || !route.query().contains(KEEP)) {
            return;
        }
        long allowed = LocalDate.EPOCH.plus(keep).toEpochDay() * SECONDS_OF_A_DAY;
        if (allowed < Long.parseLong(query.getOrDefault(KEEP, Long.toString(SECONDS_OF_A_DAY)))) {
            query.put(KEEP, Long.toString(Math.max(allowed, 60)));
        }
    }
}
