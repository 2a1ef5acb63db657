package io.facegate.bench.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.CodedOutputStream;
import io.facegate.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The other vendors: the options that forward to them, and a face detection call on each wire. */
final class BenchVendors {
    private static final String BOUNDARY = "facegate-bench";
    private static final String UUID = "00000000-0000-0000-0000-000000000000";
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;

    private static final String FACEPLUSPLUS_KEY = "api_key: bench\napi_secret: bench\n";

    private BenchVendors() {}

    /** Options that forward to the vendors among {@code provider}. Keys are made up: the upstream ignores them. */
    static List<String> options(String provider, Path folder, URI upstream) throws IOException {
        var options = new ArrayList<String>();
        if (provider.contains("azure")) {
            options.addAll(List.of("--azure-endpoint", upstream.toString()));
            options.addAll(List.of("--azure-key", write(folder, "azure", "bench")));
        }
        if (provider.contains("google")) {
            options.addAll(List.of("--google-endpoint", upstream.toString()));
            options.addAll(List.of("--google-credentials", write(folder, "google", account(upstream))));
        }
        if (provider.contains("compreface")) {
            options.addAll(List.of("--compreface-endpoint", upstream.toString()));
            options.addAll(List.of("--compreface-keys", write(folder, "compreface", "detection: " + UUID + '\n')));
        }
        if (provider.contains("faceplusplus")) {
            options.addAll(List.of("--faceplusplus-endpoint", upstream.toString()));
            options.addAll(List.of("--faceplusplus-key", write(folder, "faceplusplus", FACEPLUSPLUS_KEY)));
        }
        return options;
    }

    private static String write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** A service account key whose tokens are issued by the upstream. */
    private static String account(URI upstream) throws IOException {
        try {
            var key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
            var pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
            return JsonMappers.PLAIN.writeValueAsString(Map.of(
                    "type", "service_account",
                    "project_id", "bench",
                    "private_key_id", "bench",
                    "private_key", pem,
                    "client_email", "bench@bench.iam.gserviceaccount.com",
                    "client_id", "1",
                    "token_uri", upstream.resolve("/token").toString()));
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }

    /** Calls by the display name of their wire. */
    static Map<String, BenchCall> calls(URI to, String key, byte[] image) {
        var base64 = Base64.getEncoder().encodeToString(image);
        var neutral = "{\"image\":{\"bytes\":\"" + base64 + "\"}}";
        var all = new LinkedHashMap<String, BenchCall>();
        all.put(
                "Azure Face's wire",
                BenchCall.keyed(
                        to,
                        "/face/v1.0/detect?returnFaceId=false",
                        said("Ocp-Apim-Subscription-Key", key, "application/octet-stream"),
                        image));
        all.put(
                "Google Vision's wire",
                BenchCall.keyed(to, "/v1/images:annotate", said("X-Goog-Api-Key", key, JSON), annotate(base64)));
        all.put(
                "Google Vision's wire over gRPC",
                BenchCall.keyed(
                        to,
                        "/google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages",
                        Map.of("X-Goog-Api-Key", key, "Content-Type", "application/grpc", "TE", "trailers"),
                        framed(image)));
        all.put(
                "CompreFace's wire",
                BenchCall.keyed(to, "/api/v1/detection/detect", said("x-api-key", key, FORM), form(image)));
        all.put(
                "Face++'s wire",
                BenchCall.keyed(to, "/facepp/v3/detect", Map.of("Content-Type", FORM), facePlusPlus(key, image)));
        all.put(
                "the neutral API",
                BenchCall.keyed(to, "/facegate/v1/detect", said("X-Api-Key", key, JSON), neutral.getBytes(US_ASCII)));
        return all;
    }

    private static byte[] annotate(String base64) {
        return ("{\"requests\":[{\"image\":{\"content\":\"" + base64
                        + "\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}")
                .getBytes(US_ASCII);
    }

    private static Map<String, String> said(String header, String key, String type) {
        return Map.of(header, key, "Content-Type", type);
    }

    /** A gRPC frame with a BatchAnnotateImagesRequest: one request with the image content and one feature. */
    private static byte[] framed(byte[] image) {
        var content = field(1, image);
        var faceDetection = new byte[] {8, 1};
        var request = field(1, joined(field(1, content), field(2, faceDetection)));
        var head = ByteBuffer.allocate(5).put((byte) 0).putInt(request.length);
        return joined(head.array(), request);
    }

    /** A protobuf field of wire type 2: a nested message or bytes. */
    private static byte[] field(int number, byte[] value) {
        var whole = new byte[CodedOutputStream.computeByteArraySize(number, value)];
        try {
            CodedOutputStream.newInstance(whole).writeByteArray(number, value);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return whole;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] form(byte[] image) {
        return form("", "file", image);
    }

    /** The key's id is the part between its underscores. */
    private static byte[] facePlusPlus(String key, byte[] image) {
        return form(text("api_key", key.split("_")[1]) + text("api_secret", key), "image_file", image);
    }

    private static String text(String name, String value) {
        return part(name) + "\r\n\r\n" + value + "\r\n";
    }

    private static String part(String name) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + '"';
    }

    private static byte[] form(String before, String name, byte[] image) {
        var form = new ByteArrayOutputStream(image.length + 512);
        form.writeBytes(
                (before + part(name) + "; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n").getBytes(US_ASCII));
        form.writeBytes(image);
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII));
        return form.toByteArray();
    }
}
