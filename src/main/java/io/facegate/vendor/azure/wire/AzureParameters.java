package io.facegate.vendor.azure.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.RestOperations.Found;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.MultipartReader;
import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import io.facegate.vendor.wire.StrictUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of one call on any of Azure's wires.
 *
 * @param path the values of the path's placeholders
 * @param picture the body, when it is a picture
 * @param flaw the error of the picture, or null
 */
public record AzureParameters(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, @Nullable Object> body,
        @Nullable Picture picture,
        @Nullable InvalidRequestException flaw) {
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
    private static final String NO_BLOB = "\0";
    /** The most parts of a form, which is the number that the vendor's largest form has. */
    private static final int MOST_PARTS = 9;

    private static final String PATH = "path";
    private static final String QUERY = "query";
    private static final String BODY = "body";

    /**
     * Reads the parameters of a request.
     *
     * @param limits size limits of a picture in the body
     * @throws Unreadable when they do not match the operation
     */
    public static AzureParameters read(HttpCall arrival, Found found, PictureLimits limits) throws Unreadable {
        return read(arrival, found, limits, StrictUri.query(arrival));
    }

    /** As above, with the query as the operation's wire spells it. */
    static AzureParameters read(HttpCall arrival, Found found, PictureLimits limits, Map<String, String> query)
            throws Unreadable {
        var route = found.route();
        RequestMistake.requireKnown(query.keySet(), route.query());
        return switch (form(arrival, route)) {
            case NONE -> new AzureParameters(found.values(), query, Map.of(), null, null);
            case JSON -> new AzureParameters(found.values(), query, json(arrival, route), null, null);
            case BYTES ->
                new AzureParameters(found.values(), query, Map.of(), null, null)
                        .withPicture(arrival.body().bytes(), limits);
            case FORM ->
                new AzureParameters(found.values(), query, Map.of(), null, null).withForm(arrival, route, limits);
            case LIST -> throw new Unreadable(RequestMistake.malformedBody("No operation takes a list."));
        };
    }

    private static Form form(HttpCall arrival, RestOperation route) throws Unreadable {
        var type = String.valueOf(arrival.header("Content-Type")).strip().toLowerCase(Locale.ROOT);
        var form = arrival.body().length() == 0
                ? Form.NONE
                : JSON.matcher(type).matches()
                        ? Form.JSON
                        : type.equals("application/octet-stream") ? Form.BYTES : Form.FORM;
        boolean encoded = arrival.header("Content-Encoding") != null || arrival.isHeaderRepeated("Content-Type");
        if (encoded || !route.bodies().contains(form)) {
            throw new Unreadable(RequestMistake.wrongForm(arrival, form, route));
        }
        return form;
    }

    private static Map<String, @Nullable Object> json(HttpCall arrival, RestOperation route) throws Unreadable {
        var body = StrictJson.read(arrival.body(), NO_BLOB);
        RequestMistake.requireKnown(body.keySet(), route.parameters());
        return body;
    }

    private AzureParameters withForm(HttpCall arrival, RestOperation route, PictureLimits limits) throws Unreadable {
        var type = String.valueOf(arrival.header("Content-Type"));
        var read = new AzureFormBody(route.parameters());
        var fields = read.fieldsOf(MultipartReader.read(type, arrival.body(), MOST_PARTS), limits);
        return new AzureParameters(path, query, fields, null, read.flaw());
    }

    /** Returns the URL of the picture, when the body holds a URL and nothing else; else null. */
    public @Nullable String url() {
        return body.size() == 1 && body.get("url") instanceof String url ? url : null;
    }

    /** Returns the parameters without a body, so that the picture's URL is never sent. */
    public AzureParameters withoutBody() {
        return new AzureParameters(path, query, Map.of(), null, null);
    }

    /** Returns the parameters with the fetched picture as the body. */
    AzureParameters withPicture(Picture fetched) {
        return new AzureParameters(path, query, body, fetched, null);
    }

    private AzureParameters withPicture(byte[] bytes, PictureLimits limits) {
        try {
            return new AzureParameters(path, query, body, limits.read(bytes), null);
        } catch (InvalidRequestException wrong) {
            return new AzureParameters(path, query, body, null, wrong);
        }
    }

    /** Returns the parameters of a call, as read or as limited by its obligations. */
    @SuppressWarnings("unchecked")
    public static AzureParameters fromCall(FaceCall call) {
        var body = call.params().get(BODY);
        return new AzureParameters(
                asMap(call.params().get(PATH)),
                asMap(call.params().get(QUERY)),
                body instanceof Map<?, ?> json ? (Map<String, @Nullable Object>) json : Map.of(),
                body instanceof Picture picture ? picture : null,
                null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> asMap(@Nullable Object held) {
        return held instanceof Map<?, ?> words ? (Map<String, String>) words : Map.of();
    }

    /** Returns the parameters as a call stores them. */
    public Map<String, @Nullable Object> toMap() {
        var all = new LinkedHashMap<String, @Nullable Object>();
        all.put(PATH, path);
        all.put(QUERY, query);
        if (picture != null || !body.isEmpty()) {
            all.put(BODY, picture == null ? body : picture);
        }
        return all;
    }

    /** Returns the value of a flag in the query; an invalid flag is reported elsewhere as a precondition failure. */
    public boolean flag(String flag, boolean otherwise) {
        var value = query.get(flag);
        return value == null ? otherwise : value.equals("true");
    }

    /** Returns the items of a comma-separated list in the query; empty when it is absent. */
    public List<String> list(String name) {
        var words = query.get(name);
        return words == null ? List.of() : List.of(words.split(",", -1));
    }

    /** Returns those of the keys that the body holds. */
    public Set<String> presentKeys(List<String> keys) {
        return keys.stream()
                .filter(key -> body.get(key) != null)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
