package io.facegate.ingress.google;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Route.Form;
import io.facegate.call.rest.Routes;
import io.facegate.ingress.Address;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.StrictJson;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and classifies one call: bytes in, words out. */
final class Reader {
    static final String PROVIDER = "google_vision";
    static final String PATH = "path";
    static final String QUERY = "query";
    static final String BODY = "body";
    static final String NUMBERS = "json;enum-encoding=int";

    /** What is asked has no name; the path may hold anybody's. */
    private static final String NO_OPERATION = "unknown";

    private static final Set<String> FORMS = Set.of("json", NUMBERS, "true", "false");
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private Reader() {}

    static FaceCall read(Arrival arrival) {
        var path = Address.path(arrival);
        var found =
                path == null ? null : Routes.GOOGLE_VISION.find(arrival.head().method(), path);
        if (found == null) {
            return doubtful(NO_OPERATION, Set.of(), Doubt.UNKNOWN_OPERATION);
        }
        var route = found.route();
        try {
            var query = query(arrival, route);
            var body = body(arrival, route);
            var params = new LinkedHashMap<String, @Nullable Object>();
            params.put(PATH, found.values());
            params.put(QUERY, query);
            if (body != null) {
                params.put(BODY, body);
            }
            return body != null && route.parameters().contains("requests")
                    ? annotated(
                            route,
                            params,
                            Annotations.read(route.operation(), found.values().get(Route.VERSION), body))
                    : whole(route, params, body);
        } catch (Unreadable unreadable) {
            return doubtful(route.operation(), route.capabilities(), unreadable.doubt());
        }
    }

    private static FaceCall doubtful(String name, Set<Capability> capabilities, Doubt doubt) {
        return new FaceCall(
                PROVIDER, name, Facts.of(capabilities), new Ask.Particular(doubt.sentence()), Map.of(), doubt);
    }

    private static FaceCall whole(
            Route route, Map<String, @Nullable Object> params, @Nullable Map<String, @Nullable Object> body) {
        var ask = new Ask.Particular("The embedded engine does not answer " + route.operation() + ".");
        boolean pointing = body != null && (body.get("uri") != null || body.get("inputConfig") != null);
        Set<Reference> references = pointing ? Set.of(Reference.URL) : Set.of();
        var facts = new Facts(route.capabilities(), Set.of(), null, null, references, null);
        return new FaceCall(PROVIDER, route.operation(), facts, ask, params, route.doubt());
    }

    private static FaceCall annotated(Route route, Map<String, @Nullable Object> params, Annotations asked) {
        var call = classified(route, params, asked, asked.references());
        return asked.urls().isEmpty() || call.doubt() != null || call.ask() instanceof Ask.Flawed
                ? call
                : call.asking(new Ask.Elsewhere(
                        asked.urls(),
                        Images.LIMITS.bytes(),
                        each -> classified(
                                route, params, asked.fetched(each), call.facts().references())));
    }

    private static FaceCall classified(
            Route route, Map<String, @Nullable Object> params, Annotations asked, Set<Reference> references) {
        var operation = route.operation();
        var facts = new Facts(asked.capabilities(), Set.of(), null, null, references, null, asked.spare(operation));
        return new FaceCall(PROVIDER, operation, facts, asked.ask(operation), params, route.doubt());
    }

    private static Map<String, String> query(Arrival arrival, Route route) throws Unreadable {
        var query = Address.query(arrival);
        if (!route.query().containsAll(query.keySet())) {
            throw new Unreadable(Doubt.UNKNOWN_PARAMETER);
        }
        for (var form : List.of("$alt", "alt", "prettyPrint")) {
            if (!FORMS.contains(query.getOrDefault(form, "json"))) {
                throw new Unreadable(Doubt.UNKNOWN_VALUE);
            }
        }
        return query;
    }

    private static @Nullable Map<String, @Nullable Object> body(Arrival arrival, Route route) throws Unreadable {
        boolean encoded = arrival.header("Content-Encoding") != null || arrival.repeats("Content-Type");
        boolean none = arrival.body().length() == 0;
        if (encoded || !route.bodies().contains(none ? Form.NONE : Form.JSON)) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        if (none) {
            return null;
        }
        var type = Objects.toString(arrival.header("Content-Type"), "").strip().toLowerCase(Locale.ROOT);
        if (!JSON.matcher(type).matches()) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        var body = StrictJson.read(arrival.body(), "content");
        if (!route.parameters().containsAll(body.keySet()) || Spelling.differs(body)) {
            throw new Unreadable(Doubt.UNKNOWN_PARAMETER);
        }
        return body;
    }
}
