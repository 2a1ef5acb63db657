package io.facegate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperations;
import io.facegate.catalogue.VendorApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An Azure Face resource on loopback that keeps what it is given: it takes only the parameters that Microsoft publishes for an
 * operation, knows only what was made, and answers with every field of the published model.
 */
public final class FakeAzureResource implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PUBLISHED = AzureModels.rows("azure-face-parameters.tsv")
            .map(row -> String.join("\t", row))
            .collect(Collectors.toSet());

    /** The published model of each operation's answer; several stand in a list. */
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("Detect", "[FaceDetectionResult"),
            Map.entry("Verify", "VerificationResult"),
            Map.entry("FindSimilar", "[FindSimilarResult"),
            Map.entry("Identify", "[IdentificationResult"),
            Map.entry("Group", "GroupingResult"),
            Map.entry("CreatePerson", "CreatePersonResult"),
            Map.entry("CreatePersonGroupPerson", "CreatePersonResult"),
            Map.entry("CreateLargePersonGroupPerson", "CreatePersonResult"),
            Map.entry("GetFaceLists", "[FaceListItem"),
            Map.entry("GetFaceList", "FaceList"),
            Map.entry("GetLargeFaceLists", "[LargeFaceList"),
            Map.entry("GetLargeFaceListFaces", "[LargeFaceListFace"),
            Map.entry("GetPersonGroups", "[PersonGroup"),
            Map.entry("GetPersonGroupPersons", "[PersonGroupPerson"),
            Map.entry("GetLargePersonGroups", "[LargePersonGroup"),
            Map.entry("GetLargePersonGroupPersons", "[LargePersonGroupPerson"),
            Map.entry("GetDynamicPersonGroups", "[DynamicPersonGroup"),
            Map.entry("GetDynamicPersonGroupPersons", "ListPersonResult"),
            Map.entry("GetDynamicPersonGroupReferences", "ListGroupReferenceResult"),
            Map.entry("GetPersons", "[PersonDirectoryPerson"),
            Map.entry("GetPerson", "PersonDirectoryPerson"),
            Map.entry("GetPersonFaces", "ListFaceResult"),
            Map.entry("GetPersonFace", "PersonDirectoryFace"),
            Map.entry("CreateLivenessSession", "LivenessSession"),
            Map.entry("CreateLivenessWithVerifySession", "LivenessWithVerifySession"),
            Map.entry("CreateSingleModalLivenessSession", "CreateLivenessSessionResult"),
            Map.entry("CreateSingleModalLivenessWithVerifySession", "CreateLivenessWithVerifySessionResult"),
            Map.entry("GetOperationStatus", "OperationResult"),
            Map.entry("GetLivenessSessionResult", "LivenessSession"),
            Map.entry("GetLivenessWithVerifySessionResult", "LivenessWithVerifySession"),
            Map.entry("GetSingleModalLivenessSessionResult", "LivenessSession"),
            Map.entry("GetSingleModalLivenessWithVerifySessionResult", "LivenessWithVerifySession"),
            Map.entry("GetSingleModalLivenessSessions", "[LivenessSessionItem"),
            Map.entry("GetSingleModalLivenessWithVerifySessions", "[LivenessSessionItem"),
            Map.entry("GetSingleModalLivenessSessionAuditEntries", "[LivenessSessionAuditEntry"),
            Map.entry("GetSingleModalLivenessWithVerifySessionAuditEntries", "[LivenessSessionAuditEntry"));

    /** The beginning of a JPEG. */
    public static final byte[] PICTURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

    private static final Set<String> GALLERIES =
            Set.of("faceListId", "largeFaceListId", "personGroupId", "largePersonGroupId", "dynamicPersonGroupId");

    private final HttpServer server;
    private final TreeSet<String> kept = new TreeSet<>();
    private final List<Seen> seen = new ArrayList<>();
    private final AzureAlbum album = new AzureAlbum();
    private int takes = Integer.MAX_VALUE;
    private int tells = Integer.MAX_VALUE;
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private FakeAzureResource(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public static FakeAzureResource start() throws IOException {
        return new FakeAzureResource(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** What was asked: the operation, what stood in its address and body, and what Microsoft does not publish of it. */
    public record Seen(String operation, String address, String body, List<String> problems) {}

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** The names of all that it keeps. */
    public Set<String> kept() {
        return Set.copyOf(kept);
    }

    /** So many faces in every picture from now on. */
    public void sees(int faces) {
        album.sees(faces);
    }

    /** It keeps so many faces more, and then says that there are too many. */
    public void takes(int faces) {
        takes = faces;
    }

    /** It tells of so many faces more that it kept them, and then keeps and says nothing: the connection ends. */
    public void tells(int faces) {
        tells = faces;
    }

    /** Once, after it was asked that and before it does it, that is done. */
    public void before(String operation, Runnable what) {
        before.put(operation, what);
    }

    /** Once, after it did that and before it says so, that is done. */
    public void meanwhile(String operation, Runnable what) {
        meanwhile.put(operation, what);
    }

    /** Somebody made something without the gateway. */
    public void keep(String name) {
        kept.add(name);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Said(int status, Object body) {
        static Said error(int status, String code, String about) {
            return new Said(status, Map.of("error", Map.of("code", code, "message", "No " + about + " here.")));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var said = said(exchange, body);
            var operation = seen.getLast().operation;
            if (operation.equals("AddFaceListFace") && tells-- <= 0) {
                return;
            }
            Objects.requireNonNullElse(meanwhile.remove(operation), () -> {}).run();
            var bytes = switch (said.body) {
                case null -> new byte[0];
                case byte[] picture -> picture;
                default -> JSON.writeValueAsBytes(said.body);
            };
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
            if (said.status < 300 && goesOn(exchange)) {
                exchange.getResponseHeaders()
                        .add("Operation-Location", url() + "/face/v1.1-preview.1/operations/" + fresh("operation/"));
            }
            exchange.sendResponseHeaders(said.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** What changes the directory of persons is done after the answer. */
    private static boolean goesOn(HttpExchange exchange) {
        return !exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI()
                        .getPath()
                        .matches("/face/v1.1-preview.1/(persons|dynamicpersongroups)\\b.*");
    }

    private Said said(HttpExchange exchange, byte[] body) throws IOException {
        var uri = exchange.getRequestURI();
        var segments = List.of(uri.getPath().substring(1).split("/", -1));
        var found = VendorApi.AZURE_FACE.rest().find(exchange.getRequestMethod(), segments);
        if (found == null) {
            return Said.error(404, "NotFound", uri.getPath());
        }
        Objects.requireNonNullElse(before.remove(found.route().operation()), () -> {})
                .run();
        boolean json = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .equals("application/json");
        var given = json ? JSON.readTree(body) : JSON.createObjectNode();
        var query = query(uri.getRawQuery());
        var problems = new ArrayList<String>();
        problems(problems, found, "query", query.keySet());
        var names = new TreeSet<String>();
        given.fieldNames().forEachRemaining(names::add);
        problems(problems, found, "body", names);
        seen.add(new Seen(
                found.route().operation(),
                uri.toString(),
                json ? given.toString() : new String(body, StandardCharsets.ISO_8859_1),
                problems));
        var missing = missing(found, given);
        var counted = missing == null ? looked(found, query, given, body) : missing;
        return counted != null ? counted : done(found, query);
    }

    /** What Microsoft does not publish for that operation; of the oldest version there is no table. */
    private static void problems(List<String> problems, RestOperations.Found found, String where, Set<String> names) {
        var route = found.route();
        var version = found.values().get("version");
        for (var name : names) {
            var row = String.join("\t", version, route.method(), "/" + String.join("/", route.path()), where, name);
            if (!version.equals("v1.0") && !PUBLISHED.contains(row)) {
                problems.add(row);
            }
        }
    }

    private Said missing(RestOperations.Found found, JsonNode given) {
        boolean makes = found.route().method().equals("PUT");
        for (var entry : found.values().entrySet()) {
            var name = name(found.route(), entry.getKey(), entry.getValue());
            if (name != null && makes == kept.contains(name)) {
                return makes ? Said.error(409, "Exists", name) : Said.error(404, "NotFound", name);
            }
        }
        for (var field : given.properties()) {
            for (var id : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                var name = name(found.route(), field.getKey(), id.asText());
                if (name != null && !given.has("personGroupId") && !kept.contains(name)) {
                    return Said.error(404, "NotFound", name);
                }
            }
        }
        return null;
    }

    /** What is told of the faces of pictures; null where an operation tells nothing of them. */
    private Said looked(RestOperations.Found found, Map<String, String> query, JsonNode given, byte[] body) {
        var list = found.values().get("faceListId");
        return switch (found.route().operation()) {
            case "Detect" -> given.isEmpty() ? detected(found, query, body) : null;
            case "Verify" -> {
                double alike = album.alike(
                        given.path("faceId1").asText(), given.path("faceId2").asText());
                yield new Said(200, Map.of("isIdentical", alike >= 0.5, "confidence", alike));
            }
            case "FindSimilar" ->
                given.has("faceListId")
                        ? new Said(
                                200,
                                album.similar(
                                        given.path("faceId").asText(),
                                        given.path("faceListId").asText(),
                                        given.path("maxNumOfCandidatesReturned").asInt(20)))
                        : null;
            case "GetSessionImage" -> new Said(200, PICTURE);
            case "AddFaceListFace" ->
                takes-- > 0
                        ? new Said(
                                200,
                                Map.of(
                                        "persistedFaceId",
                                        album.add(list, body, query.get("targetFace"), query.get("userData"))))
                        : Said.error(403, "QuotaExceeded", "room");
            case "GetFaceList" -> {
                var told = AzureModels.sample("v1.2 FaceList");
                told.put("faceListId", list);
                told.put("persistedFaces", album.list(list));
                yield new Said(200, told);
            }
            case "DeleteFaceListFace" -> {
                album.remove(list, found.values().get("persistedFaceId"));
                yield null;
            }
            case "DeleteFaceList" -> {
                album.erase(list);
                yield null;
            }
            default -> null;
        };
    }

    private Said detected(RestOperations.Found found, Map<String, String> query, byte[] picture) {
        var sample = AzureModels.sample(version("FaceDetectionResult", found) + "FaceDetectionResult");
        if ("false".equals(query.get("returnFaceId"))) {
            sample.remove("faceId");
        }
        var faces = album.detect(picture, sample);
        faces.stream().map(face -> face.get("faceId")).filter(id -> id != null).forEach(id -> kept.add("face/" + id));
        return new Said(200, faces);
    }

    /** What it keeps by that name, or null where a field names nothing that it keeps. */
    private static String name(RestOperation route, String field, String value) {
        if (GALLERIES.contains(field)) {
            return field + '/' + value;
        }
        boolean inGroup = route.path().stream().anyMatch(one -> one.matches("\\{(large)?[pP]ersonGroupId}"));
        return switch (field) {
            case "faceId", "faceId1", "faceId2", "faceIds" -> "face/" + value;
            case "personId", "personIds", "addPersonIds", "removePersonIds" -> inGroup ? null : "person/" + value;
            case "sessionId" -> "session/" + value;
            case "sessionImageId" -> "image/" + value;
            case "operationId" -> "operation/" + value;
            default -> null;
        };
    }

    private Said done(RestOperations.Found found, Map<String, String> query) {
        var route = found.route();
        var last = route.path().getLast();
        if (RestOperation.open(last) && !route.method().equals("GET")) {
            var name = name(route, RestOperation.name(last), found.values().get(RestOperation.name(last)));
            if (name != null && route.method().equals("PUT")) {
                kept.add(name);
            } else if (name != null && route.method().equals("DELETE")) {
                kept.remove(name);
            }
            return new Said(200, null);
        }
        var model = model(route);
        if (model == null) {
            return new Said(route.method().equals("POST") ? 202 : 200, null);
        }
        boolean list = model.startsWith("[");
        var sample = AzureModels.sample(version(model.replace("[", ""), found) + model.replace("[", ""));
        if (list
                && route.method().equals("GET")
                && route.path().stream().skip(2).noneMatch(RestOperation::open)) {
            return new Said(200, items(route, sample, query));
        }
        fill(route, found.values(), sample, query);
        return new Said(200, list ? List.of(sample) : sample);
    }

    private static String version(String model, RestOperations.Found found) {
        var asked = found.values().get("version").equals("v1.2") ? "v1.2 " : "v1.1-preview.1 ";
        return AzureModels.all().containsKey(asked + model) ? asked : "v1.2 ";
    }

    private static String model(RestOperation route) {
        var operation = route.operation();
        if (operation.startsWith("Add")) {
            return "AddFaceResult";
        }
        return operation.endsWith("TrainingStatus")
                ? "TrainingResult"
                : ANSWERS.getOrDefault(
                        operation, operation.startsWith("Get") ? operation.substring("Get".length()) : null);
    }

    /** Fills in the names of what is kept. */
    private void fill(
            RestOperation route, Map<String, String> path, Map<String, Object> sample, Map<String, String> query) {
        path.forEach((field, value) -> sample.computeIfPresent(field, (name, old) -> value));
        switch (route.operation()) {
            case "Detect" -> {
                if ("false".equals(query.get("returnFaceId"))) {
                    sample.remove("faceId");
                } else {
                    sample.put("faceId", fresh("face/"));
                }
            }
            case "GetLivenessSessionResult" -> decided(sample);
            case "CreatePerson" -> sample.put("personId", fresh("person/"));
            case "GetDynamicPersonGroupReferences" ->
                sample.put("dynamicPersonGroupIds", kept("dynamicPersonGroupId/", "", 1000));
            default -> {
                if (route.operation().startsWith("Create") && sample.containsKey("sessionId")) {
                    sample.put("sessionId", fresh("session/"));
                }
            }
        }
    }

    /** Somebody was there, at the second try. */
    private void decided(Map<String, Object> session) {
        session.put("status", "Succeeded");
        session.put(
                "results",
                Map.of(
                        "attempts",
                        List.of(
                                Map.of(
                                        "attemptId",
                                        2,
                                        "result",
                                        Map.of("livenessDecision", "realface", "sessionImageId", fresh("image/"))),
                                Map.of("attemptId", 1, "result", Map.of("livenessDecision", "spoofface")))));
    }

    private List<Map<String, Object>> items(
            RestOperation route, Map<String, Object> sample, Map<String, String> query) {
        var field = sample.keySet().stream()
                .filter(GALLERIES::contains)
                .findFirst()
                .orElse(sample.containsKey("personId") ? "personId" : "id");
        var prefix = GALLERIES.contains(field) ? field + '/' : field.equals("personId") ? "person/" : "session/";
        int top = Integer.parseInt(query.getOrDefault("top", "1000"));
        return kept(prefix, query.getOrDefault("start", ""), top).stream()
                .map(id -> {
                    Map<String, Object> item = new LinkedHashMap<>(sample);
                    item.put(field, id);
                    return item;
                })
                .toList();
    }

    private List<String> kept(String prefix, String after, int most) {
        return kept.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(id -> id.compareTo(after) > 0)
                .limit(most)
                .toList();
    }

    private String fresh(String prefix) {
        var id = UUID.randomUUID().toString();
        kept.add(prefix + id);
        return id;
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
