package io.facegate.vendor.azure.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of one operation, in the form of the vendor's own wire.
 *
 * @param body the body to send, or null
 */
record AzureOperationParameters(
        Map<String, String> path,
        Map<String, String> query,
        @Nullable Object body) {
    /** The vendor's latest recognition model. Templates of different models cannot be compared. */
    static final String MODEL = "recognition_04";

    /** The detection model that also finds small and rotated faces. */
    static final String DETECTOR = "detection_03";

    static AzureOperationParameters empty() {
        return new AzureOperationParameters(Map.of("version", "v1.2"), Map.of(), null);
    }

    /** Returns parameters that name a face list. */
    static AzureOperationParameters list(String gallery) {
        return empty().withPath("faceListId", gallery);
    }

    AzureOperationParameters withPath(String place, String name) {
        var more = new LinkedHashMap<>(path);
        more.put(place, name);
        return new AzureOperationParameters(more, query, body);
    }

    AzureOperationParameters withQuery(String parameter, String value) {
        var more = new LinkedHashMap<>(query);
        more.put(parameter, value);
        return new AzureOperationParameters(path, more, body);
    }

    AzureOperationParameters withBody(Object what) {
        return new AzureOperationParameters(path, query, what);
    }

    Map<String, @Nullable Object> params() {
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("path", path);
        params.put("query", query);
        if (body != null) {
            params.put("body", body);
        }
        return params;
    }
}
