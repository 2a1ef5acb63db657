package io.facegate.differential;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/**
 * Fake of all vendors on one loopback port; each build has its own. Replies depend only on the seed, the number of the
 * current request and its content, so both builds receive the same. Some replies fail in the ways that vendors, proxies
 * and networks fail. Records the received requests.
 */
final class FakeVendor implements AutoCloseable {
    private static final int WRONG_PERCENT = 18;
    private static final int TOO_SLOW_MILLIS = 3_500;
    private static final int TOO_LARGE = 9 * 1024 * 1024;

    private final HttpServer server;
    private final long seed;
    private final VendorReplies replies = new VendorReplies();
    private final List<Received> received = new ArrayList<>();
    private int request;
    private int tries;
    private int plantedFrom = Integer.MAX_VALUE;

    /** A received request: its head without parts that must differ, and its body. */
    record Received(String methodAndTarget, Map<String, String> headers, byte[] body) {}

    private record Said(int status, byte[] body, Map<String, String> headers, int cutAt, int delayMillis) {
        static Said of(int status, String body) {
            return new Said(status, body.getBytes(StandardCharsets.UTF_8), Map.of(), -1, 0);
        }

        Said with(String name, String value) {
            return new Said(status, body, Map.of(name, value), cutAt, delayMillis);
        }
    }

    FakeVendor(long seed) throws IOException {
        this.seed = seed;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Assigns all further requests to this request number. */
    synchronized void begin(int number) {
        request = number;
        tries = 0;
        received.clear();
    }

    /** Control: changes the first reply from this request number on. */
    synchronized void plantFrom(int number) {
        plantedFrom = number;
    }

    /** Requests received so far for the current request number. */
    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var target = exchange.getRequestMethod() + ' ' + exchange.getRequestURI();
            if (target.contains("/token")) {
                send(
                        exchange,
                        Said.of(
                                200,
                                "{\"access_token\":\"the-gateways-token\",\"expires_in\":86400,\"token_type\":\"Bearer\"}"));
                return;
            }
            var said = said(target, exchange, body);
            if (said.delayMillis > 0) {
                Thread.sleep(said.delayMillis);
            }
            send(exchange, said);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Said said) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        said.headers.forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(said.status, said.body.length == 0 ? -1 : said.body.length);
        exchange.getResponseBody().write(said.cutAt < 0 ? said.body : Arrays.copyOf(said.body, said.cutAt));
    }

    private synchronized Said said(String target, HttpExchange exchange, byte[] body) {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(" | ", values)));
        received.add(new Received(target, headers, body));
        var random = new Random(seed ^ (request * 0x9E3779B97F4A7C15L) ^ (tries++ * 0x632BE59BD9B4E019L));
        random.nextInt();
        var operation = headers.getOrDefault("x-amz-target", "");
        var reply = replies.reply(random, target.replaceFirst("\\?.*", "") + ' ' + operation, body);
        if (request >= plantedFrom) {
            plantedFrom = Integer.MAX_VALUE;
            return Said.of(400, "{\"__type\":\"PlantedException\",\"code\":28,\"message\":\"planted\"}");
        }
        if (random.nextInt(100) >= WRONG_PERCENT) {
            return right(random, target, operation, reply.toString());
        }
        return wrong(random, reply);
    }

    private static Said right(Random random, String target, String operation, String reply) {
        var id = GeneratedIds.VENDOR + String.format("-0000-4000-8000-%012x", random.nextInt());
        var said = Said.of(200, reply);
        if (target.matches("(?s).*/sessionImages/.*|.*/img$|.*/images/.*") && target.startsWith("GET")) {
            said = Said.of(200, "\u0089PNG not a picture of anybody");
            return said.with("Content-Type-Was", "image/png");
        }
        if (target.matches("(?s)(POST|PUT|PATCH) /face/v1.1.*(persons|dynamicpersongroups).*")
                && random.nextBoolean()) {
            return new Said(
                    202,
                    said.body,
                    Map.of(
                            "Operation-Location",
                            "https://x.cognitiveservices.azure.com/face/v1.1-preview.1/operations/" + id),
                    -1,
                    0);
        }
        return said.with(operation.isEmpty() ? "apim-request-id" : "x-amzn-RequestId", id);
    }

    private static Said wrong(Random random, com.fasterxml.jackson.databind.JsonNode reply) {
        var notes = new ArrayList<String>();
        int kind = random.nextInt(60);
        if (kind < 28) {
            return Said.of(200, RequestMutator.json(random, reply, notes));
        }
        if (kind < 32) {
            var bytes = RequestMutator.bytes(random, reply.toString().getBytes(StandardCharsets.UTF_8), notes);
            return new Said(200, bytes, Map.of(), -1, 0);
        }
        return switch (kind) {
            case 32, 33, 34, 35 ->
                Said.of(
                        400,
                        "{\"__type\":\"InvalidParameterException\",\"Message\":\"no\",\"code\":28,\"message\":\"no\"}");
            case 36, 37, 38 ->
                Said.of(
                        400,
                        "{\"__type\":\"com.amazon#ResourceNotFoundException\",\"Message\":\"The collection"
                                + " 6.hope-1.missing is not there\"}");
            case 39, 40, 41 ->
                Said.of(
                        404,
                        "{\"error\":{\"code\":\"FaceListNotFound\",\"message\":\"6_hope-1_missing is not found.\"}}");
            case 42, 43 ->
                Said.of(400, "{\"error\":{\"code\":400,\"message\":\"Bad\",\"status\":\"INVALID_ARGUMENT\"}}");
            case 44 -> Said.of(409, "{\"error\":{\"code\":\"LargeFaceListExists\",\"message\":\"there\"}}");
            case 45, 46 ->
                Said.of(429, "{\"__type\":\"ThrottlingException\"}")
                        .with("Retry-After", random.nextBoolean() ? "0" : "30");
            case 47 -> Said.of(403, "{\"__type\":\"AccessDeniedException\",\"Message\":\"not you\"}");
            case 48 -> Said.of(401, "{\"error\":{\"code\":\"401\",\"message\":\"Access denied\"}}");
            case 49 -> Said.of(500, "{\"__type\":\"InternalServerError\"}");
            case 50 -> Said.of(503, "<html>busy</html>");
            case 51 -> Said.of(302, "").with("Location", "http://127.0.0.1:1/");
            case 52 -> Said.of(200, "");
            case 53 -> Said.of(200, "<html>not JSON</html>");
            case 54 -> Said.of(200, "[1]");
            case 55 ->
                new Said(
                        200,
                        reply.toString().getBytes(StandardCharsets.UTF_8),
                        Map.of(),
                        reply.toString().length() / 2,
                        0);
            case 56 -> random.nextInt(20) == 0 ? new Said(200, new byte[TOO_LARGE], Map.of(), -1, 0) : Said.of(204, "");
            case 57 ->
                random.nextInt(20) == 0
                        ? new Said(200, "{}".getBytes(StandardCharsets.UTF_8), Map.of(), -1, TOO_SLOW_MILLIS)
                        : Said.of(200, "{}");
            default -> Said.of(200, "{\"Faces\":" + "[".repeat(200) + "]".repeat(200) + '}');
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
