package io.facegate.vendor.compreface.client;

import io.facegate.call.FaceCall;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One CompreFace request before it is serialised. */
record CompreFaceRequest(
        RestOperation route, Map<String, String> path, Map<String, String> query, Map<String, @Nullable Object> body) {
    static final String SUBJECT = "subject";
    static final String IMAGE_ID = "image_id";
    static final String IDS = "ids";

    /** Returns the request of a judged call. */
    static CompreFaceRequest of(FaceCall call) {
        return new CompreFaceRequest(
                VendorApi.COMPREFACE.rest().byName(call.operation()),
                asMap(call.params().get("path")),
                asMap(call.params().get("query")),
                body(call.params().get("body")));
    }

    /** Returns a request that the gateway itself makes. */
    static CompreFaceRequest of(String operation, Map<String, String> path, Map<String, String> query) {
        return new CompreFaceRequest(VendorApi.COMPREFACE.rest().byName(operation), path, query, Map.of());
    }

    private static Map<String, String> asMap(@Nullable Object held) {
        var words = new LinkedHashMap<String, String>();
        if (held instanceof Map<?, ?> map) {
            map.forEach((key, value) -> words.put(String.valueOf(key), Objects.toString(value)));
        }
        return words;
    }

    private static Map<String, @Nullable Object> body(@Nullable Object held) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        if (held instanceof Map<?, ?> map) {
            map.forEach((key, value) -> body.put(String.valueOf(key), value));
        }
        return body;
    }

    String operation() {
        return route.operation();
    }

    /** Returns the ids of examples that it names. */
    List<String> ids() {
        var one = path.get(IMAGE_ID);
        if (one != null) {
            return List.of(one);
        }
        return route.bodies().contains(RestOperation.Form.LIST) && body.get(IDS) instanceof List<?> ids
                ? ids.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Returns the request with a query parameter changed. */
    CompreFaceRequest withQuery(String key, String value) {
        var asked = new LinkedHashMap<>(query);
        asked.put(key, value);
        return new CompreFaceRequest(route, path, asked, body);
    }
}
