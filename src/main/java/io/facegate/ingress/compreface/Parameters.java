package io.facegate.ingress.compreface;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Route.Form;
import io.facegate.call.rest.Routes.Found;
import io.facegate.ingress.Address;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Flaw;
import io.facegate.ingress.PictureLimits;
import io.facegate.ingress.StrictJson;
import io.facegate.ingress.StrictJson.Blob;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one call holds.
 *
 * @param path what the placeholders of its path stand for, keys left out
 * @param body its parts by name, or its list under {@link #IDS}; pictures where it has pictures
 * @param flaw what is wrong with a picture, or null
 */
record Parameters(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, @Nullable Object> body,
        @Nullable Flaw flaw) {
    /** What a body that is a list is called. */
    static final String IDS = "ids";

    /** The vendor's own limit of a file. */
    private static final PictureLimits LIMITS = new PictureLimits(5 * 1024 * 1024, 50_000_000);

    private static final Set<String> PICTURES = Set.of("file", "source_image", "target_image");
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
    private static final String KEY = "api_key";
    private static final String PATH = "path";
    private static final String QUERY = "query";
    private static final String BODY = "body";

    /**
     * Reads them off a request.
     *
     * @throws Unreadable when they are not what the operation takes
     */
    static Parameters read(Arrival arrival, Found found) throws Unreadable {
        var route = found.route();
        var query = Address.query(arrival);
        if (!route.query().containsAll(query.keySet())) {
            throw new Unreadable(Doubt.UNKNOWN_PARAMETER);
        }
        var path = new LinkedHashMap<>(found.values());
        path.remove(KEY);
        var body = body(arrival, route);
        if (!route.bodies().contains(Form.LIST) && !route.parameters().containsAll(body.keySet())) {
            throw new Unreadable(Doubt.UNKNOWN_PARAMETER);
        }
        return new Parameters(path, query, body, pictured(body));
    }

    private static Map<String, @Nullable Object> body(Arrival arrival, Route route) throws Unreadable {
        var type = String.valueOf(arrival.header("Content-Type")).strip();
        boolean json = JSON.matcher(type).matches();
        var form = arrival.body().length() == 0
                ? Form.NONE
                : type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
                        ? Form.FORM
                        : route.bodies().contains(Form.LIST) ? Form.LIST : Form.JSON;
        boolean odd = arrival.header("Content-Encoding") != null || arrival.repeats("Content-Type");
        boolean unsaid = !json && (form == Form.JSON || form == Form.LIST);
        if (odd || unsaid || !route.bodies().contains(form)) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        return switch (form) {
            case FORM -> FormFiles.read(type, arrival.body());
            case LIST -> Map.of(IDS, StrictJson.list(arrival.body()));
            case JSON -> StrictJson.read(arrival.body(), PICTURES.toArray(new String[0]));
            default -> Map.of();
        };
    }

    /** Puts a picture wherever the body holds bytes, having read no more than its header. */
    private static @Nullable Flaw pictured(Map<String, @Nullable Object> body) {
        try {
            for (var name : PICTURES) {
                if (body.get(name) instanceof Blob blob) {
                    body.put(name, LIMITS.read(blob.bytes()));
                }
            }
            return null;
        } catch (Flaw flaw) {
            return flaw;
        }
    }

    /** Those that a call was read with, or brought within its obligations with. */
    @SuppressWarnings("unchecked")
    static Parameters of(FaceCall call) {
        return new Parameters(
                words(call.params().get(PATH)),
                words(call.params().get(QUERY)),
                call.params().get(BODY) instanceof Map<?, ?> body ? (Map<String, @Nullable Object>) body : Map.of(),
                null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> words(@Nullable Object held) {
        return held instanceof Map<?, ?> words ? (Map<String, String>) words : Map.of();
    }

    /** As a call holds them. */
    Map<String, @Nullable Object> all() {
        var all = new LinkedHashMap<String, @Nullable Object>();
        all.put(PATH, path);
        all.put(QUERY, query);
        all.put(BODY, body);
        return all;
    }

    /** The picture of that name, or null where there is none. */
    @Nullable
    Picture picture(String name) {
        return body.get(name) instanceof Picture picture ? picture : null;
    }
}
