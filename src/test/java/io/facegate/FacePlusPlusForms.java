package io.facegate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.facegate.vendor.wire.HttpCall;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests of Face++'s clients: forms in both encodings, with the caller's key and secret among the fields. */
final class FacePlusPlusForms {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final String BOUNDARY = "0123456789abcdef";

    private FacePlusPlusForms() {}

    /** The key that a test's caller has: an id, and the same id in the secret. */
    static Map<String, Object> signed(String who, Map<String, ?> fields) {
        var all = new LinkedHashMap<String, Object>();
        all.put("api_key", who);
        all.put("api_secret", "fgk_" + who + "_secret");
        all.putAll(fields);
        return all;
    }

    static HttpCall multipart(String path, Map<String, ?> fields) {
        return multipart(path, List.copyOf(fields.entrySet()));
    }

    static HttpCall multipart(String path, List<? extends Map.Entry<String, ?>> fields) {
        var body = new StringBuilder();
        for (var field : fields) {
            boolean file = field.getValue() instanceof byte[];
            body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"");
            body.append(file ? "; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n" : "\r\n\r\n");
            body.append(file ? new String((byte[]) field.getValue(), ISO_8859_1) : utf8(field.getValue()))
                    .append("\r\n");
        }
        body.append("--" + BOUNDARY + "--\r\n");
        return raw(
                path,
                "multipart/form-data; boundary=" + BOUNDARY,
                body.toString().getBytes(ISO_8859_1));
    }

    private static String utf8(Object value) {
        return new String(String.valueOf(value).getBytes(UTF_8), ISO_8859_1);
    }

    static HttpCall urlEncoded(String path, Map<String, ?> fields) {
        var pairs = new ArrayList<String>();
        fields.forEach((name, value) -> pairs.add(name + '=' + URLEncoder.encode(String.valueOf(value), UTF_8)));
        return raw(
                path,
                "application/x-www-form-urlencoded",
                String.join("&", pairs).getBytes(UTF_8));
    }

    static HttpCall raw(String path, String type, byte[] body, String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", type));
        all.addAll(List.of(headers));
        return Stage.arrival("POST " + path, body, NOW, all.toArray(String[]::new));
    }
}
