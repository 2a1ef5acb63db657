package io.facegate.vendor.compreface.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.call.Picture.Format;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.RestOperations.Found;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import io.facegate.vendor.wire.StrictUri;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of one CompreFace call.
 *
 * @param path the values of the path's placeholders, without keys
 * @param body its parts by name, or its list under {@link #IDS}; pictures in decoded form
 * @param flaw the error of a picture, or null
 */
record CompreFaceParameters(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, @Nullable Object> body,
        @Nullable InvalidRequestException flaw) {
    /** The key under which a body that is a list is stored. */
    static final String IDS = "ids";

    /** The vendor's own limits for a file. */
    private static final PictureLimits LIMITS =
            new PictureLimits(5 * 1024 * 1024, 50_000_000, EnumSet.allOf(Format.class));

    private static final Set<String> PICTURES = Set.of("file", "source_image", "target_image");
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
    private static final String KEY = "api_key";
    private static final String PATH = "path";
    private static final String QUERY = "query";
    private static final String BODY = "body";

    /**
     * Reads the parameters of a request.
     *
     * @throws Unreadable when they do not match the operation
     */
    static CompreFaceParameters read(HttpCall arrival, Found found) throws Unreadable {
        var route = found.route();
        var query = StrictUri.query(arrival);
        RequestMistake.requireKnown(query.keySet(), route.query());
        var path = new LinkedHashMap<>(found.values());
        path.remove(KEY);
        var body = body(arrival, route);
        if (!route.bodies().contains(Form.LIST)) {
            RequestMistake.requireKnown(body.keySet(), route.parameters());
        }
        return new CompreFaceParameters(path, query, body, replacePictures(body));
    }

    private static Map<String, @Nullable Object> body(HttpCall arrival, RestOperation route) throws Unreadable {
        var type = String.valueOf(arrival.header("Content-Type")).strip();
        boolean json = JSON.matcher(type).matches();
        var form = arrival.body().length() == 0
                ? Form.NONE
                : type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
                        ? Form.FORM
                        : route.bodies().contains(Form.LIST) ? Form.LIST : Form.JSON;
        boolean odd = arrival.header("Content-Encoding") != null || arrival.isHeaderRepeated("Content-Type");
        boolean unsaid = !json && (form == Form.JSON || form == Form.LIST);
        if (odd || unsaid || !route.bodies().contains(form)) {
            throw new Unreadable(RequestMistake.wrongForm(arrival, form, route));
        }
        return switch (form) {
            case FORM -> CompreFaceFormFiles.read(type, arrival.body());
            case LIST -> Map.of(IDS, StrictJson.list(arrival.body()));
            case JSON -> StrictJson.read(arrival.body(), PICTURES.toArray(new String[0]));
            default -> Map.of();
        };
    }

    /** Replaces bytes of the body by pictures, of which only the header is read. Returns the first error, or null. */
    private static @Nullable InvalidRequestException replacePictures(Map<String, @Nullable Object> body) {
        try {
            for (var name : PICTURES) {
                if (body.get(name) instanceof Blob blob) {
                    body.put(name, LIMITS.read(blob.bytes()));
                }
            }
            return null;
        } catch (InvalidRequestException flaw) {
            return flaw;
        }
    }

    /** Returns the parameters of a call, as read or as limited by its obligations. */
    @SuppressWarnings("unchecked")
    static CompreFaceParameters fromCall(FaceCall call) {
        return new CompreFaceParameters(
                asMap(call.params().get(PATH)),
                asMap(call.params().get(QUERY)),
                call.params().get(BODY) instanceof Map<?, ?> body ? (Map<String, @Nullable Object>) body : Map.of(),
                null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> asMap(@Nullable Object held) {
        return held instanceof Map<?, ?> words ? (Map<String, String>) words : Map.of();
    }

    /** Returns the parameters as a call stores them. */
    Map<String, @Nullable Object> toMap() {
        var all = new LinkedHashMap<String, @Nullable Object>();
        all.put(PATH, path);
        all.put(QUERY, query);
        all.put(BODY, body);
        return all;
    }

    /** Returns the picture with that name, or null. */
    @Nullable
    Picture picture(String name) {
        return body.get(name) instanceof Picture picture ? picture : null;
    }
}
