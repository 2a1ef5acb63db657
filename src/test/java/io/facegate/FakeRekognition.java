package io.facegate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Rekognition on loopback, faithful to Amazon's model: whatever is asked must be as the model says, whatever is answered
 * is. It keeps what it is told to keep on one account, whoever asks, and answers to no name that it was not given.
 */
public final class FakeRekognition implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "RekognitionService.";
    private static final Pattern PROJECT = Pattern.compile("(.*:project/[^/]+)/.*");

    private final AwsModel model;
    private final HttpServer server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final Map<String, String> started = new LinkedHashMap<>();
    private int made = 1000;

    private FakeRekognition(AwsModel model, HttpServer server) {
        this.model = model;
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    public static FakeRekognition start(AwsModel model) throws IOException {
        return new FakeRekognition(
                model, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** One request. */
    public record Seen(String operation, JsonNode body, List<String> problems) {}

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public Seen last() {
        return seen.getLast();
    }

    /** The names of what it keeps of a kind, such as {@code collection}. */
    public synchronized List<String> kept(String kind) {
        return kept.entrySet().stream()
                .filter(entry -> entry.getValue().equals(kind))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Something that somebody else made on the account. */
    public synchronized void keep(String kind, String name) {
        kept.put(name, kind);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var operation =
                    exchange.getRequestHeaders().getFirst("X-Amz-Target").substring(PREFIX.length());
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var problems = model.problems(model.input(operation), body);
            seen.add(new Seen(operation, body, problems));
            Answer answer;
            if (problems.isEmpty()) {
                answer = reply(operation, body);
            } else {
                answer = Answer.error("InvalidParameterException", String.valueOf(problems));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            var bytes = JSON.writeValueAsBytes(answer.body());
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer reply(String operation, JsonNode body) {
        var missing = missing(operation, body);
        if (missing != null) {
            return Answer.error("ResourceNotFoundException", "There is no " + missing + ".");
        }
        if (operation.equals("CreateCollection")
                && kept.containsKey(body.get("CollectionId").textValue())) {
            return Answer.error(
                    "ResourceAlreadyExistsException",
                    "The collection id: " + body.get("CollectionId").textValue() + " already exists");
        }
        var output = model.output(operation);
        var reply = output == null ? JSON.createObjectNode() : (ObjectNode) model.example(output);
        reply.remove("NextToken");
        change(operation, body, reply);
        var wrong = output == null ? List.of() : model.problems(output, reply);
        if (!wrong.isEmpty()) {
            throw new AssertionError(operation + " would be answered against the model: " + wrong);
        }
        return new Answer(200, reply);
    }

    private String missing(String operation, JsonNode body) {
        var unknown = new ArrayList<String>();
        visit("", body, (key, text) -> {
            boolean chosen = (operation.equals("CreateCollection") && key.equals("CollectionId"))
                    || (operation.equals("CreateStreamProcessor") && key.equals("/Name"));
            boolean names = key.matches(
                    "CollectionId|JobId|SessionId|(Source|Destination)?Project(Version)?Arn|DatasetArn|ProjectVersion|Datasets/Arn|/Name");
            boolean stream = !key.equals("/Name") || operation.endsWith("StreamProcessor");
            if (names && stream && !chosen && !kept.containsKey(text)) {
                unknown.add(text);
            }
        });
        return unknown.isEmpty() ? null : unknown.getFirst();
    }

    private void change(String operation, JsonNode body, ObjectNode reply) {
        switch (operation) {
            case "CreateCollection" -> {
                keep("collection", body.get("CollectionId").textValue());
                reply.put(
                        "CollectionArn",
                        arnOfCollection("collection/" + body.get("CollectionId").textValue()));
            }
            case "DeleteCollection" -> kept.remove(body.get("CollectionId").textValue());
            case "DescribeCollection" ->
                reply.put(
                        "CollectionARN",
                        arnOfCollection("collection/" + body.get("CollectionId").textValue()));
            case "ListCollections" ->
                page(body, reply, "collection", name -> {
                    reply.withArray("CollectionIds").add(name);
                    reply.withArray("FaceModelVersions").add("7.0");
                });
            case "CreateStreamProcessor" -> {
                keep("stream", body.get("Name").textValue());
                reply.put(
                        "StreamProcessorArn",
                        arn("streamprocessor/" + body.get("Name").textValue()));
            }
            case "DeleteStreamProcessor" -> kept.remove(body.get("Name").textValue());
            case "DescribeStreamProcessor" -> {
                reply.put("Name", body.get("Name").textValue());
                reply.put(
                        "StreamProcessorArn",
                        arn("streamprocessor/" + body.get("Name").textValue()));
            }
            case "ListStreamProcessors" ->
                page(
                        body,
                        reply,
                        "stream",
                        name -> reply.withArray("StreamProcessors")
                                .addObject()
                                .put("Name", name)
                                .put("Status", "STOPPED"));
            case "CreateProject" ->
                reply.put(
                        "ProjectArn",
                        made("project", arn("project/" + body.get("ProjectName").textValue()) + '/'));
            case "CreateDataset" ->
                reply.put("DatasetArn", made("dataset", in(body, "ProjectArn") + "/dataset/train/"));
            case "CreateProjectVersion" ->
                reply.put("ProjectVersionArn", made("model", in(body, "ProjectArn") + "/version/v/"));
            case "CopyProjectVersion" ->
                reply.put("ProjectVersionArn", made("model", in(body, "DestinationProjectArn") + "/version/v/"));
            case "DescribeProjects" ->
                page(
                        body,
                        reply,
                        "project",
                        name -> reply.withArray("ProjectDescriptions")
                                .addObject()
                                .put("ProjectArn", name)
                                .put("Status", "CREATED"));
            case "ListMediaAnalysisJobs" ->
                page(body, reply, "media", job -> {
                    var item = (ObjectNode) model.example("MediaAnalysisJobDescription");
                    reply.withArray("MediaAnalysisJobs").add(item.put("JobId", job));
                });
            case "CreateFaceLivenessSession" -> reply.put("SessionId", started(operation, body));
            default -> {
                if (reply.size() == 1 && reply.has("JobId")) {
                    reply.put("JobId", started(operation, body));
                }
            }
        }
    }

    /** The same token of the same operation starts nothing twice. */
    private String started(String operation, JsonNode body) {
        var token = operation + ' ' + body.path("ClientRequestToken").asText("none" + made);
        return started.computeIfAbsent(token, one -> {
            var id = String.format("00000000-0000-0000-0000-%012d", ++made);
            keep(operation.equals("StartMediaAnalysisJob") ? "media" : "job", id);
            return id;
        });
    }

    private void page(JsonNode body, ObjectNode reply, String kind, Consumer<String> add) {
        reply.fieldNames().forEachRemaining(name -> {
            if (reply.get(name).isArray()) {
                reply.putArray(name);
            }
        });
        var all = kept(kind);
        int from = Integer.parseInt(body.path("NextToken").asText("at-0").substring("at-".length()));
        int most = body.path("MaxResults").asInt(3);
        int to = Math.min(all.size(), from + Math.max(1, most));
        all.subList(Math.min(from, to), to).forEach(add);
        if (to < all.size()) {
            reply.put("NextToken", "at-" + to);
        }
    }

    private String made(String kind, String beginning) {
        var name = beginning + ++made;
        keep(kind, name);
        return name;
    }

    private static String in(JsonNode body, String project) {
        return PROJECT.matcher(body.get(project).textValue()).replaceAll("$1");
    }

    /** As Amazon writes it: without the word. */
    private static String arnOfCollection(String tail) {
        return arn(tail).substring("arn:".length());
    }

    private static String arn(String tail) {
        return "arn:aws:rekognition:us-east-1:123456789012:" + tail;
    }

    /** Meets each text with its key, which names its parent too where it means something else in each. */
    static void visit(String parent, JsonNode node, java.util.function.BiConsumer<String, String> visitor) {
        node.properties().forEach(field -> {
            var key = field.getKey().matches("Name|Arn") ? parent + '/' + field.getKey() : field.getKey();
            if (field.getValue().isTextual()) {
                visitor.accept(key, field.getValue().textValue());
            } else if (field.getValue().isArray()) {
                field.getValue().forEach(item -> visit(field.getKey(), item, visitor));
            } else {
                visit(field.getKey(), field.getValue(), visitor);
            }
        });
    }

    private record Answer(int status, JsonNode body) {
        static Answer error(String name, String message) {
            return new Answer(
                    400,
                    Objects.requireNonNull(
                            JSON.createObjectNode().put("__type", name).put("Message", message)));
        }
    }
}
