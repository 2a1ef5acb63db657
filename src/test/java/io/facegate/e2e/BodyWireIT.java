package io.facegate.e2e;

import static io.facegate.e2e.Wire.usual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeVendor;
import io.facegate.call.PreconditionFailure;
import io.facegate.e2e.Wire.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What a body may hold, and how it may come: a doubt is refused and on record, and reaches no vendor. */
class BodyWireIT {
    private static final String PHOTO = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));
    private static final String DETECT = "{\"Image\":{\"Bytes\":\"" + PHOTO + "\"}}";

    @TempDir
    private static Path folder;

    private static FakeVendor vendor;
    private static Gateway gateway;
    private static AwsCredentialsIdentity hope;

    private int seen;

    @BeforeAll
    static void start() throws IOException {
        vendor = FakeVendor.start();
        hope = SignatureWireIT.identity(Cast.register(folder.resolve("data")).hope());
        gateway = Gateways.inFrontOf(vendor.url(), folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @BeforeEach
    void count() {
        seen = vendor.seen().size();
    }

    private static Wire signed(String operation, String json) {
        return Wire.signed(gateway.calls(), hope, operation, json, usual());
    }

    private void assertForwarded(Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(vendor.seen()).hasSize(seen + 1);
        assertThat(recorded(answer).get("verdict").asText()).isEqualTo("permit");
    }

    private void assertDoubted(Answer answer, String code) {
        boolean isMistake = PreconditionFailure.fromCode(code).isMistake();
        assertThat(answer.error())
                .as(answer.json().toString())
                .isEqualTo(isMistake ? "InvalidParameterException" : "AccessDeniedException");
        assertThat(answer.status()).isEqualTo(400);
        if (isMistake) {
            assertThat(answer.message()).doesNotContain("Refused", "Appeal: ");
        } else {
            assertThat(answer.message()).contains("(" + code + ")", "facegate/" + code, "Appeal: ");
        }
        assertThat(answer.headers().get("x-amzn-requestid")).isEqualTo(answer.decision());
        var record = recorded(answer);
        assertThat(record.get("verdict").asText()).isEqualTo("refuse");
        assertThat(record.get("code").asText()).isEqualTo(code);
        assertThat(record.get("rule").asText()).isEqualTo("facegate/" + code);
        assertThat(record.at("/organisation/id").asText()).isEqualTo("hope");
        assertThat(vendor.seen()).hasSize(seen);
    }

    private static JsonNode recorded(Answer answer) {
        return gateway.records().stream()
                .filter(record -> record.get("id").asText().equals(answer.decision()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void forwardsWhatWasJudgedAndNothingElse() {
        assertForwarded(
                signed("DetectFaces", "  {\"Attributes\" : [\"DEFAULT\"],\n\"Image\":{\"Bytes\":\"" + PHOTO + "\"} }")
                        .send());

        assertThat(vendor.seen().getLast().text())
                .isEqualTo("{\"Attributes\":[\"DEFAULT\"],\"Image\":{\"Bytes\":\"" + PHOTO + "\"}}");
    }

    @Test
    void understandsEscapedSlashes() {
        assertForwarded(signed("DetectFaces", DETECT.replace("/", "\\/")).send());

        assertThat(Gateway.parsed(vendor.seen().getLast().text())
                        .at("/Image/Bytes")
                        .asText())
                .isEqualTo(PHOTO);
    }

    @Test
    void refusesAKeyNamedTwice() {
        assertDoubted(
                signed(
                                "DetectFaces",
                                "{\"Attributes\":[\"ALL\"]," + DETECT.substring(1, DETECT.length() - 1)
                                        + ",\"Attributes\":[\"DEFAULT\"]}")
                        .send(),
                "duplicate_key");
        assertDoubted(
                signed("DetectFaces", "{\"Image\":{\"Bytes\":\"" + PHOTO + "\",\"Bytes\":\"" + PHOTO + "\"}}")
                        .send(),
                "duplicate_key");
    }

    @Test
    void refusesAKeyNamedTwiceInAnotherSpelling() {
        assertDoubted(
                signed(
                                "DetectFaces",
                                "{\"Attributes\":[\"DEFAULT\"],\"\\u0041ttributes\":[\"ALL\"]," + DETECT.substring(1))
                        .send(),
                "duplicate_key");
    }

    @Test
    void refusesNamesThatOnlySomeReadersTakeForText() {
        var rest = "\":{\"Bytes\":\"" + PHOTO + "\"}}";
        for (var name : List.of("Imag\u00ffe", "Image\u00ff", "\u00c0\u0049mage", "\u00ed\u00a0\u0080Image")) {
            var body = ("{\"" + name + rest).getBytes(StandardCharsets.ISO_8859_1);
            assertDoubted(
                    Wire.signedBytes(gateway.calls(), hope, "DetectFaces", body, Map.of(), usual())
                            .send(),
                    "malformed_body");
        }
        var attribute = "{\"Attributes\":[\"DEFAULT\u00ff\"],".getBytes(StandardCharsets.ISO_8859_1);
        var body = new ByteArrayOutputStream();
        body.writeBytes(attribute);
        body.writeBytes(DETECT.substring(1).getBytes(StandardCharsets.UTF_8));
        assertDoubted(
                Wire.signedBytes(gateway.calls(), hope, "DetectFaces", body.toByteArray(), Map.of(), usual())
                        .send(),
                "malformed_body");
        assertDoubted(
                signed("DetectFaces", "{\"Attributes\":[\"\\ud800DEFAULT\"]," + DETECT.substring(1))
                        .send(),
                "malformed_body");
    }

    @Test
    void refusesAPictureWhoseBase64CanBeReadInTwoWays() {
        for (var twice : List.of("QUI=QUI=", "QQ==QQ==", "QUJ=", "Q U I=", "QR==")) {
            assertDoubted(
                    signed("DetectFaces", "{\"Image\":{\"Bytes\":\"" + twice + "\"}}")
                            .send(),
                    "malformed_body");
        }
    }

    @Test
    void refusesAnUnknownOperation() {
        assertDoubted(signed("RecogniseEverybody", DETECT).send(), "unknown_operation");
        assertDoubted(signed("detectfaces", DETECT).send(), "unknown_operation");
    }

    @Test
    void refusesAnUnknownParameter() {
        assertDoubted(
                signed("DetectFaces", "{\"Secretly\":\"IndexFaces\"," + DETECT.substring(1))
                        .send(),
                "unknown_parameter");
        assertDoubted(
                signed("DetectFaces", "{\"attributes\":[\"ALL\"]," + DETECT.substring(1))
                        .send(),
                "unknown_parameter");
    }

    @Test
    void refusesAnUnknownValueOfWhatPolicyReads() {
        for (var value : List.of("[\"EVERYTHING\"]", "[\"all\"]", "\"ALL\"", "[[\"ALL\"]]", "{\"0\":\"ALL\"}", "[7]")) {
            assertDoubted(
                    signed("DetectFaces", "{\"Attributes\":" + value + "," + DETECT.substring(1))
                            .send(),
                    "unknown_value");
        }
    }

    @Test
    void refusesWhatIsNotOneJsonObject() {
        for (var body : List.of(
                "",
                "[]",
                "null",
                DETECT + "{}",
                DETECT.substring(0, DETECT.length() - 1),
                "{'a':1}",
                "{\"Image\":NaN}",
                "{\"Image\":" + "[".repeat(200) + "]".repeat(200) + "}",
                "\u0000")) {
            assertDoubted(signed("DetectFaces", body).send(), "malformed_body");
        }
    }

    @Test
    void refusesReferences() {
        assertDoubted(
                signed("DetectFaces", "{\"Image\":{\"S3Object\":{\"Bucket\":\"faces\",\"Name\":\"one.jpg\"}}}")
                        .send(),
                "reference_not_owned");
    }

    @Test
    void refusesCollectionsThatItDidNotMake() {
        assertDoubted(
                signed("DescribeCollection", "{\"CollectionId\":\"everybody\"}").send(), "gallery_not_owned");
    }

    @Test
    void refusesAnotherContentType() {
        var body = DETECT.getBytes(StandardCharsets.UTF_8);
        var other = Wire.signed(
                        gateway.calls(), hope, "DetectFaces", DETECT, Map.of("Content-Type", "text/plain"), usual())
                .body(body);

        assertDoubted(other.send(), "malformed_body");
    }

    @Test
    void refusesAGzippedBody() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(zipped)) {
            zip.write(DETECT.getBytes(StandardCharsets.UTF_8));
        }
        var wire = Wire.signedBytes(
                gateway.calls(),
                hope,
                "DetectFaces",
                zipped.toByteArray(),
                Map.of("Content-Encoding", "gzip"),
                usual());

        assertDoubted(wire.send(), "malformed_body");
    }

    @Test
    void refusesADeclarationThatItDoesNotKnow() {
        var wire = Wire.signed(
                gateway.calls(), hope, "DetectFaces", DETECT, Map.of("Facegate-Exemption", "everything"), usual());

        assertDoubted(wire.send(), "unknown_declaration");
    }

    @Test
    void refusesAPurposeThatIsNotRegistered() {
        var wire = Wire.signed(
                gateway.calls(), hope, "DetectFaces", DETECT, Map.of("Facegate-Purpose", "suspect_search"), usual());

        assertDoubted(wire.send(), "purpose_not_registered");
    }

    @Test
    void saysWhatIsMissingInTheVendorsWords() {
        var answer = signed("DetectFaces", "{}").send();

        assertThat(answer.error()).isEqualTo("InvalidParameterException");
        assertThat(recorded(answer).get("verdict").asText()).isEqualTo("permit");
        assertThat(vendor.seen()).hasSize(seen);
        gateway.settledRecords();
        assertThat(gateway.show(answer.decision()).getLast().get("status").asText())
                .isEqualTo("not_forwarded");
    }

    @Test
    void takesChunks() {
        var wire = signed("DetectFaces", DETECT).without("Content-Length").with("Transfer-Encoding", "chunked");

        assertForwarded(wire.send(out -> {
            out.write(wire.head());
            chunk(out, wire.body(), 0, 10);
            chunk(out, wire.body(), 10, wire.body().length);
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }));
    }

    private static void chunk(OutputStream out, byte[] body, int from, int to) throws IOException {
        out.write((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body, from, to - from);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void refusesChunksBeyondFifteenMebibytes() {
        var wire = signed("DetectFaces", DETECT).without("Content-Length").with("Transfer-Encoding", "chunked");
        var mebibyte = new byte[1 << 20];

        var answer = wire.send(out -> {
            out.write(wire.head());
            for (int sent = 0; sent < 16; sent++) {
                chunk(out, mebibyte, 0, mebibyte.length);
            }
        });

        assertThat(answer.error()).isEqualTo("ImageTooLargeException");
        assertThat(answer.decision()).isEmpty();
        assertThat(vendor.seen()).hasSize(seen);
    }

    @Test
    void refusesALengthBeyondFifteenMebibytesUnread() {
        var wire = signed("DetectFaces", DETECT).replace("Content-Length", String.valueOf((15 << 20) + 1));

        var answer = wire.send(out -> out.write(wire.head()));

        assertThat(answer.error()).isEqualTo("ImageTooLargeException");
        assertThat(answer.message()).contains("15 MiB");
        assertThat(vendor.seen()).hasSize(seen);
    }

    @Test
    void aBodyThatIsTooLargeIsReadOnSoThatTheAnswerIsHeardAndTheConnectionServesAgain() throws IOException {
        var wire = signed("DetectFaces", DETECT).replace("Content-Length", String.valueOf(20 << 20));

        try (var socket = new Socket(gateway.calls().getHost(), gateway.calls().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(wire.head());
            socket.getOutputStream().write(new byte[20 << 20]);
            assertThat(Answer.read(socket.getInputStream()).error()).isEqualTo("ImageTooLargeException");
            var next = signed("DetectFaces", DETECT);
            socket.getOutputStream().write(next.head());
            socket.getOutputStream().write(next.body());
            assertForwarded(Answer.read(socket.getInputStream()));
        }
    }

    @Test
    void neverHearsTheEndOfABodyThatIsCutShort() throws IOException {
        var wire = signed("DetectFaces", DETECT);
        var before = gateway.records().size();

        try (var socket = new Socket(gateway.calls().getHost(), gateway.calls().getPort())) {
            socket.getOutputStream().write(wire.head());
            socket.getOutputStream().write(wire.body(), 0, wire.body().length / 2);
            socket.shutdownOutput();
            socket.setSoTimeout(10_000);
            assertThatThrownBy(() -> Answer.read(socket.getInputStream())).isInstanceOf(IOException.class);
        }

        assertThat(gateway.records()).hasSize(before);
        assertThat(vendor.seen()).hasSize(seen);
        assertForwarded(wire.send());
    }

    @Test
    void waitsForASlowBody() {
        var wire = signed("DetectFaces", DETECT);

        assertForwarded(wire.send(out -> {
            out.write(wire.head());
            int step = wire.body().length / 8;
            for (int from = 0; from < wire.body().length; from += step) {
                out.write(wire.body(), from, Math.min(step, wire.body().length - from));
                out.flush();
                Gateway.pause(150);
            }
        }));
    }

    @Test
    void hearsCurlThatExpectsToBeAskedOn() throws IOException {
        var curl = Path.of("/usr/bin/curl");
        if (!Files.isExecutable(curl)) {
            throw new AssertionError("This test needs curl. On Debian: apt-get install curl");
        }
        var wire = signed("DetectFaces", DETECT);
        var body = Files.write(folder.resolve("body.json"), wire.body());
        var command = new ArrayList<>(
                List.of(curl.toString(), "-sS", "-v", "--max-time", "30", "-H", "Expect: 100-continue"));
        wire.headers().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("Content-Length"))
                .forEach(header -> command.addAll(List.of("-H", header.getKey() + ": " + header.getValue())));
        command.addAll(List.of("--data-binary", "@" + body, gateway.calls().toString()));

        var said = Gateway.Result.of(new ProcessBuilder(command)).expect(0);

        assertThat(said.err()).contains("100 Continue", "200 OK");
        assertThat(said.json().isObject()).isTrue();
        assertThat(vendor.seen()).hasSize(seen + 1);
    }

    @Test
    void severalCallsShareAConnection() throws IOException {
        try (var socket = new Socket(gateway.calls().getHost(), gateway.calls().getPort())) {
            socket.setSoTimeout(30_000);
            for (int call = 1; call <= 3; call++) {
                var wire = signed("DetectFaces", DETECT);
                socket.getOutputStream().write(wire.head());
                socket.getOutputStream().write(wire.body());
                assertThat(Answer.read(socket.getInputStream()).status()).isEqualTo(200);
                assertThat(vendor.seen()).hasSize(seen + call);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
