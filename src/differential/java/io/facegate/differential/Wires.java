package io.facegate.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.differential.RequestGenerator.Draft;
import io.facegate.differential.RequestGenerator.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Valid requests of each wire: vendor operations from the build's tables, Facegate's own API by hand. */
final class Wires {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "a-boundary-of-the-differential-run";
    private static final Pattern MAKES = Pattern.compile(
            "^(Create|Add|Start[A-Z]|Index|Detect|Compare|Search|Identify|FindSimilar|Verify|Recognize|Analyze)");
    private static final Pattern KEEPS = Pattern.compile("^(?!Delete|Migrate)");
    private static final Pattern ANY = Pattern.compile("");
    private static final Pattern IN_PATH = Pattern.compile("\\{([a-zA-Z_]+)}");
    private static final Map.Entry<String, String> HOST = Map.entry("Host", "gateway.example:8080");
    private static final Map.Entry<String, String> JSON_TYPE = Map.entry("Content-Type", "application/json");

    /** Method, path, query parameters, and body keys. */
    private static final List<String> NEUTRAL = List.of(
            "POST /detect - image",
            "POST /detect - image",
            "POST /analyze - image,attributes",
            "POST /verify - source!image,target,threshold",
            "POST /liveness - -",
            "GET /liveness/{session} - -",
            "POST /galleries - gallery",
            "GET /galleries max_results,token,provider -",
            "GET /galleries/{gallery} - -",
            "DELETE /galleries/{gallery} - -",
            "POST /galleries/{gallery}/faces - image,external_id,max_faces",
            "GET /galleries/{gallery}/faces max_results,token -",
            "DELETE /galleries/{gallery}/faces/{face_id} - -",
            "POST /galleries/{gallery}/identify - image,threshold,max_results",
            "POST /galleries/{gallery}/identify - face_id,threshold");

    private static final List<String> OTHER = List.of(
            "GET /facegate/v1/openapi.yaml",
            "GET /.well-known/authzen-configuration",
            "GET /favicon.ico",
            "GET /metrics",
            "GET /health",
            "GET /console",
            "GET /nothing/here",
            "POST /api/v2/recognition/recognize",
            "POST /face/v9.9/detect",
            "PUT /");

    private final SampleValues values;
    private final Pictures pictures;

    private Wires(SampleValues values, Pictures pictures) {
        this.values = values;
        this.pictures = pictures;
    }

    /** All wires with their shares. */
    static List<Wire> of(Build tables, SampleValues values, Pictures pictures) throws IOException {
        var wires = new Wires(values, pictures);
        var rekognition = tables.operations("rekognition", "rekognition", "rekognition-operations.tsv");
        var google = tables.operations("google", "google_vision", "google-vision-operations.tsv");
        return List.of(
                wire(30, random -> wires.rekognition(random, operation(random, rekognition))),
                wires.vendor(22, "azure_face", tables.operations("azure", "azure_face", "azure-face-operations.tsv")),
                wires.vendor(
                        6, "azure_vision", tables.operations("azure", "azure_vision", "azure-vision-operations.tsv")),
                wires.vendor(
                        12, "compreface", tables.operations("compreface", "compreface", "compreface-operations.tsv")),
                wire(
                        15,
                        random -> wires.google(
                                random,
                                random.nextBoolean() ? google.get(random.nextInt(4)) : operation(random, google))),
                wire(4, random -> GrpcBodies.draft(random, values, pictures)),
                wire(12, random -> wires.neutral(random, any(random, NEUTRAL))),
                wire(5, random -> wires.authzen(random, any(random, rekognition).get("operation"))),
                wire(1, Wires::other));
    }

    private static Wire wire(int share, java.util.function.Function<Random, Draft> drafts) {
        return new Wire() {
            @Override
            public int share() {
                return share;
            }

            @Override
            public Draft draft(Random random) {
                return drafts.apply(random);
            }
        };
    }

    private Wire vendor(int share, String name, List<TreeMap<String, String>> operations) {
        return wire(share, random -> vendor(random, name, operation(random, operations)));
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /**
     * Draws an operation: mostly one that creates or queries, and rarely one that erases, so that reads find something.
     */
    private static TreeMap<String, String> operation(Random random, List<TreeMap<String, String>> rows) {
        var pattern = random.nextInt(5) < 2 ? MAKES : random.nextInt(3) > 0 ? KEEPS : ANY;
        var fitting = rows.stream()
                .filter(row -> pattern.matcher(row.get("operation")).find())
                .toList();
        return any(random, fitting.isEmpty() ? rows : fitting);
    }

    private Draft rekognition(Random random, TreeMap<String, String> row) {
        var body = object(random, row.get("parameters").split(","), 95);
        var headers = List.of(
                HOST,
                Map.entry("Content-Type", "application/x-amz-json-1.1"),
                Map.entry("X-Amz-Target", "RekognitionService." + row.get("operation")));
        return new Draft("rekognition", row.get("operation"), "POST", "/", headers, body, null);
    }

    /** Includes the first two parameters with this probability in percent, the others with 40 percent. */
    private ObjectNode object(Random random, String[] names, int percent) {
        var body = JSON.createObjectNode();
        for (int at = 0; at < names.length; at++) {
            if (!names[at].equals("-") && random.nextInt(100) < (at < 2 ? percent : 40)) {
                body.set(names[at], values.value(random, names[at]));
            }
        }
        return body;
    }

    private Draft vendor(Random random, String wire, TreeMap<String, String> row) {
        var versions = row.get("versions").split(",");
        var path = row.get("path").replace("{version}", versions[random.nextInt(versions.length)]);
        path = IN_PATH.matcher(path)
                .replaceAll(
                        name -> java.util.regex.Matcher.quoteReplacement(encoded(values.text(random, name.group(1)))));
        var query = new StringBuilder();
        for (var name : row.get("query").split(",")) {
            boolean needed = name.matches("api-version|features|visualFeatures|subject");
            if (!name.equals("-") && random.nextInt(100) < (needed ? 95 : 30)) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(encoded(values.text(random, name)));
            }
        }
        var kinds = row.get("body").split(",");
        return body(random, wire, row, path + query, kinds[random.nextInt(kinds.length)]);
    }

    private Draft body(Random random, String wire, TreeMap<String, String> row, String target, String kind) {
        var names = row.get("parameters").split(",");
        var operation = row.get("operation");
        var method = row.get("method");
        return switch (kind) {
            case "bytes" -> draft(wire, operation, method, target, "application/octet-stream", pictures.bytes(random));
            case "form" ->
                draft(
                        wire,
                        operation,
                        method,
                        target,
                        "multipart/form-data; boundary=" + BOUNDARY,
                        form(random, names));
            case "list" -> {
                var ids = JSON.createArrayNode().add(values.value(random, "image_id"));
                yield new Draft(wire, operation, method, target, List.of(HOST, JSON_TYPE), ids, null);
            }
            case "json" -> {
                var body = object(random, names, 95);
                if (body.has("url") && wire.equals("azure_face") && random.nextInt(3) == 0) {
                    body.remove("sessionImageId");
                }
                yield new Draft(wire, operation, method, target, List.of(HOST, JSON_TYPE), body, null);
            }
            default -> new Draft(wire, operation, method, target, List.of(HOST), null, new byte[0]);
        };
    }

    private static Draft draft(String wire, String operation, String method, String target, String type, byte[] body) {
        return new Draft(wire, operation, method, target, List.of(HOST, Map.entry("Content-Type", type)), null, body);
    }

    private byte[] form(Random random, String[] names) {
        var form = new ByteArrayOutputStream();
        for (var name : names) {
            boolean picture = name.matches("file|source_image|target_image|verifyImage");
            var head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + '"'
                    + (picture ? "; filename=\"a.png\"\r\nContent-Type: image/png" : "") + "\r\n\r\n";
            if (picture || random.nextInt(3) > 0) {
                form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                form.writeBytes(
                        picture
                                ? pictures.bytes(random)
                                : values.text(random, name).getBytes(StandardCharsets.UTF_8));
                form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private Draft google(Random random, TreeMap<String, String> row) {
        var draft = vendor(random, "google_vision", row);
        if (draft.json() instanceof ObjectNode body && row.get("parameters").startsWith("requests")) {
            body.remove("parent");
            var list = body.putArray("requests");
            for (int more = random.nextInt(4) == 0 ? 3 : 1; more > 0; more--) {
                list.add(GoogleBodies.annotate(random, row.get("operation").contains("Files"), pictures));
            }
        }
        return draft;
    }

    private Draft neutral(Random random, String line) {
        var cells = line.split(" ");
        var path = IN_PATH.matcher(cells[1])
                .replaceAll(
                        name -> java.util.regex.Matcher.quoteReplacement(encoded(values.text(random, name.group(1)))));
        var query = new StringBuilder();
        for (var name : cells[2].split(",")) {
            if (!name.equals("-") && random.nextInt(3) == 0) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(encoded(values.text(random, name)));
            }
        }
        ObjectNode body = null;
        if (cells[0].equals("POST")) {
            body = JSON.createObjectNode();
            for (var name : cells[3].split(",")) {
                if (!name.equals("-") && (!name.matches("threshold|max_.*|external_id") || random.nextBoolean())) {
                    var nameAndKind = name.split("!");
                    body.set(nameAndKind[0], values.value(random, nameAndKind[nameAndKind.length - 1]));
                }
            }
        }
        return new Draft(
                "neutral",
                cells[0] + ' ' + cells[1],
                cells[0],
                "/facegate/v1" + path + query,
                body == null ? List.of(HOST) : List.of(HOST, JSON_TYPE),
                body,
                new byte[0]);
    }

    private Draft authzen(Random random, String operation) {
        var question = JSON.createObjectNode();
        question.putObject("subject")
                .put("type", "organisation")
                .put("id", any(random, List.of("hope-1", "lab-1", "police")));
        var action = question.putObject("action").put("name", operation);
        if (random.nextBoolean()) {
            var properties = action.putObject("properties");
            properties
                    .putArray("capabilities")
                    .add(any(random, List.of("detect", "verify", "identify.retro", "analyze.age")));
            properties.put("threshold", 0.9);
        }
        question.putObject("resource")
                .put("type", "face_api")
                .put("id", any(random, List.of("rekognition", "azure_face", "nobody")));
        boolean several = random.nextInt(4) == 0;
        JsonNode body = question;
        if (several) {
            var many = JSON.createObjectNode();
            many.putArray("evaluations").add(question).add(question.deepCopy());
            many.putObject("options")
                    .put("evaluations_semantic", any(random, List.of("execute_all", "deny_on_first_deny", "odd")));
            body = many;
        }
        var headers = new ArrayList<>(List.of(HOST, JSON_TYPE));
        if (random.nextInt(4) == 0) {
            headers.add(Map.entry("X-Request-ID", "request-" + random.nextInt(1000)));
        }
        var path = several ? "/access/v1/evaluations" : "/access/v1/evaluation";
        return new Draft("authzen", several ? "evaluations" : "evaluation", "POST", path, headers, body, null);
    }

    private static Draft other(Random random) {
        var words = any(random, OTHER).split(" ");
        return new Draft("other", words[1], words[0], words[1], List.of(HOST), null, new byte[0]);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
