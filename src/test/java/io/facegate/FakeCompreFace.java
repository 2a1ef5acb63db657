package io.facegate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A CompreFace server in memory, after its published description of its API. Two pictures are of one person when their
 * bytes are the same; each picture shows one face.
 */
public final class FakeCompreFace implements AutoCloseable {
    public static final String KEYS = """
        detection: 00000000-0000-0000-0000-00000000000d
        recognition: 00000000-0000-0000-0000-00000000000e
        verification: 00000000-0000-0000-0000-00000000000f
        """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PART =
            Pattern.compile("name=\"([a-z_]+)\"; filename=\"[^\"]+\\.(png|jpeg)\"\r\nContent-Type: image/\\2\r\n\r\n");
    private static final Pattern ID = Pattern.compile("/(faces|images)/([0-9a-f-]{36})");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Map<String, Example> examples = new LinkedHashMap<>();
    private final TreeSet<String> subjects = new TreeSet<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    private volatile Runnable whenAdding = () -> {};
    private boolean tellsEverything;
    private boolean tellsUndescribed = true;

    private record Example(String id, String subject, byte[] picture) {}

    /** One request as it came, its subjects decoded. */
    public record Seen(String method, String path, Map<String, String> query, Map<String, byte[]> files, String type) {}

    private record Said(int status, Object body) {
        static Said error(int status, int code, String message) {
            return new Said(status, Map.of("message", message, "code", code));
        }
    }

    private FakeCompreFace(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public static FakeCompreFace start() throws IOException {
        return new FakeCompreFace(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public Seen last() {
        return seen.getLast();
    }

    /** From now on replies hold only what the vendor describes. */
    public synchronized void tellsOnlyWhatIsDescribed() {
        tellsUndescribed = false;
    }

    /** From now on each face is described whatever was asked. */
    public synchronized void tellsEverything() {
        tellsEverything = true;
    }

    /** What happens between the coming of an example and its being added. */
    public void whenAdding(Runnable first) {
        whenAdding = first;
    }

    /** The subjects as the server knows them. */
    public synchronized List<String> subjects() {
        return List.copyOf(subjects);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var came = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().endsWith("/faces")) {
                whenAdding.run();
            }
            var said = reply(exchange, came);
            boolean bytes = said.body instanceof byte[];
            var body = bytes
                    ? (byte[]) said.body
                    : said.body instanceof String text ? text.getBytes(UTF_8) : JSON.writeValueAsBytes(said.body);
            exchange.getResponseHeaders().add("Content-Type", bytes ? "application/octet-stream" : "application/json");
            exchange.sendResponseHeaders(said.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Said reply(HttpExchange exchange, byte[] body) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        var query = query(exchange.getRequestURI().getRawQuery());
        var files = type.startsWith("multipart/form-data") ? files(type, body) : Map.<String, byte[]>of();
        seen.add(new Seen(exchange.getRequestMethod(), path, query, files, type));
        var service = path.split("/")[3];
        if (KEYS.contains(service + ":")) {
            var key = exchange.getRequestHeaders().getFirst("x-api-key");
            if (key == null) {
                return Said.error(400, 20, "Missing header: x-api-key");
            }
            if (!KEYS.contains(service + ": " + key)) {
                return Said.error(404, 10, service + " service with API Key " + key + " not found");
            }
        }
        var json = type.equals("application/json") ? JSON.readTree(body) : JSON.createObjectNode();
        var operation = exchange.getRequestMethod() + ' ' + ID.matcher(path).replaceFirst("/$1/ID");
        return operation.contains("/subjects") ? subjects(operation, json) : faces(operation, path, query, files, json);
    }

    private Said faces(
            String operation, String path, Map<String, String> query, Map<String, byte[]> files, JsonNode json)
            throws IOException {
        var found = ID.matcher(path);
        var id = found.find() ? found.group(2) : "";
        var file = files.getOrDefault("file", new byte[0]);
        var plugins = tellsEverything ? "age,gender,mask" : query.getOrDefault("face_plugins", "");
        return switch (operation.replace(" /api/v1/", " ")) {
            case "POST detection/detect" -> new Said(200, Map.of("result", List.of(face(plugins))));
            case "POST recognition/recognize" -> {
                var face = face(plugins);
                face.put("subjects", nearest(file, query));
                yield new Said(200, Map.of("result", List.of(face)));
            }
            case "POST recognition/embeddings/recognize" ->
                new Said(
                        200,
                        Map.of(
                                "result",
                                List.of(Map.of(
                                        "embedding", json.at("/embeddings/0"), "similarities", nearest(file, query)))));
            case "POST verification/verify" ->
                new Said(
                        200,
                        Map.of(
                                "result",
                                List.of(Map.of(
                                        "source_image_face",
                                        face(plugins),
                                        "face_matches",
                                        List.of(like(
                                                face(plugins),
                                                files.get("source_image"),
                                                files.get("target_image")))))));
            case "POST verification/embeddings/verify" ->
                new Said(200, Map.of("result", List.of(Map.of("embedding", json.at("/targets/0"), "similarity", 0.9))));
            case "POST recognition/embeddings/faces/ID/verify" ->
                examples.containsKey(id)
                        ? new Said(
                                200,
                                Map.of(
                                        "result",
                                        List.of(Map.of("embedding", json.at("/embeddings/0"), "similarity", 0.9))))
                        : unknown(id);
            case "POST recognition/faces/ID/verify" ->
                examples.containsKey(id)
                        ? new Said(200, Map.of("result", List.of(like(face(plugins), file, examples.get(id).picture))))
                        : unknown(id);
            case "GET recognition/faces/ID/img" ->
                new Said(200, examples.containsKey(id) ? examples.get(id).picture : new byte[0]);
            case "POST recognition/faces" -> add(query.get("subject"), file);
            case "GET recognition/faces" -> list(query);
            case "DELETE recognition/faces" ->
                new Said(200, Map.of("deleted", erase(query.get("subject")).size()));
            case "DELETE recognition/faces/ID" -> examples.containsKey(id) ? new Said(200, gone(id)) : unknown(id);
            case "POST recognition/faces/delete" -> {
                var gone = new ArrayList<Map<String, Object>>();
                json.forEach(one -> {
                    if (examples.containsKey(one.asText())) {
                        gone.add(gone(one.asText()));
                    }
                });
                yield new Said(200, gone);
            }
            case "GET config" -> new Said(200, Map.of("clientMaxFileSize", 5242880, "clientMaxBodySize", 10485760));
            case "GET consistence/status" ->
                new Said(
                        200,
                        Map.of(
                                "demoFaceCollectionIsInconsistent", false,
                                "dbIsInconsistent", false,
                                "saveImagesToDB", true,
                                "status", "OK"));
            case "POST migrate" -> new Said(200, "Migration started");
            default -> Said.error(404, 0, "No message available");
        };
    }

    private Said subjects(String operation, JsonNode json) {
        var parts = operation.split("/subjects/?", 2);
        var name = parts[1];
        var given = json.path("subject").asText();
        return switch (parts[0] + (name.isEmpty() ? "" : " NAME")) {
            case "POST /api/v1/recognition" ->
                subjects.add(given)
                        ? new Said(201, Map.of("subject", given))
                        : Said.error(400, 43, "Subject already exists");
            case "GET /api/v1/recognition" -> new Said(200, Map.of("subjects", subjects));
            case "DELETE /api/v1/recognition" -> {
                int count = subjects.size();
                subjects.clear();
                examples.clear();
                yield new Said(200, Map.of("deleted", count));
            }
            case "PUT /api/v1/recognition NAME" -> {
                if (!subjects.remove(name)) {
                    yield Said.error(404, 42, "Subject " + name + " not found");
                }
                subjects.add(given);
                examples.replaceAll((id, one) -> one.subject.equals(name) ? new Example(id, given, one.picture) : one);
                yield new Said(200, Map.of("updated", true));
            }
            case "DELETE /api/v1/recognition NAME" -> {
                if (!subjects.remove(name)) {
                    yield Said.error(404, 42, "Subject " + name + " not found");
                }
                erase(name);
                yield new Said(200, Map.of("subject", name));
            }
            default -> Said.error(404, 0, "No message available");
        };
    }

    private Said add(String subject, byte[] picture) {
        var example = new Example(UUID.randomUUID().toString(), subject, picture);
        subjects.add(subject);
        examples.put(example.id, example);
        return new Said(201, said(example));
    }

    private Said list(Map<String, String> query) {
        var subject = query.get("subject");
        var all = examples.values().stream()
                .filter(one -> subject == null || subject.equals(one.subject))
                .toList();
        int page = Integer.parseInt(query.getOrDefault("page", "0"));
        int size = Integer.parseInt(query.getOrDefault("size", "20"));
        return new Said(
                200,
                Map.of(
                        "faces",
                        all.stream()
                                .skip((long) page * size)
                                .limit(size)
                                .map(FakeCompreFace::said)
                                .toList(),
                        "page_number",
                        page,
                        "page_size",
                        size,
                        "total_pages",
                        (all.size() + size - 1) / size,
                        "total_elements",
                        all.size()));
    }

    private List<String> erase(String subject) {
        var gone = examples.values().stream()
                .filter(one -> subject == null || subject.equals(one.subject))
                .map(Example::id)
                .toList();
        gone.forEach(examples::remove);
        return gone;
    }

    private Map<String, Object> gone(String id) {
        return said(examples.remove(id));
    }

    private static Map<String, Object> said(Example example) {
        return Map.of("image_id", example.id, "subject", example.subject);
    }

    private static Said unknown(String id) {
        return Said.error(404, 44, "Image " + id + " not found");
    }

    /** The nearest subjects, each by its best example. */
    private List<Map<String, Object>> nearest(byte[] picture, Map<String, String> query) {
        var best = new HashMap<String, Double>();
        examples.values().forEach(one -> best.merge(one.subject, similarity(picture, one.picture), Math::max));
        return best.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Integer.parseInt(query.getOrDefault("prediction_count", "1")))
                .map(one -> Map.<String, Object>of("subject", one.getKey(), "similarity", one.getValue()))
                .toList();
    }

    private static double similarity(byte[] one, byte[] other) {
        return Arrays.equals(one, other) ? 0.97858 : 0.31;
    }

    private Map<String, Object> like(Map<String, Object> face, byte[] one, byte[] other) {
        face.put("similarity", similarity(one, other));
        return face;
    }

    /** One face with what its plugins tell, and something that no description has. */
    private Map<String, Object> face(String plugins) {
        var face = new TreeMap<String, Object>();
        face.put("box", Map.of("probability", 0.99, "x_max", 9, "y_max", 9, "x_min", 1, "y_min", 1));
        if (tellsUndescribed) {
            face.put("undescribed", "something");
        }
        for (var plugin : plugins.split(",")) {
            switch (plugin) {
                case "age" -> face.put("age", Map.of("probability", 0.9, "high", 32, "low", 25));
                case "gender" -> face.put("gender", Map.of("probability", 0.9, "value", "female"));
                case "mask" -> face.put("mask", Map.of("probability", 0.9, "value", "without_mask"));
                case "calculator" -> face.put("embedding", List.of(0.0009424854069948196, -0.0114));
                case "pose" -> face.put("pose", Map.of("pitch", 0.1, "roll", 0.2, "yaw", 0.3));
                default -> {}
            }
        }
        return face;
    }

    private static Map<String, String> query(String raw) {
        return raw == null
                ? Map.of()
                : Arrays.stream(raw.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    /** The files of a form, read without help. */
    private static Map<String, byte[]> files(String type, byte[] body) {
        var text = new String(body, ISO_8859_1);
        var boundary = "--" + type.replaceFirst(".*boundary=", "");
        var files = new LinkedHashMap<String, byte[]>();
        for (var part : text.split(Pattern.quote(boundary))) {
            var head = PART.matcher(part);
            if (head.find()) {
                files.put(
                        head.group(1),
                        part.substring(head.end(), part.length() - 2).getBytes(ISO_8859_1));
            }
        }
        return files;
    }
}
