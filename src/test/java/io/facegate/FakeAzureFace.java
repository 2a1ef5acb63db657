package io.facegate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Azure Face on loopback, as far as it keeps no galleries: it takes only the parameters that Microsoft publishes for an
 * operation, only with its key, and knows the face ids that it gave.
 */
public final class FakeAzureFace implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PARAMETERS = Path.of("src/test/resources/azure-face-parameters.tsv");
    private static final int LEAST_BYTES = 1024;

    private final HttpServer server;
    private final String key;
    private final Set<String> published;
    private final Set<String> faceIds = ConcurrentHashMap.newKeySet();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private FakeAzureFace(HttpServer server, String key) throws IOException {
        this.server = server;
        this.key = key;
        this.published = new HashSet<>(Files.readAllLines(PARAMETERS));
        server.createContext("/", this::answer);
        server.start();
    }

    public static FakeAzureFace start(String key) throws IOException {
        return new FakeAzureFace(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), key);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The operations that were asked so far. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var reply = reply(exchange, body);
            var bytes = JSON.writeValueAsBytes(reply.body);
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(reply.status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private record Said(int status, Object body) {
        static Said error(int status, String code) {
            return new Said(status, Map.of("error", Map.of("code", code, "message", "As the fake vendor sees it.")));
        }
    }

    private Said reply(HttpExchange exchange, byte[] body) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var operation = exchange.getRequestMethod() + ' ' + path;
        seen.add(operation);
        if (!key.equals(exchange.getRequestHeaders().getFirst("Ocp-Apim-Subscription-Key"))) {
            return Said.error(401, "401");
        }
        var query = query(exchange.getRequestURI().getRawQuery());
        boolean json = "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        var given = json ? JSON.readTree(body) : JSON.createObjectNode();
        if (!known(operation, "query", query.keySet()) || !known(operation, "body", names(given))) {
            return Said.error(400, "BadArgument");
        }
        return switch (operation) {
            case "POST /face/v1.2/detect" -> detect(body, json, query);
            case "POST /face/v1.2/verify" ->
                faces(
                        List.of(
                                given.path("faceId1").asText(),
                                given.path("faceId2").asText()),
                        Map.of("isIdentical", true, "confidence", 0.93));
            case "POST /face/v1.2/findsimilars" -> similar(given);
            case "GET /face/v1.2/persongroups" -> new Said(200, List.of());
            default -> Said.error(404, "NotFound");
        };
    }

    private Said detect(byte[] body, boolean json, Map<String, String> query) {
        if (json || body.length < LEAST_BYTES) {
            return Said.error(400, json ? "InvalidURL" : "InvalidImageSize");
        }
        var face = new LinkedHashMap<String, Object>();
        if (!"false".equals(query.get("returnFaceId"))) {
            var id = UUID.randomUUID().toString();
            faceIds.add(id);
            face.put("faceId", id);
        }
        face.put("faceRectangle", Map.of("top", 131, "left", 177, "width", 162, "height", 162));
        if ("true".equals(query.get("returnRecognitionModel"))) {
            face.put("recognitionModel", query.getOrDefault("recognitionModel", "recognition_01"));
        }
        if ("true".equals(query.get("returnFaceLandmarks"))) {
            face.put("faceLandmarks", Map.of("noseTip", Map.of("x", 251.4, "y", 221.6)));
        }
        if (query.containsKey("returnFaceAttributes")) {
            face.put("faceAttributes", Map.of("headPose", Map.of("pitch", -3.1, "roll", 2.2, "yaw", -5.8)));
        }
        return new Said(200, List.of(face));
    }

    private Said similar(JsonNode given) {
        var asked = new ArrayList<String>();
        given.path("faceIds").forEach(id -> asked.add(id.asText()));
        var found = asked.stream()
                .map(id -> Map.of("faceId", id, "confidence", 0.93))
                .toList();
        asked.add(given.path("faceId").asText());
        return faces(asked, found);
    }

    private Said faces(List<String> ids, Object answer) {
        return faceIds.containsAll(ids) ? new Said(200, answer) : Said.error(404, "FaceNotFound");
    }

    /** Whether Microsoft publishes each of these for that operation. */
    private boolean known(String operation, String where, Set<String> names) {
        var place = "v1.2\t" + operation.replace(" /face/v1.2/", "\t/face/{version}/") + '\t' + where + '\t';
        return names.stream().allMatch(name -> published.contains(place + name));
    }

    private static Set<String> names(JsonNode given) {
        var names = new HashSet<String>();
        given.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Map<String, String> query(String raw) {
        var query = new LinkedHashMap<String, String>();
        for (var pair : raw == null ? new String[0] : raw.split("&")) {
            var cells = pair.split("=", 2);
            query.put(cells[0], URLDecoder.decode(cells[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
