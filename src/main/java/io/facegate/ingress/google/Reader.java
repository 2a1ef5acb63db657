package io.facegate.ingress.google;

import io.facegate.call.Ask;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Route.Form;
import io.facegate.call.rest.Routes;
import io.facegate.call.rest.Routes.Found;
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
        return read(
                arrival.head().method(),
                Address.path(arrival),
                () -> Address.query(arrival),
                route -> body(arrival, route));
    }

    /** One that came by other words, and was put into those of REST. */
    static FaceCall read(RestCall call) {
        return read(call.method(), Address.segments(call.path()), call::query, route -> call.body());
    }

    private static FaceCall read(String method, @Nullable List<String> path, Query query, Body body) {
        var found = path == null ? null : Routes.GOOGLE_VISION.find(method, path);
        if (found == null) {
            return doubtful(null, Doubt.UNKNOWN_OPERATION);
        }
        try {
            return read(
                    found, knownQuery(query.read(), found.route()), knownBody(body.read(found.route()), found.route()));
        } catch (Unreadable unreadable) {
            return doubtful(found.route(), unreadable.doubt());
        }
    }

    private static FaceCall read(Found found, Map<String, String> query, @Nullable Map<String, @Nullable Object> body)
            throws Unreadable {
        var route = found.route();
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
    }

    /** @param route what is asked, or null where that has no name */
    static FaceCall doubtful(@Nullable Route route, Doubt doubt) {
        return new FaceCall(
                PROVIDER,
                route == null ? NO_OPERATION : route.operation(),
                Facts.of(route == null ? Set.of() : route.capabilities()),
                new Ask.Particular(doubt.sentence()),
                Map.of(),
                doubt);
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
                        asked.isApart(),
                        each -> classified(
                                route, params, asked.fetched(each), call.facts().references())));
    }

    private static FaceCall classified(
            Route route, Map<String, @Nullable Object> params, Annotations asked, Set<Reference> references) {
        var operation = route.operation();
        var facts = new Facts(asked.capabilities(), Set.of(), null, null, references, null, asked.spare(operation));
        var said = new LinkedHashMap<String, @Nullable Object>(params);
        said.put(BODY, asked.sent());
        if (!asked.flaws().isEmpty()) {
            new Flaws(asked.flaws()).into(said);
        }
        return new FaceCall(PROVIDER, operation, facts, asked.ask(), said, route.doubt());
    }

    /** Where the parameters of a query come from. */
    private interface Query {
        Map<String, String> read() throws Unreadable;
    }

    /** Where a body comes from. */
    private interface Body {
        @Nullable
        Map<String, @Nullable Object> read(Route route) throws Unreadable;
    }

    private static Map<String, String> knownQuery(Map<String, String> query, Route route) throws Unreadable {
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
        if (encoded || !route.bodies().contains(arrival.body().length() == 0 ? Form.NONE : Form.JSON)) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        if (arrival.body().length() == 0) {
            return null;
        }
        var type = Objects.toString(arrival.header("Content-Type"), "").strip().toLowerCase(Locale.ROOT);
        if (!JSON.matcher(type).matches()) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        return StrictJson.read(arrival.body(), "content");
    }

    private static @Nullable Map<String, @Nullable Object> knownBody(
            @Nullable Map<String, @Nullable Object> body, Route route) throws Unreadable {
        if (!route.bodies().contains(body == null ? Form.NONE : Form.JSON)) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        if (body == null) {
            return null;
        }
        if (!route.parameters().containsAll(body.keySet()) || Spelling.differs(body)) {
            throw new Unreadable(Doubt.UNKNOWN_PARAMETER);
        }
        return body;
    }
}
