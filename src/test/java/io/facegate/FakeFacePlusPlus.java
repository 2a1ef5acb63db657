package io.facegate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Face++ in memory, after its public reference. A picture shows as many faces as its last byte says, one if that is
 * none of 2 to 9; two faces are of one person if their pictures and their places in them are the same.
 */
public final class FakeFacePlusPlus implements AutoCloseable {
    public static final String KEY = "OperatorsOwnKey0123456789abcdef-";
    public static final String SECRET = "OperatorsOwnSecret_0123456789abc";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PART = Pattern.compile(
            "\r\n"
                    + "Content-Disposition: form-data; name=\"([a-z_0-9]+)\"(; filename=\"[^\"]+\"\r\n"
                    + "Content-Type: image/[a-z]+)?\r\n\r\n"
                    + "(.*)\r\n",
            Pattern.DOTALL);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Map<String, Seen> faces = new LinkedHashMap<>();
    private final Map<String, String> users = new LinkedHashMap<>();
    private final Map<String, FaceSet> sets = new LinkedHashMap<>();
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private volatile boolean tellsEverything;
    private volatile int pageSize = 100;
    private volatile Map<String, Object> thresholds = Map.of("1e-3", 62.327, "1e-4", 69.101, "1e-5", 73.975);

    /** One request as it came. */
    public record Request(String path, String type, Map<String, byte[]> fields) {
        public String text(String name) {
            return fields.containsKey(name) ? new String(fields.get(name), UTF_8) : null;
        }
    }

    private record Seen(byte[] picture, int place) {
        boolean isLike(Seen other) {
            return place == other.place && Arrays.equals(picture, other.picture);
        }
    }

    private record FaceSet(String token, String outerId, Set<String> faces) {}

    private record Said(int status, Object body) {}

    private FakeFacePlusPlus(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public static FakeFacePlusPlus start() throws IOException {
        return new FakeFacePlusPlus(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Request> seen() {
        return List.copyOf(seen);
    }

    public Request last() {
        return seen.getLast();
    }

    /** From now on each face is described whatever was asked. */
    public void tellsEverything() {
        tellsEverything = true;
    }

    /** The thresholds of all answers from now on. */
    public void thresholds(Map<String, Object> others) {
        thresholds = others;
    }

    /** The number of face sets on a page from now on. */
    public void pageSize(int other) {
        pageSize = other;
    }

    /** The names of face sets as the vendor knows them. */
    public synchronized List<String> names() {
        return sets.values().stream().map(FaceSet::outerId).toList();
    }

    /** The faces in all face sets. */
    public synchronized int stored() {
        return sets.values().stream().mapToInt(set -> set.faces.size()).sum();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var said = reply(exchange, exchange.getRequestBody().readAllBytes());
            var body = JSON.writeValueAsBytes(said.body);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(said.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Said reply(HttpExchange exchange, byte[] body) {
        var type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        var request = new Request(exchange.getRequestURI().toString(), type, fields(type, body));
        seen.add(request);
        if (!KEY.equals(request.text("api_key")) || !SECRET.equals(request.text("api_secret"))) {
            return error(401, "AUTHENTICATION_ERROR");
        }
        return switch (request.path.replace("/facepp/v3/", "")) {
            case "detect" -> detect(request);
            case "compare" -> compare(request);
            case "search" -> search(request);
            case "face/analyze" -> {
                var all = new ArrayList<Object>();
                for (var token : request.text("face_tokens").split(",")) {
                    if (!faces.containsKey(token)) {
                        yield error(400, "INVALID_FACE_TOKEN: " + token);
                    }
                    all.add(face(token, request));
                }
                yield ok(Map.of("faces", all));
            }
            case "face/getdetail" -> {
                var token = request.text("face_token");
                yield faces.containsKey(token)
                        ? ok(Map.of(
                                "face_token",
                                token,
                                "image_id",
                                "i",
                                "user_id",
                                users.getOrDefault(token, ""),
                                "face_rectangle",
                                rectangle(faces.get(token).place),
                                "facesets",
                                sets.values().stream()
                                        .filter(set -> set.faces.contains(token))
                                        .map(FakeFacePlusPlus::named)
                                        .toList()))
                        : error(400, "INVALID_FACE_TOKEN: " + token);
            }
            case "face/setuserid" -> {
                users.put(request.text("face_token"), request.text("user_id"));
                yield ok(Map.of("face_token", request.text("face_token"), "user_id", request.text("user_id")));
            }
            case "faceset/create" -> create(request);
            case "faceset/getfacesets" -> {
                int start = request.text("start") == null ? 1 : Integer.parseInt(request.text("start"));
                var said = new TreeMap<String, Object>(Map.of(
                        "facesets",
                        sets.values().stream()
                                .skip(start - 1)
                                .limit(pageSize)
                                .map(FakeFacePlusPlus::named)
                                .toList()));
                if (start - 1 + pageSize < sets.size()) {
                    said.put("next", Integer.toString(start + pageSize));
                }
                yield ok(said);
            }
            default -> request.path.startsWith("/facepp/v3/faceset/") ? faceSet(request) : error(404, "API_NOT_FOUND");
        };
    }

    private Said faceSet(Request request) {
        var set = sets.values().stream()
                .filter(one -> one.token.equals(request.text("faceset_token"))
                        || (!one.outerId.isEmpty() && one.outerId.equals(request.text("outer_id"))))
                .findFirst()
                .orElse(null);
        if (set == null) {
            return error(400, request.text("outer_id") == null ? "INVALID_FACESET_TOKEN" : "INVALID_OUTER_ID");
        }
        var said = new TreeMap<>(named(set));
        switch (request.path.replace("/facepp/v3/faceset/", "")) {
            case "addface" -> add(set, request, said);
            case "removeface" -> {
                int before = set.faces.size();
                var failed = new ArrayList<Object>();
                if (request.text("face_tokens").equals("RemoveAllFaceTokens")) {
                    set.faces.clear();
                } else {
                    for (var token : request.text("face_tokens").split(",")) {
                        if (!set.faces.remove(token)) {
                            failed.add(Map.of("face_token", token, "reason", "INVALID_FACE_TOKEN"));
                        }
                    }
                }
                said.putAll(Map.of("face_removed", before - set.faces.size(), "failure_detail", failed));
            }
            case "delete" -> sets.remove(set.token);
            case "getdetail" -> said.putAll(Map.of("face_tokens", List.copyOf(set.faces), "user_data", ""));
            default -> {}
        }
        said.put("face_count", set.faces.size());
        return ok(said);
    }

    private Said create(Request request) {
        var name = request.text("outer_id") == null ? "" : request.text("outer_id");
        if (!name.isEmpty() && names().contains(name)) {
            return error(400, "FACESET_EXIST");
        }
        var set = new FaceSet(token(), name, new LinkedHashSet<>());
        sets.put(set.token, set);
        var said = new TreeMap<>(named(set));
        if (request.text("face_tokens") != null) {
            add(set, request, said);
        }
        said.put("face_count", set.faces.size());
        return ok(said);
    }

    private void add(FaceSet set, Request request, Map<String, Object> said) {
        var failed = new ArrayList<Object>();
        int added = 0;
        for (var token : request.text("face_tokens").split(",")) {
            if (faces.containsKey(token)) {
                added += set.faces.add(token) ? 1 : 0;
            } else {
                failed.add(Map.of("face_token", token, "reason", "INVALID_FACE_TOKEN"));
            }
        }
        said.putAll(Map.of("face_added", added, "failure_detail", failed));
    }

    private Said detect(Request request) {
        var all = look(request.fields.get("image_file")).stream()
                .map(token -> face(token, request))
                .toList();
        return ok(Map.of("image_id", "i", "faces", all, "face_num", all.size()));
    }

    private Said compare(Request request) {
        var said = new TreeMap<String, Object>();
        var compared = new ArrayList<Seen>();
        for (var at : List.of("1", "2")) {
            var token = request.text("face_token" + at);
            if (token == null) {
                var all = look(request.fields.get("image_file" + at));
                said.put("faces" + at, all.stream().map(this::bare).toList());
                token = all.getFirst();
            }
            if (!faces.containsKey(token)) {
                return error(400, "INVALID_FACE_TOKEN: " + token);
            }
            compared.add(faces.get(token));
        }
        said.put("confidence", compared.get(0).isLike(compared.get(1)) ? 96.46 : 31.415);
        said.put("thresholds", thresholds);
        return ok(said);
    }

    private Said search(Request request) {
        var set = sets.values().stream()
                .filter(one ->
                        one.token.equals(request.text("faceset_token")) || one.outerId.equals(request.text("outer_id")))
                .findFirst()
                .orElse(null);
        if (set == null) {
            return error(400, "INVALID_OUTER_ID");
        }
        var said = new TreeMap<String, Object>(Map.of("thresholds", thresholds));
        var token = request.text("face_token");
        if (token == null) {
            var all = look(request.fields.get("image_file"));
            said.put("faces", all.stream().map(this::bare).toList());
            token = all.getFirst();
        }
        var probe = faces.get(token);
        int most =
                request.text("return_result_count") == null ? 1 : Integer.parseInt(request.text("return_result_count"));
        said.put(
                "results",
                set.faces.stream()
                        .map(one -> Map.of(
                                "face_token",
                                one,
                                "user_id",
                                users.getOrDefault(one, ""),
                                "confidence",
                                faces.get(one).isLike(probe) ? 96.46 : 31.415))
                        .sorted((a, b) -> Double.compare((double) b.get("confidence"), (double) a.get("confidence")))
                        .limit(most)
                        .toList());
        return ok(said);
    }

    private List<String> look(byte[] picture) {
        var tokens = new ArrayList<String>();
        int last = picture[picture.length - 1];
        for (int place = 0; place < (last >= 2 && last <= 9 ? last : 1); place++) {
            var token = token();
            faces.put(token, new Seen(picture, place));
            tokens.add(token);
        }
        return tokens;
    }

    private static String token() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static Map<String, Object> named(FaceSet set) {
        return Map.of("faceset_token", set.token, "outer_id", set.outerId, "display_name", "", "tags", "");
    }

    private static Map<String, Object> rectangle(int place) {
        return Map.of("top", 1, "left", 1 + 10 * place, "width", 8 - place, "height", 8 - place);
    }

    private Map<String, Object> bare(String token) {
        return new TreeMap<>(Map.of("face_token", token, "face_rectangle", rectangle(faces.get(token).place)));
    }

    private Map<String, Object> face(String token, Request request) {
        var face = bare(token);
        var words = request.text("return_attributes") == null ? "" : request.text("return_attributes");
        var asked = tellsEverything
                ? Set.of(
                        "age",
                        "gender",
                        "smiling",
                        "emotion",
                        "ethnicity",
                        "beauty",
                        "eyestatus",
                        "skinstatus",
                        "headpose")
                : Set.of(words.split(","));
        var told = new TreeMap<String, Object>();
        if (tellsEverything) {
            told.put("undescribed", "something");
        }
        for (var word : asked) {
            switch (word) {
                case "age" -> told.put("age", Map.of("value", 27));
                case "gender" -> told.put("gender", Map.of("value", "Female"));
                case "smiling" -> told.put("smile", Map.of("value", 88.1, "threshold", 50));
                case "emotion" -> told.put("emotion", Map.of("happiness", 99.5, "anger", 0.1));
                case "ethnicity" -> told.put("ethnicity", Map.of("value", "ASIAN"));
                case "beauty" -> told.put("beauty", Map.of("male_score", 70.1, "female_score", 72.2));
                case "skinstatus" -> told.put("skinstatus", Map.of("health", 9.1, "acne", 3.3));
                case "eyestatus" -> {
                    told.put("glass", Map.of("value", "None"));
                    told.put("eyestatus", Map.of("left_eye_status", Map.of("dark_glasses", 0.2)));
                }
                case "headpose" ->
                    told.put("headpose", Map.of("yaw_angle", 1.5, "pitch_angle", 2.5, "roll_angle", 3.5));
                default -> {}
            }
        }
        if (!told.isEmpty()) {
            face.put("attributes", told);
        }
        if (request.text("return_landmark") != null
                && !request.text("return_landmark").equals("0")) {
            face.put("landmark", Map.of("contour_chin", Map.of("x", 3, "y", 4)));
        }
        return face;
    }

    private static Said ok(Map<String, Object> body) {
        var all = new TreeMap<String, Object>(body);
        all.put("request_id", "1469761507,07174361-027c-46e1-811f-ba0909760b18");
        all.put("time_used", 47);
        return new Said(200, all);
    }

    private static Said error(int status, String message) {
        return new Said(status, Map.of("error_message", message, "request_id", "1469761507,0", "time_used", 3));
    }

    /** The fields of a form, read without help. */
    private static Map<String, byte[]> fields(String type, byte[] body) {
        var fields = new LinkedHashMap<String, byte[]>();
        var boundary = "--" + type.replaceFirst(".*boundary=", "");
        for (var part : new String(body, ISO_8859_1).split(Pattern.quote(boundary))) {
            var head = PART.matcher(part);
            if (head.matches()) {
                fields.put(head.group(1), head.group(3).getBytes(ISO_8859_1));
            }
        }
        return fields;
    }
}
