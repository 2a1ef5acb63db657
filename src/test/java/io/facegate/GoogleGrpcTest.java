package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.facegate.GoogleSchema.Binding;
import io.facegate.call.FaceCall;
import io.facegate.call.Outcome;
import io.facegate.call.Reply;
import io.facegate.vendor.client.RestRequestWriter;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All methods of Google Vision in all versions over gRPC, written and read by the classes that Google publishes: what is
 * judged is what is judged over REST, and what is answered is what is answered there.
 */
class GoogleGrpcTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PIXELS =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAADklEQVR4nGOoBwMGCAUAKboF9Rf06ToAAAAASUVORK5CYII=";
    private final GoogleGrpcWire grpc = new GoogleGrpcWire();
    private final GoogleVisionWire rest = new GoogleVisionWire();

    record Case(String version, Binding binding, GoogleSchema schema) {
        String service() {
            if (binding.request().startsWith("google.")) {
                return "google.longrunning.Operations";
            }
            boolean image = binding.operation().contains("Annotate");
            return "google.cloud.vision." + version + (image ? ".ImageAnnotator" : ".ProductSearch");
        }

        @Override
        public String toString() {
            return version + ' ' + binding.operation();
        }
    }

    /** Of several bindings of a method the first, as gRPC has no address for a parent. */
    static Stream<Case> cases() throws IOException {
        var cases = new LinkedHashMap<String, Case>();
        for (var version : GoogleSchema.versions()) {
            var schema = GoogleSchema.of(version);
            for (var binding : schema.bindings()) {
                var one = new Case(version, binding, schema);
                if (version.equals("v1") || !binding.request().startsWith("google.")) {
                    cases.putIfAbsent(one.toString(), one);
                }
            }
        }
        return cases.values().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isJudgedAsOverRest(Case one) throws Exception {
        var message = message(one);

        var read = grpc.read(
                arrival(one, message(one.binding.request(), one, message).toByteArray()));

        var asked = rest.read(overRest(one, message));
        assertThat(read.preconditionFailure())
                .isEqualTo(asked.preconditionFailure())
                .isNull();
        assertThat(read.operation()).isEqualTo(asked.operation());
        assertThat(read.facts()).isEqualTo(asked.facts());
        assertThat(read.request().getClass()).isEqualTo(asked.request().getClass());
        assertThat(params(read)).isEqualTo(params(asked));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsOverRest(Case one) throws Exception {
        var reply = one.schema.example(one.binding.reply(), false);
        reply.findParents("response").forEach(operation -> ((ObjectNode) operation).remove("error"));
        var asked = rest.read(overRest(one, message(one)));
        var verbatim = new Reply.Verbatim(200, JSON.writeValueAsBytes(reply), null);
        var receipt = new Outcome.Receipt("a-log", "an-id", new byte[32]);

        var answer = grpc.write(asked, new Outcome.Answered(receipt, verbatim, Outcome.Advice.NONE, asked));

        assertThat(answer.trailers()).containsExactly(Map.entry("grpc-status", "0"));
        assertThat(answer.headers()).contains(Map.entry("facegate-decision", "an-id"));
        var framed = ByteBuffer.wrap(answer.body());
        assertThat(framed.get()).isZero();
        assertThat(framed.getInt()).isEqualTo(framed.remaining());
        var builder = builder(one.binding.reply(), one);
        builder.mergeFrom(com.google.protobuf.ByteString.copyFrom(framed));
        assertThat(builder.getUnknownFields().asMap()).isEmpty();
        assertThat(JSON.readTree(printer(one).print(builder))).isEqualTo(plain(reply, one));
    }

    /** Each operation's name is one of four, and what it leads to is one method's or nobody's. */
    @Test
    void aNameLeadsToNoOtherMethod() throws Exception {
        var get = cases().filter(one -> one.toString().equals("v1 GetOperation"))
                .findFirst()
                .orElseThrow();
        for (var good : List.of("operations/a", "projects/p/operations/a", "projects/p/locations/l/operations/a")) {
            var read = grpc.read(arrival(get, named(good)));
            assertThat(read.preconditionFailure()).as(good).isNull();
        }
        for (var bad : List.of(
                "operations",
                "projects/p/locations/l/products",
                "projects/p/locations/l/products/x",
                "operations/a:cancel",
                "operations/../images:annotate",
                "operations/a?alt=media",
                "operations//a",
                "operations/a%2fb",
                "",
                "/operations/a")) {
            var read = grpc.read(arrival(get, named(bad)));
            assertThat(String.valueOf(read.preconditionFailure())).as(bad).isEqualTo("UNKNOWN_OPERATION");
        }
    }

    private static byte[] named(String name) {
        return com.google.longrunning.GetOperationRequest.newBuilder()
                .setName(name)
                .build()
                .toByteArray();
    }

    /** A message with everything that it has room for. */
    private static ObjectNode message(Case one) {
        var message = (ObjectNode) one.schema.example(one.binding.request(), true);
        message.remove(List.of("filter", "deleteOrphanProducts"));
        if (one.binding.field().equals("name")) {
            message.put("name", name(one));
        }
        if (message.has("parent") && !one.binding.field().isEmpty()) {
            message.put(
                    "parent",
                    one.binding.operation().contains("ReferenceImage")
                            ? "projects/p/locations/l/products/x"
                            : "projects/p/locations/l");
        }
        for (var holder : List.of("product", "productSet")) {
            if (one.binding.field().equals(holder.equals("product") ? "product" : "product_set")) {
                ((ObjectNode) message.get(holder)).put("name", name(one));
            }
        }
        message.findParents("indexError").forEach(set -> ((ObjectNode) set.get("indexError")).remove("details"));
        for (var item : message.path("requests")) {
            ((ObjectNode) item).set("features", features(one));
            if (item.has("image")) {
                ((ObjectNode) item).putObject("image").put("content", PIXELS);
            }
            if (item.has("inputConfig")) {
                ((ObjectNode) item.get("inputConfig")).remove("content");
            }
        }
        return message;
    }

    private static JsonNode features(Case one) {
        var features = JSON.createArrayNode();
        for (int type : new int[] {1, 4, 10}) {
            features.add(((ObjectNode) one.schema.example("Feature", true)).put("type", type));
        }
        return features;
    }

    private static String name(Case one) {
        var pattern = one.binding.path().pattern();
        var products = "projects/p/locations/l/products/x";
        if (one.binding.request().startsWith("google.")) {
            return one.binding.operation().startsWith("List") ? "operations" : "operations/a";
        }
        if (pattern.contains("referenceImages")) {
            return products + "/referenceImages/r";
        }
        return pattern.contains("/productSets") ? "projects/p/locations/l/productSets/s" : products;
    }

    /** The same as Google's own gateway would have it. */
    private static HttpCall overRest(Case one, ObjectNode message) {
        var rest = message.deepCopy();
        var field = one.binding.field();
        var value = "";
        if (field.equals("name") || field.equals("parent")) {
            value = rest.remove(field).textValue();
        } else if (!field.isEmpty()) {
            value = rest.get(GoogleSchema.camel(field)).get("name").textValue();
        }
        var body = one.binding.body();
        JsonNode inner = body.equals("*") ? rest : body.equals("-") ? null : rest.remove(GoogleSchema.camel(body));
        var query = new StringBuilder();
        if (!body.equals("*")) {
            rest.properties()
                    .forEach(entry -> query.append(query.isEmpty() ? "" : "&")
                            .append(entry.getKey())
                            .append('=')
                            .append(entry.getValue().asText()));
        }
        var path = one.binding
                .path()
                .pattern()
                .replace("\\.", ".")
                .replaceFirst(
                        "(projects/\\[\\^/:]\\+.*\\[\\^/:]\\+|projects/\\[\\^/:]\\+|operations/\\[\\^:]\\+|operations)",
                        value);
        return Stage.arrival(
                one.binding.method() + ' ' + path + '?' + query,
                (inner == null ? "" : inner.toString()).getBytes(UTF_8),
                Instant.EPOCH,
                "Content-Type",
                "application/json");
    }

    static HttpCall arrival(Case one, byte[] message) {
        var body = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message);
        var target = "POST /" + one.service() + '/' + one.binding.operation();
        return Stage.arrival(target, body.array(), Instant.EPOCH, "content-type", "application/grpc");
    }

    private static JsonNode params(FaceCall call) throws IOException {
        return JSON.readTree(RestRequestWriter.json(call.params()));
    }

    private static Message message(String type, Case one, JsonNode json) throws Exception {
        var builder = builder(type, one);
        JsonFormat.parser().merge(json.toString(), builder);
        return builder.build();
    }

    /** What Google's classes make of the same JSON. */
    private static JsonNode plain(JsonNode json, Case one) throws Exception {
        var builder = builder(one.binding.reply(), one);
        JsonFormat.parser().usingTypeRegistry(types(one)).merge(json.toString(), builder);
        return JSON.readTree(printer(one).print(builder));
    }

    private static JsonFormat.Printer printer(Case one) throws Exception {
        return JsonFormat.printer().usingTypeRegistry(types(one));
    }

    private static TypeRegistry types(Case one) throws Exception {
        return TypeRegistry.newBuilder()
                .add(builder("Vertex", one).getDescriptorForType())
                .build();
    }

    private static Message.Builder builder(String type, Case one) throws Exception {
        var name = type.startsWith("google.protobuf.")
                ? "com." + type
                : type.startsWith("google.") ? "com." + type : "com.google.cloud.vision." + one.version + '.' + type;
        return (Message.Builder) Class.forName(name).getMethod("newBuilder").invoke(null);
    }
}
