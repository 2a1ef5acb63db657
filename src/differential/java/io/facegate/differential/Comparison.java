package io.facegate.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Compares the responses and forwarded requests of two builds. Ignores only values that cannot be equal. */
final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Field names of tokens that Facegate makes. */
    private static final Set<String> TOKENS =
            Set.of("nexttoken", "nextpagetoken", "next_token", "receipt", "page_token");

    /** Headers with moments: both builds must send them, with any value. */
    private static final Set<String> MOMENT_HEADERS = Set.of("date", "facegate-authorisation-due");

    /** Body fields with the moment at which a gateway created something. */
    private static final Set<String> MOMENTS = Set.of("created", "createdtime", "creationtimestamp");

    /** Headers of forwarded requests that are not compared: signatures, moments and HTTP framing. */
    private static final Set<String> UNSIGNED = Set.of("authorization", "x-amz-date", "host", "date");

    private final GeneratedIds ids;

    Comparison(GeneratedIds ids) {
        this.ids = ids;
    }

    void compare(
            Request request,
            GatewayUnderTest.Outcome older,
            GatewayUnderTest.Outcome newer,
            Consumer<Difference> found) {
        Sink sink = (kind, one, other) ->
                found.accept(new Difference(request.group(), kind, request.describe(), one, other));
        answers(older.answer(), newer.answer(), sink);
        forwarded(older.forwarded(), newer.forwarded(), sink);
    }

    /** Receives a difference: its kind, and both values. */
    interface Sink {
        void differs(String kind, String older, String newer);
    }

    private void answers(WireClient.Answer older, WireClient.Answer newer, Sink sink) {
        if (older.status() != newer.status()) {
            sink.differs(
                    "answer status",
                    older.status() + " " + text(older.body()),
                    newer.status() + " " + text(newer.body()));
            return;
        }
        headers("answer header ", joined(older.headers()), joined(newer.headers()), sink);
        bodies("answer body", older.body(), newer.body(), sink);
    }

    private static TreeMap<String, String> joined(List<Map.Entry<String, String>> headers) {
        var all = new TreeMap<String, String>();
        headers.forEach(header -> all.merge(
                header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, other) -> one + " | " + other));
        return all;
    }

    private void headers(String kind, Map<String, String> older, Map<String, String> newer, Sink sink) {
        var names = new TreeSet<>(older.keySet());
        names.addAll(newer.keySet());
        for (var name : names) {
            var one = older.get(name);
            var other = newer.get(name);
            boolean same =
                    one != null && other != null && (MOMENT_HEADERS.contains(name) || sameHeader(name, one, other));
            if (!same) {
                sink.differs(kind + name, String.valueOf(one), String.valueOf(other));
            }
        }
    }

    private boolean sameHeader(String name, String one, String other) {
        return switch (name) {
            // Log name, record id, and a hash over the record, which contains moments.
            case "facegate-receipt" -> ids.sameText(one.replaceFirst(" [^ ]*$", ""), other.replaceFirst(" [^ ]*$", ""));
            case "content-length" -> true;
            // Bytes in base64 hide the ids in them.
            case "trailer-grpc-status-details-bin" -> ids.sameText(decoded(one), decoded(other));
            default -> ids.sameText(one, other);
        };
    }

    private static String decoded(String base64) {
        try {
            return text(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException noBase64) {
            return base64;
        }
    }

    private void forwarded(List<FakeVendor.Received> older, List<FakeVendor.Received> newer, Sink sink) {
        if (older.size() != newer.size()) {
            sink.differs("forwarded count", heads(older), heads(newer));
            return;
        }
        for (int at = 0; at < older.size(); at++) {
            var one = older.get(at);
            var other = newer.get(at);
            if (!ids.sameText(one.methodAndTarget(), other.methodAndTarget())) {
                sink.differs("forwarded address", one.methodAndTarget(), other.methodAndTarget());
            }
            headers("forwarded header ", comparable(one), comparable(other), sink);
            bodies("forwarded body", withoutBoundary(one), withoutBoundary(other), sink);
        }
    }

    private static String heads(List<FakeVendor.Received> all) {
        return all.size() + " "
                + all.stream().map(FakeVendor.Received::methodAndTarget).toList();
    }

    private static Map<String, String> comparable(FakeVendor.Received received) {
        var all = new TreeMap<>(received.headers());
        all.keySet().removeAll(UNSIGNED);
        all.computeIfPresent("content-type", (name, type) -> type.replaceFirst("boundary=.*", "boundary"));
        all.replace("x-amz-content-sha256", RequestSigner.sha256(received.body()), "that of the body");
        return all;
    }

    private static byte[] withoutBoundary(FakeVendor.Received received) {
        var type = received.headers().getOrDefault("content-type", "");
        int at = type.indexOf("boundary=");
        return at < 0
                ? received.body()
                : text(received.body())
                        .replace(type.substring(at + 9).replace("\"", ""), "boundary")
                        .getBytes(ISO_8859_1);
    }

    private void bodies(String kind, byte[] older, byte[] newer, Sink sink) {
        var one = text(older);
        var other = text(newer);
        if (ids.sameText(one, other)) {
            return;
        }
        JsonNode tree;
        JsonNode otherTree;
        try {
            tree = JSON.readTree(older);
            otherTree = JSON.readTree(newer);
        } catch (java.io.IOException noJson) {
            sink.differs(kind, one, other);
            return;
        }
        if (!trees(kind, "", tree, otherTree, sink) && !ids.sameText(withoutValues(one), withoutValues(other))) {
            sink.differs(kind + " order or spelling", one, other);
        }
    }

    /** The text without values that the JSON comparison handles better. */
    private static String withoutValues(String json) {
        return json.replaceAll(
                "(?i)(\"(?:" + String.join("|", TOKENS) + '|' + String.join("|", MOMENTS)
                        + ")\":)(\"[^\"]*\"|[0-9.E]+)",
                "$1");
    }

    /** Reports the differences of two JSON trees. Returns true if there is one. */
    boolean trees(String kind, String path, JsonNode older, JsonNode newer, Sink sink) {
        if (older == null || newer == null || older.getNodeType() != newer.getNodeType()) {
            sink.differs(kind + ' ' + path, String.valueOf(older), String.valueOf(newer));
            return true;
        }
        boolean differs = false;
        if (older.isObject()) {
            var names = new TreeSet<String>();
            older.fieldNames().forEachRemaining(names::add);
            newer.fieldNames().forEachRemaining(names::add);
            for (var name : names) {
                differs |= field(
                        kind, path + '/' + name, name.toLowerCase(Locale.ROOT), older.get(name), newer.get(name), sink);
            }
        } else if (older.isArray() && older.size() == newer.size()) {
            for (int at = 0; at < older.size(); at++) {
                differs |= trees(kind, path + "/*", older.get(at), newer.get(at), sink);
            }
        } else if (!older.equals(newer) && !(older.isTextual() && ids.sameText(older.textValue(), newer.textValue()))) {
            sink.differs(kind + ' ' + path, older.toString(), newer.toString());
            differs = true;
        }
        return differs;
    }

    private boolean field(String kind, String path, String name, JsonNode older, JsonNode newer, Sink sink) {
        if (older != null && newer != null && older.getNodeType() == newer.getNodeType()) {
            if (MOMENTS.contains(name)) {
                return false;
            }
            if (name.equals("receipt")) {
                return !sameHeader("facegate-receipt", older.asText(), newer.asText())
                        && trees(kind, path, older, newer, sink);
            }
            if (TOKENS.contains(name) && older.isTextual() && ids.pairToken(older.textValue(), newer.textValue())) {
                return false;
            }
        }
        return trees(kind, path, older, newer, sink);
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static JsonNode tree(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }
}
