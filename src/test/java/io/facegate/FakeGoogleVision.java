package io.facegate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.GoogleSchema.Binding;
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
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Google Vision on loopback: it takes only what Google publishes with its client, only with the gateway's token, answers with
 * everything that the published messages have room for, and remembers the operations that it started.
 */
public final class FakeGoogleVision implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 2;

    private final HttpServer server;
    private final String token;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, ObjectNode> operations = new LinkedHashMap<>();

    private FakeGoogleVision(HttpServer server, String token) {
        this.server = server;
        this.token = token;
        server.createContext("/", this::answer);
        server.start();
    }

    /** One that knows whoever shows that token. */
    public static FakeGoogleVision start(String token) throws IOException {
        return new FakeGoogleVision(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), token);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * One call as it was received.
     *
     * @param operation the vendor's name of it
     * @param problems what of it is not published
     */
    public record Seen(String operation, String uri, JsonNode body, List<String> problems) {}

    /** The calls so far. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    Seen last() {
        return seen.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Said(int status, JsonNode body) {
        static Said error(int status, String code, String message) {
            var error = JSON.createObjectNode().put("code", status).put("message", message);
            return new Said(status, JSON.createObjectNode().set("error", error.put("status", code)));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var said = said(exchange);
            var bytes = JSON.writeValueAsBytes(said.body);
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(said.status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Said said(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readAllBytes();
        var path = exchange.getRequestURI().getPath();
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Said.error(401, "UNAUTHENTICATED", "Who is this?");
        }
        var schema = GoogleSchema.of(path.split("/", -1)[1]);
        var binding = schema.find(exchange.getRequestMethod(), operationPath(path));
        if (binding == null) {
            return Said.error(404, "NOT_FOUND", "No such method.");
        }
        var query = query(exchange.getRequestURI().getRawQuery());
        var problems = new ArrayList<String>();
        var fields = schema.fields(binding.request());
        query.keySet().stream()
                .filter(name -> !List.of("$alt", "alt", "prettyPrint").contains(name))
                .filter(name -> binding.body().equals("*") || !fields.contains(name))
                .forEach(name -> problems.add(name + " is no parameter"));
        JsonNode body = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        if (!binding.body().equals("-")) {
            problems.addAll(schema.problems(schema.bodyOf(binding), body));
        } else if (bytes.length > 0) {
            problems.add("a body");
        }
        seen.add(new Seen(binding.operation(), exchange.getRequestURI().toString(), body, problems));
        return problems.isEmpty()
                ? reply(new Asked(schema, binding, path, body, query))
                : Said.error(400, "INVALID_ARGUMENT", problems.toString());
    }

    /** Results are fetched under all names that operations have, by bindings that the client adds. */
    private static String operationPath(String path) {
        return path.replaceFirst("^/v1/(projects/[^/]+/)?(locations/[^/]+/)?operations/", "/v1/operations/");
    }

    private record Asked(GoogleSchema schema, Binding binding, String path, JsonNode body, Map<String, String> query) {
        ObjectNode example(String message) {
            boolean numbers = String.valueOf(query.get("$alt")).endsWith("int");
            return (ObjectNode) schema.example(message, numbers);
        }

        /** What is named in the path. */
        String name() {
            return path.replaceFirst("^/[^/]+/", "").replaceFirst(":[a-zA-Z]+$", "");
        }
    }

    private Said reply(Asked asked) {
        return switch (asked.binding.operation()) {
            case "BatchAnnotateImages" -> new Said(200, each(asked, "AnnotateImageResponse"));
            case "BatchAnnotateFiles" -> new Said(200, each(asked, "AnnotateFileResponse"));
            case "AsyncBatchAnnotateImages", "AsyncBatchAnnotateFiles", "ImportProductSets", "PurgeProducts" ->
                new Said(200, started(asked));
            case "GetOperation" -> known(asked, operations.get(asked.name()));
            case "CancelOperation" ->
                known(asked, operations.containsKey(asked.name()) ? JSON.createObjectNode() : null);
            case "DeleteOperation" ->
                known(asked, operations.remove(asked.name()) == null ? null : JSON.createObjectNode());
            case "ListOperations" -> new Said(200, page(asked));
            default -> new Said(200, asked.example(asked.binding.reply()));
        };
    }

    private static Said known(Asked asked, ObjectNode found) {
        return found == null ? Said.error(404, "NOT_FOUND", asked.name() + " is not there.") : new Said(200, found);
    }

    private static ObjectNode each(Asked asked, String message) {
        var answer = JSON.createObjectNode();
        var responses = answer.putArray("responses");
        asked.body.path("requests").forEach(item -> responses.add(withoutError(asked.example(message))));
        return answer;
    }

    private static ObjectNode withoutError(ObjectNode response) {
        response.remove("error");
        response.path("responses").forEach(inner -> ((ObjectNode) inner).remove("error"));
        return response;
    }

    private ObjectNode started(Asked asked) {
        var place = asked.name().contains("projects/")
                ? asked.name().replaceFirst("/(images|files|productSets|products)$", "") + '/'
                : asked.binding.operation().endsWith("Files") ? "locations/us/" : "";
        var name = place + "operations/op-" + (seen.size());
        var message = asked.binding.operation() + "Response";
        var type = "type.googleapis.com/google.cloud.vision." + asked.path.split("/", -1)[1] + '.';
        var operation = JSON.createObjectNode().put("name", name).put("done", true);
        operation.putObject("metadata").put("@type", type + "OperationMetadata").put("state", "DONE");
        operation
                .putObject("response")
                .put("@type", type + message)
                .setAll(
                        asked.binding.operation().startsWith("Purge")
                                ? JSON.createObjectNode()
                                : asked.example(message));
        if (asked.body.has("outputConfig")) {
            ((ObjectNode) operation.get("response")).set("outputConfig", asked.body.get("outputConfig"));
        }
        operations.put(name, operation);
        return JSON.createObjectNode().put("name", name).put("done", false);
    }

    private ObjectNode page(Asked asked) {
        int from = Integer.parseInt(asked.query.getOrDefault("pageToken", "0"));
        var all = List.copyOf(operations.values());
        var answer = JSON.createObjectNode();
        ArrayNode some = answer.putArray("operations");
        all.subList(Math.min(from, all.size()), Math.min(from + PAGE, all.size()))
                .forEach(some::add);
        if (from + PAGE < all.size()) {
            answer.put("nextPageToken", Integer.toString(from + PAGE));
        }
        return answer;
    }

    private static Map<String, String> query(String raw) {
        var query = new LinkedHashMap<String, String>();
        for (var pair : raw == null ? new String[0] : raw.split("&")) {
            var cells = pair.split("=", 2);
            query.put(
                    URLDecoder.decode(cells[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(cells[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
