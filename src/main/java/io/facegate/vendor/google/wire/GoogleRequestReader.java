package io.facegate.vendor.google.wire;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.RestOperations.Found;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import io.facegate.vendor.wire.StrictUri;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser and classifier of one Google Vision call. */
final class GoogleRequestReader {
    static final String PROVIDER = "google_vision";
    static final String PATH = "path";
    static final String QUERY = "query";
    static final String BODY = "body";
    static final String NUMBERS = "json;enum-encoding=int";

    /** Operation name of an unknown route. The path is not used as a name, because it may hold personal names. */
    private static final String NO_OPERATION = "unknown";

    private static final Set<String> FORMS = Set.of("json", NUMBERS, "true", "false");
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private GoogleRequestReader() {}

    static FaceCall read(HttpCall arrival) {
        return read(
                arrival.head().method(),
                StrictUri.path(arrival),
                () -> StrictUri.query(arrival),
                route -> body(arrival, route));
    }

    /** Reads a call that arrived over another transport and was translated to REST. */
    static FaceCall read(GoogleRestCall call) {
        return read(call.method(), StrictUri.segments(call.path()), call::query, route -> call.body());
    }

    private static FaceCall read(String method, @Nullable List<String> path, Query query, Body body) {
        var found = path == null ? null : VendorApi.GOOGLE_VISION.rest().find(method, path);
        if (found == null) {
            return callOfUnknownOperation(null);
        }
        try {
            return read(
                    found, knownQuery(query.read(), found.route()), knownBody(body.read(found.route()), found.route()));
        } catch (Unreadable unreadable) {
            return mistakenCall(found.route(), unreadable.mistake());
        }
    }

    private static FaceCall read(Found found, Map<String, String> query, @Nullable Map<String, @Nullable Object> body) {
        var route = found.route();
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put(PATH, found.values());
        params.put(QUERY, query);
        if (body != null) {
            params.put(BODY, body);
        }
        var misspelt = findOtherSpelling(body);
        if (body == null || !route.parameters().contains("requests")) {
            return misspelt == null ? readWhole(route, params, body) : mistakenCall(route, misspelt);
        }
        var asked = GoogleAnnotations.read(route.operation(), found.values().get(RestOperation.VERSION), body);
        var mistake = misspelt == null ? asked.mistake() : misspelt;
        return mistake == null ? readAnnotations(route, params, asked) : mistakenCall(route, mistake, asked);
    }

    private static @Nullable RequestMistake findOtherSpelling(@Nullable Map<String, @Nullable Object> body) {
        var found = GoogleFieldSpelling.findOtherSpelling(body);
        return found == null ? null : RequestMistake.unknownSpelling(found, GoogleFieldSpelling.toCamelCase(found));
    }

    /** Returns the call with what its parts reveal that could be read. */
    private static FaceCall mistakenCall(RestOperation route, RequestMistake mistake, GoogleAnnotations asked) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(route.capabilities());
        capabilities.addAll(asked.capabilities());
        var facts = Facts.of(capabilities)
                .referringTo(asked.references())
                .withUnrequested(asked.unrequested(route.operation()));
        return mistakenCall(route, mistake).withFacts(facts);
    }

    static FaceCall mistakenCall(RestOperation route, RequestMistake mistake) {
        return mistake.toCall(PROVIDER, route.operation(), route.capabilities());
    }

    /** @param route the operation whose path another one takes, or null when it is unknown */
    static FaceCall callOfUnknownOperation(@Nullable RestOperation route) {
        return route == null
                ? RequestMistake.callOfUnknownOperation(PROVIDER, NO_OPERATION, Set.of())
                : RequestMistake.callOfUnknownOperation(PROVIDER, route.operation(), route.capabilities());
    }

    private static FaceCall readWhole(
            RestOperation route, Map<String, @Nullable Object> params, @Nullable Map<String, @Nullable Object> body) {
        var ask =
                new NormalizedRequest.VendorSpecific("The embedded engine does not answer " + route.operation() + ".");
        boolean pointing = body != null && (body.get("uri") != null || body.get("inputConfig") != null);
        Set<Reference> references = pointing ? Set.of(Reference.URL) : Set.of();
        var facts = Facts.of(route.capabilities()).referringTo(references);
        return new FaceCall(PROVIDER, route.operation(), facts, ask, params, route.preconditionFailure());
    }

    private static FaceCall readAnnotations(
            RestOperation route, Map<String, @Nullable Object> params, GoogleAnnotations asked) {
        var call = classify(route, params, asked, asked.references());
        return asked.urls().isEmpty()
                        || call.preconditionFailure() != null
                        || call.request() instanceof NormalizedRequest.Flawed
                ? call
                : call.withRequest(new NormalizedRequest.PicturesAtUrls(
                        asked.urls(),
                        GoogleImages.LIMITS.bytes(),
                        asked.isApart(),
                        each -> classify(
                                route,
                                params,
                                asked.withFetched(each),
                                call.facts().references())));
    }

    private static FaceCall classify(
            RestOperation route,
            Map<String, @Nullable Object> params,
            GoogleAnnotations asked,
            Set<Reference> references) {
        var operation = route.operation();
        var facts =
                Facts.of(asked.capabilities()).referringTo(references).withUnrequested(asked.unrequested(operation));
        var said = new LinkedHashMap<String, @Nullable Object>(params);
        said.put(BODY, asked.bodyToSend());
        var call = new FaceCall(PROVIDER, operation, facts, asked.toRequest(), said, route.preconditionFailure());
        return asked.flaws().isEmpty() ? call : call.withWireDetail(new GoogleImageErrors(asked.flaws()));
    }

    /** Source of the query parameters. */
    private interface Query {
        Map<String, String> read() throws Unreadable;
    }

    /** Source of the body. */
    private interface Body {
        @Nullable
        Map<String, @Nullable Object> read(RestOperation route) throws Unreadable;
    }

    private static Map<String, String> knownQuery(Map<String, String> query, RestOperation route) throws Unreadable {
        RequestMistake.requireKnown(query.keySet(), route.query());
        for (var form : List.of("$alt", "alt", "prettyPrint")) {
            if (!FORMS.contains(query.getOrDefault(form, "json"))) {
                throw new Unreadable(RequestMistake.unknownValue(form, query.get(form), FORMS));
            }
        }
        return query;
    }

    private static @Nullable Map<String, @Nullable Object> body(HttpCall arrival, RestOperation route)
            throws Unreadable {
        boolean encoded = arrival.header("Content-Encoding") != null || arrival.isHeaderRepeated("Content-Type");
        var form = arrival.body().length() == 0 ? Form.NONE : Form.JSON;
        if (encoded || !route.bodies().contains(form)) {
            throw new Unreadable(RequestMistake.wrongForm(arrival, form, route));
        }
        if (arrival.body().length() == 0) {
            return null;
        }
        var type = Objects.toString(arrival.header("Content-Type"), "").strip().toLowerCase(Locale.ROOT);
        if (!JSON.matcher(type).matches()) {
            throw new Unreadable(RequestMistake.wrongForm(arrival, form, route));
        }
        return StrictJson.read(arrival.body(), "content");
    }

    private static @Nullable Map<String, @Nullable Object> knownBody(
            @Nullable Map<String, @Nullable Object> body, RestOperation route) throws Unreadable {
        if (!route.bodies().contains(body == null ? Form.NONE : Form.JSON)) {
            throw new Unreadable(RequestMistake.malformedBody("The body must be one JSON object."));
        }
        if (body == null) {
            return null;
        }
        RequestMistake.requireKnown(body.keySet(), route.parameters());
        return body;
    }
}
