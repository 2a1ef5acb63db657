package io.facegate.vendor.google.wire.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.wire.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates a REST answer to gRPC: a message with status OK, or a status without a message. */
final class GrpcOutcomeWriter {
    private static final int OK = 200;
    private static final String TYPE = "application/grpc";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Clients accept 8 KiB of metadata: longer details are dropped, and messages are cut at {@link #MOST_MESSAGE}. */
    private static final int MOST_DETAILS = 4096;

    private static final int MOST_MESSAGE = 2048;

    private GrpcOutcomeWriter() {}

    /**
     * Returns the answer in gRPC.
     *
     * @param method the method whose reply it is, or null for an error
     * @param code overrides the status of the answer, or null
     */
    static HttpAnswer write(HttpAnswer rest, @Nullable GrpcMethod method, @Nullable GrpcStatusCode code) {
        var json = read(rest.body());
        if (rest.status() == OK && method != null) {
            var message = new ProtobufEncoder(ProtobufModel.forVersion(method.version())).message(method.reply(), json);
            var trailers = List.of(Map.entry("grpc-status", "0"));
            return new HttpAnswer(OK, headers(rest), GrpcFrame.wrap(message), trailers);
        }
        var error = json.path("error");
        return status(
                rest,
                code == null ? GrpcStatusCode.fromName(error.path("status").asText()) : code,
                error);
    }

    /** Returns a status without a message. */
    static HttpAnswer status(GrpcStatusCode code, String message) {
        var none = new HttpAnswer(OK, List.of(), new byte[0]);
        return status(none, code, JsonMappers.PLAIN.createObjectNode().put("message", message));
    }

    private static HttpAnswer status(HttpAnswer rest, GrpcStatusCode code, JsonNode error) {
        var headers = headers(rest);
        var message = error.path("message").asText();
        headers.add(Map.entry("grpc-status", Integer.toString(code.number())));
        headers.add(Map.entry("grpc-message", encoded(message)));
        var status =
                JsonMappers.PLAIN.createObjectNode().put("code", code.number()).put("message", message);
        status.set("details", error.path("details"));
        var bytes = new ProtobufEncoder(ProtobufModel.forVersion("v1")).message("google.rpc.Status", status);
        if (bytes.length <= MOST_DETAILS) {
            var coded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            headers.add(Map.entry("grpc-status-details-bin", coded));
        }
        return new HttpAnswer(OK, headers, new byte[0]);
    }

    private static List<Map.Entry<String, String>> headers(HttpAnswer rest) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        headers.add(Map.entry("content-type", TYPE));
        rest.headers().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("Content-Type"))
                .forEach(header -> headers.add(Map.entry(header.getKey().toLowerCase(Locale.ROOT), header.getValue())));
        return headers;
    }

    private static JsonNode read(byte[] body) {
        try {
            return JsonMappers.PLAIN.readTree(body) instanceof ObjectNode object
                    ? object
                    : JsonMappers.PLAIN.createObjectNode();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Percent-encodes a message as gRPC requires: printable ASCII stays, other bytes and {@code %} are encoded. */
    private static String encoded(String message) {
        var coded = new StringBuilder();
        for (byte one : message.getBytes(StandardCharsets.UTF_8)) {
            if (one >= ' ' && one <= '~' && one != '%') {
                coded.append((char) one);
            } else {
                coded.append('%').append(HEX.toHexDigits(one));
            }
            if (coded.length() > MOST_MESSAGE) {
                break;
            }
        }
        return coded.toString();
    }
}
