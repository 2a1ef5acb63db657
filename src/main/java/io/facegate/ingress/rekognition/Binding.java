package io.facegate.ingress.rekognition;

import io.facegate.call.Ask;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Obligations;
import io.facegate.call.Operation;
import io.facegate.ingress.rekognition.reply.Sifter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings one call's parameters within obligations that can be met on it. */
final class Binding {
    private final Operation operation;
    private final Clauses clauses;
    private final Obligations obligations;

    Binding(Operation operation, Clauses clauses, Obligations obligations) {
        this.operation = operation;
        this.clauses = clauses;
        this.obligations = obligations;
    }

    FaceCall of(FaceCall call) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>(call.params());
        raise(params);
        lower(params);
        strip(params);
        return call.with(facts(call.facts())).asking(ask(call.ask(), params)).saying(params);
    }

    private void raise(Map<String, @Nullable Object> params) {
        var least = obligations.minSimilarity();
        var key = operation.threshold();
        if (least == null || key == null) {
            return;
        }
        double percent = Sifter.percent(least).doubleValue();
        boolean high =
                params.get(key) instanceof Number asked && asked.doubleValue() >= percent && asked.doubleValue() <= 100;
        if (!high && (params.get(key) != null || operation.thresholdDefault() < percent)) {
            params.put(key, percent);
        }
    }

    private void lower(Map<String, @Nullable Object> params) {
        var most = obligations.maxResults();
        var key = clauses.most();
        if (most == null || key == null) {
            return;
        }
        long allowed = Math.min(most, clauses.bound());
        boolean low = params.get(key) instanceof Long asked && asked >= 1 && asked <= allowed;
        if (!low) {
            params.put(key, allowed);
        }
    }

    /** Takes redacted attributes away; what is left of none is the vendor's default, which describes nobody. */
    private void strip(Map<String, @Nullable Object> params) {
        var key = clauses.attributes();
        if (key == null || !(params.get(key) instanceof List<?> asked)) {
            return;
        }
        var names = new LinkedHashSet<String>();
        for (var name : asked) {
            names.addAll(name.equals(Variants.ALL) ? Variants.all() : List.of(String.valueOf(name)));
        }
        boolean redacted = names.removeIf(name -> {
            var attribute = Variants.attribute(name);
            return attribute != null && obligations.redacts(attribute);
        });
        if (redacted) {
            params.put(key, names.isEmpty() ? List.of(Variants.DEFAULT) : new ArrayList<>(names));
        }
    }

    /** The results of a job are judged as what started it, and kept back on the reply. */
    private Facts facts(Facts judged) {
        var bound = obligations.on(judged);
        return clauses.fetched() == null ? bound : judged.at(bound.threshold());
    }

    private Ask ask(Ask judged, Map<String, @Nullable Object> params) {
        if (judged instanceof Ask.Flawed) {
            return judged;
        }
        var ask = Asks.of(operation, new Parameters(params));
        return ask instanceof Ask.Enroll(var gallery, var picture, var externalId, var max, var _)
                ? new Ask.Enroll(
                        gallery,
                        picture,
                        externalId,
                        max,
                        obligations.retention().templates())
                : ask;
    }
}
