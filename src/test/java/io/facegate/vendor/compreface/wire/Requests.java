package io.facegate.vendor.compreface.wire;

import io.facegate.Stage;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.vendor.wire.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests of CompreFace's wire, as a client writes them. */
public final class Requests {
    public static final String JSON = "application/json";
    public static final String BOUNDARY = "----facegate-test";
    public static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    public static final String ID = "c5c24a82-6845-4031-9d5d-978df9175426";

    public static final byte[] PIXELS = Stage.PIXELS;

    private Requests() {}

    /** @param target the method, the path, and the query if there is one */
    public static HttpCall of(String target, String type, byte[] body, Map<String, String> headers) {
        var all = new ArrayList<String>();
        headers.forEach((name, value) -> all.addAll(List.of(name, value)));
        if (!type.isEmpty()) {
            all.addAll(List.of("content-type", type));
        }
        return Stage.arrival(target, body, NOW, all.toArray(String[]::new));
    }

    public static HttpCall of(String target, String json) {
        return of(target, JSON, json.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static HttpCall of(String target) {
        return of(target, "", new byte[0], Map.of());
    }

    /** The files of a form, one part each. */
    public static byte[] form(Map<String, byte[]> files) {
        var body = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name
                            + "\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(bytes);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    /** The same files in the other form. */
    public static byte[] json(Map<String, byte[]> files) {
        var body = new StringBuilder("{");
        files.forEach((name, bytes) -> body.append(body.length() > 1 ? "," : "")
                .append("\"" + name + "\":\"" + Base64.getEncoder().encodeToString(bytes) + '"'));
        return body.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The least that a client may send to have that operation done, in each form that its body may have. */
    public static List<HttpCall> least(RestOperation route, Map<String, String> headers) {
        var target = target(route);
        return route.bodies().stream()
                .map(form -> form == Form.FORM
                        ? of(target, FORM, form(files(route)), headers)
                        : form == Form.NONE
                                ? of(target, "", new byte[0], headers)
                                : of(target, JSON, body(route), headers))
                .toList();
    }

    public static String target(RestOperation route) {
        var path = new StringBuilder(route.method() + ' ');
        for (var segment : route.path()) {
            path.append('/')
                    .append(
                            switch (segment) {
                                case "{image_id}" -> ID;
                                case "{subject}" -> "Jane%20Doe";
                                case "{api_key}" -> "FGAKPATHKEY";
                                default -> segment;
                            });
        }
        return path + (route.operation().equals("AddFace") ? "?subject=Jane%20Doe" : "");
    }

    private static Map<String, byte[]> files(RestOperation route) {
        var files = new LinkedHashMap<String, byte[]>();
        route.parameters().stream().sorted().forEach(name -> files.put(name, PIXELS));
        return files;
    }

    private static byte[] body(RestOperation route) {
        return switch (route.operation()) {
            case "RecognizeEmbeddings", "VerifyFaceEmbeddings" -> "{\"embeddings\":[[0.5,-0.5]]}".getBytes();
            case "VerifyEmbeddings" -> "{\"source\":[0.5,-0.5],\"targets\":[[0.5,-0.5]]}".getBytes();
            case "AddSubject", "RenameSubject" -> "{\"subject\":\"John Doe\"}".getBytes();
            case "DeleteFacesById" -> ("[\"" + ID + "\"]").getBytes();
            default -> json(files(route));
        };
    }
}
