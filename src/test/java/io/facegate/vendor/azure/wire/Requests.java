package io.facegate.vendor.azure.wire;

import io.facegate.Stage;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.vendor.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests of Azure Face's wire, as a client writes them. */
final class Requests {
    static final String JSON = "application/json";
    static final String BYTES = "application/octet-stream";
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String ID = "c5c24a82-6845-4031-9d5d-978df9175426";
    private static final String OTHER = "015839fb-fbd9-4f79-ace9-7675fc2f1dd9";

    private Requests() {}

    /** @param target the method, the path, and the query if there is one */
    static HttpCall of(String target, String type, byte[] body, Map<String, String> headers) {
        var all = new ArrayList<String>();
        headers.forEach((name, value) -> all.addAll(List.of(name, value)));
        if (!type.isEmpty()) {
            all.addAll(List.of("content-type", type));
        }
        return Stage.arrival(target, body, NOW, all.toArray(String[]::new));
    }

    static HttpCall of(String target, String json) {
        return of(target, JSON, json.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** The least that a client may send to have that operation done, in each version that has it. */
    static List<HttpCall> least(RestOperation route) {
        return route.versions().stream()
                .map(version -> of(
                        route.method() + " " + path(route, version),
                        body(route).isEmpty() ? "" : JSON,
                        body(route).getBytes(StandardCharsets.UTF_8),
                        Map.of()))
                .toList();
    }

    private static String path(RestOperation route, String version) {
        var path = new StringBuilder();
        for (var segment : route.path()) {
            path.append('/')
                    .append(
                            switch (segment) {
                                case "{version}" -> version;
                                case "{recognitionModel}" -> "recognition_04";
                                default ->
                                    segment.endsWith("GroupId}") || segment.endsWith("ListId}")
                                            ? "missing"
                                            : RestOperation.open(segment) ? ID : segment;
                            });
        }
        return path.toString();
    }

    private static String body(RestOperation route) {
        return switch (route.operation()) {
            case "Detect" -> "{\"url\":\"https://example.org/a.jpg\"}";
            case "Verify" -> "{\"faceId1\":\"" + ID + "\",\"faceId2\":\"" + OTHER + "\"}";
            case "FindSimilar" -> "{\"faceId\":\"" + ID + "\",\"faceIds\":[\"" + OTHER + "\"]}";
            case "Identify" -> "{\"faceIds\":[\"" + ID + "\"],\"personGroupId\":\"missing\"}";
            case "Group" -> "{\"faceIds\":[\"" + ID + "\",\"" + OTHER + "\"]}";
            default ->
                route.bodies().contains(Form.NONE)
                        ? ""
                        : route.bodies().contains(Form.BYTES) ? "{\"url\":\"https://example.org/a.jpg\"}" : "{}";
        };
    }
}
