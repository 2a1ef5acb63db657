package io.facegate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Gateway.Key;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * One request, signed by AWS's own signer and then changed byte by byte as a test likes, sent over a bare socket.
 *
 * @param target the request line's second word
 * @param headers in the order and the letters in which they are sent
 */
record Wire(URI gateway, String target, List<Map.Entry<String, String>> headers, byte[] body) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final int PATIENCE = 60_000;

    /** How the signer is told to sign otherwise than SDKs do. */
    interface Signing extends Consumer<SignRequest.Builder<AwsCredentialsIdentity>> {}

    static Signing usual() {
        return sign -> {};
    }

    static Signing at(Instant when) {
        return sign -> sign.putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(when, ZoneOffset.UTC));
    }

    static Wire signed(URI gateway, Key key, String operation, String json) {
        return signed(gateway, AwsCredentialsIdentity.create(key.id(), key.secret()), operation, json, usual());
    }

    static Wire signed(URI gateway, AwsCredentialsIdentity key, String operation, String json, Signing how) {
        return signed(gateway, key, operation, json, Map.of(), how);
    }

    static Wire signed(
            URI gateway,
            AwsCredentialsIdentity key,
            String operation,
            String json,
            Map<String, String> more,
            Signing how) {
        return signedBytes(gateway, key, operation, json.getBytes(StandardCharsets.UTF_8), more, how);
    }

    static Wire signedBytes(
            URI gateway,
            AwsCredentialsIdentity key,
            String operation,
            byte[] body,
            Map<String, String> more,
            Signing how) {
        var unsigned = unsigned(gateway, operation, more);
        var signed = SIGNER.sign(sign -> {
            sign.identity(key)
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rekognition")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1");
            how.accept(sign);
        });
        var headers = new ArrayList<Map.Entry<String, String>>();
        signed.request().forEachHeader((name, values) -> values.forEach(value -> headers.add(Map.entry(name, value))));
        var query = signed.request()
                .encodedQueryParameters()
                .map(text -> "?" + text)
                .orElse("");
        return new Wire(gateway, "/" + query, List.copyOf(headers), body)
                .with("Content-Length", String.valueOf(body.length));
    }

    /** Over https in name only: the signer leaves a payload unsigned nowhere else. */
    private static SdkHttpRequest unsigned(URI gateway, String operation, Map<String, String> more) {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .protocol("https")
                .host(gateway.getHost())
                .port(gateway.getPort())
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "RekognitionService." + operation);
        more.forEach(request::putHeader);
        return request.build();
    }

    /** A request without any credential. */
    static Wire bare(URI gateway, String operation, String json) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        return new Wire(
                gateway,
                "/",
                List.of(
                        Map.entry("Host", gateway.getHost() + ":" + gateway.getPort()),
                        Map.entry("Content-Type", "application/x-amz-json-1.1"),
                        Map.entry("X-Amz-Target", "RekognitionService." + operation),
                        Map.entry("Content-Length", String.valueOf(body.length))),
                body);
    }

    /** One header more. */
    Wire with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Wire(gateway, target, more, body);
    }

    Wire without(String name) {
        var fewer = headers.stream()
                .filter(header -> !header.getKey().equalsIgnoreCase(name))
                .toList();
        return new Wire(gateway, target, fewer, body);
    }

    /** Another value under a header that is there. */
    Wire replace(String name, String value) {
        return without(name).with(name, value);
    }

    Wire names(UnaryOperator<String> letters) {
        return new Wire(
                gateway,
                target,
                headers.stream()
                        .map(header -> Map.entry(letters.apply(header.getKey()), header.getValue()))
                        .toList(),
                body);
    }

    Wire body(byte[] other) {
        return new Wire(gateway, target, headers, other);
    }

    Wire target(String other) {
        return new Wire(gateway, other, headers, body);
    }

    String value(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    byte[] head() {
        var head = new StringBuilder("POST ").append(target).append(" HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends all of it and reads the answer. */
    Answer send() {
        return sentTo(gateway);
    }

    /** Sends all of it to another gateway than the one it names. */
    Answer sentTo(URI other) {
        return sendTo(other, out -> {
            out.write(head());
            out.write(body);
        });
    }

    /** Sends the head and then what is written there. */
    Answer send(Sending sending) {
        return sendTo(gateway, sending);
    }

    private static Answer sendTo(URI gateway, Sending sending) {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(PATIENCE);
            sending.to(socket.getOutputStream());
            socket.getOutputStream().flush();
            return Answer.read(socket.getInputStream());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Writes a request, or a part of one. */
    interface Sending {
        void to(OutputStream out) throws IOException;
    }

    /**
     * What came back.
     *
     * @param headers by their names in lower case
     */
    record Answer(int status, Map<String, String> headers, JsonNode json) {
        static Answer read(InputStream in) throws IOException {
            var first = line(in);
            while (first.startsWith("HTTP/1.1 100")) {
                line(in);
                first = line(in);
            }
            if (first.isEmpty()) {
                throw new IOException("The connection ended without an answer.");
            }
            var headers = new TreeMap<String, String>();
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            var body = in.readNBytes(length);
            var json = body.length == 0 ? Gateway.JSON.missingNode() : Gateway.JSON.readTree(body);
            return new Answer(Integer.parseInt(first.split(" ")[1]), headers, json);
        }

        private static String line(InputStream in) throws IOException {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.write(next);
            }
            return line.toString(StandardCharsets.ISO_8859_1).strip();
        }

        /** The vendor's name of the error, or "" on success. */
        String error() {
            return json.path("__type").asText();
        }

        String message() {
            return json.path("Message").asText();
        }

        String decision() {
            return headers.getOrDefault("facegate-decision", "");
        }
    }
}
