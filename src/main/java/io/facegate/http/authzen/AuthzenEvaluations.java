package io.facegate.http.authzen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch of AuthZEN evaluations.
 *
 * @param evaluations the evaluations, completed with the request's defaults; null where an item is no object
 * @param stop the decision after which evaluation stops, or null for never
 */
record AuthzenEvaluations(
        List<@Nullable Map<String, @Nullable Object>> evaluations,
        @Nullable Boolean stop) {
    private static final int MOST = 32;
    private static final List<String> ENTITIES = List.of("subject", "action", "resource", "context");

    /** Returns the evaluations of a request, or null when it is a single evaluation. */
    static @Nullable AuthzenEvaluations read(Map<String, @Nullable Object> request) throws MalformedQuestionException {
        var evaluations = request.get("evaluations");
        if (evaluations == null) {
            return null;
        }
        if (!(evaluations instanceof List<?> list)) {
            throw new MalformedQuestionException("evaluations must be an array.");
        }
        if (list.size() > MOST) {
            throw new MalformedQuestionException("evaluations must hold at most " + MOST + '.');
        }
        var stop = stop(AuthzenRequestReader.optional(request, "options").get("evaluations_semantic"));
        var each = new ArrayList<@Nullable Map<String, @Nullable Object>>();
        for (var one : list) {
            each.add(one instanceof Map<?, ?> object ? withDefaults(request, object) : null);
        }
        return each.isEmpty() ? null : new AuthzenEvaluations(each, stop);
    }

    /** An entity of an evaluation replaces the request's entity as a whole; fields are not merged. */
    private static Map<String, @Nullable Object> withDefaults(
            Map<String, @Nullable Object> request, Map<?, ?> evaluation) {
        var all = new HashMap<String, @Nullable Object>();
        for (var entity : ENTITIES) {
            all.put(entity, evaluation.containsKey(entity) ? evaluation.get(entity) : request.get(entity));
        }
        return all;
    }

    private static @Nullable Boolean stop(@Nullable Object semantic) throws MalformedQuestionException {
        return switch (semantic == null ? "execute_all" : semantic.toString()) {
            case "execute_all" -> null;
            case "deny_on_first_deny" -> false;
            case "permit_on_first_permit" -> true;
            default ->
                throw new MalformedQuestionException(
                        "options.evaluations_semantic must be execute_all, deny_on_first_deny or"
                                + " permit_on_first_permit.");
        };
    }
}
