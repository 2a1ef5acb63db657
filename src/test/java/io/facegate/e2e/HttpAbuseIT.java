package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Abuse of HTTP against a gateway that forwards: what is malformed or could be read in two ways is refused or cut off,
 * reaches no vendor, permits nothing on record, and the next call is answered as before.
 */
class HttpAbuseIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
    private static final int PATIENCE = 60_000;
    private static final int RST_STREAM = 3;
    private static final int CONTINUATION = 9;

    @TempDir
    private static Path folder;

    private static FakeVendor vendor;
    private static Gateway gateway;
    private static Gateway.Key key;

    private int forwarded;
    private long permitted;

    @BeforeAll
    static void start() throws Exception {
        var data = folder.resolve("data");
        key = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        vendor = FakeVendor.start();
        vendor.answers(FakeVendor.Answer.of(200, "{\"FaceDetails\":[]}"));
        gateway = Gateways.inFrontOf(vendor.url(), data);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    private static Wire call() {
        return Wire.signed(gateway.calls(), key, "DetectFaces", DETECT);
    }

    static Stream<HttpAttacks.Attack> attacks() {
        return HttpAttacks.around(call());
    }

    @BeforeEach
    void count() {
        forwarded = vendor.seen().size();
        permitted = permits();
    }

    /** The control stands after each: the call that the attacks are made of is permitted and forwarded, once. */
    @AfterEach
    void nothingWentThroughAndTheGatewayAnswers() {
        assertThat(vendor.seen().size()).as("forwarded").isEqualTo(forwarded);
        assertThat(permits()).isEqualTo(permitted);
        assertThat(call().send().status()).isEqualTo(200);
        assertThat(vendor.seen().size()).as("forwarded").isEqualTo(forwarded + 1);
        assertThat(permits()).isEqualTo(permitted + 1);
    }

    private static long permits() {
        return gateway.records().stream()
                .filter(record -> record.path("verdict").asText().equals("permit"))
                .count();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isRefusedOrCutOff(HttpAttacks.Attack attack) throws Exception {
        try (var socket = connect()) {
            send(socket, attack.bytes());
            socket.shutdownOutput();
            var answered = answer(socket);
            assertThat(statuses(answered)).as(answered).allMatch(status -> status >= 400 || status == 100);
        }
    }

    /** One byte each second: each of them would keep an idle connection alive. */
    @Test
    void aHeadThatNeverEndsIsCutOff() throws Exception {
        try (var socket = connect()) {
            assertThat(isEndedWhileSending(socket, call().head(), 1)).isTrue();
        }
    }

    @Test
    void aSecondHeadThatNeverEndsIsCutOffToo() throws Exception {
        try (var socket = connect()) {
            send(
                    socket,
                    "OPTIONS /face/v1.2/detect HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(isEndedWhileSending(socket, call().head(), 1)).isTrue();
        }
    }

    @Test
    void aBodyThatNeverEndsIsCutOff() throws Exception {
        try (var socket = connect()) {
            send(socket, call().head());
            assertThat(isEndedWhileSending(socket, call().body(), 1)).isTrue();
        }
    }

    /** True if the gateway ends the connection, or answers with an error, before a minute of sending is over. */
    private static boolean isEndedWhileSending(Socket socket, byte[] bytes, int each) throws IOException {
        socket.setSoTimeout(1_000);
        for (int sent = 0; sent < 60; sent++) {
            send(socket, Arrays.copyOfRange(bytes, sent * each, (sent + 1) * each));
            var said = new byte[4096];
            try {
                int length = socket.getInputStream().read(said);
                var text = new String(said, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
                if (length < 0 || statuses(text).stream().anyMatch(status -> status >= 400)) {
                    return true;
                }
            } catch (SocketTimeoutException open) {
                assertThat(open).isNotNull();
            } catch (SocketException reset) {
                return true;
            }
        }
        return false;
    }

    /** Headers that only HTTP/1.1 has, names that HTTP/2 has not, and frames that do not fit together. */
    @ParameterizedTest
    @CsvSource({
        "connection,keep-alive",
        "transfer-encoding,chunked",
        "upgrade,h2c",
        "proxy-connection,keep-alive",
        "keep-alive,timeout=5",
        "te,gzip",
        "x y,blank",
        "x-more,aCRLFtransfer-encoding: chunked",
        "x-more,aNULb",
        "content-length,3",
        "content-length,-1",
        ":path,/other",
        ":method,GET",
        ":status,200",
        ":unknown,x"
    })
    void aHeaderThatHttp2ForbidsIsRefused(String name, String value) throws Exception {
        var text = value.replace("CR", "\r").replace("LF", "\n").replace("NUL", "\0");
        var wire = name.equals("content-length") ? call().replace(name, text) : call().with(name, text);
        try (var socket = connect()) {
            send(socket, Http2.PREFACE);
            send(socket, Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            send(socket, Http2.call(wire, 1));
            assertRefused(socket, 1);
        }
    }

    @Test
    void aCallOverHttp2IsTheControl() throws Exception {
        try (var socket = connect()) {
            send(socket, Http2.PREFACE);
            send(socket, Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            send(socket, Http2.call(call(), 1));
            var in = new DataInputStream(socket.getInputStream());
            var frame = Http2.Frame.read(in);
            while (!frame.isLast()) {
                assertThat(frame.type()).isNotIn(RST_STREAM, Http2.GOAWAY);
                frame = Http2.Frame.read(in);
            }
        }
        assertThat(vendor.seen().size()).isEqualTo(forwarded + 1);
        count();
    }

    @Test
    void aFloodOfContinuationsIsCutOff() throws Exception {
        try (var socket = connect()) {
            send(socket, Http2.PREFACE);
            send(socket, Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            send(socket, Http2.frame(Http2.HEADERS, 0, 1, new byte[] {0, 1, 'x', 1, 'y'}));
            var more = Http2.frame(CONTINUATION, 0, 1, new byte[] {0, 1, 'x', 1, 'y'});
            var flood = new ByteArrayOutputStream();
            for (int one = 0; one < 50_000; one++) {
                flood.writeBytes(more);
            }
            send(socket, flood.toByteArray());
            assertEnds(socket);
        }
    }

    /** CVE-2023-44487. Vendors must not be asked, and other callers are answered. */
    @Test
    void aFloodOfResetsIsCutOff() throws Exception {
        try (var socket = connect()) {
            send(socket, Http2.PREFACE);
            send(socket, Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            var flood = new ByteArrayOutputStream();
            for (int stream = 1; stream < 10_000; stream += 2) {
                var begun = Http2.call(call().without("Authorization").body(new byte[1]), stream);
                flood.writeBytes(Arrays.copyOf(begun, begun.length - 10));
                flood.writeBytes(Http2.frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            }
            send(socket, flood.toByteArray());
            assertEnds(socket);
        }
    }

    private static void assertRefused(Socket socket, int stream) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        try {
            for (var frame = Http2.Frame.read(in); frame.type() != Http2.GOAWAY; frame = Http2.Frame.read(in)) {
                boolean isOurs = frame.stream() == stream;
                if (isOurs && (frame.type() == RST_STREAM || frame.isLast())) {
                    return;
                }
            }
        } catch (EOFException | SocketException closed) {
            assertThat(closed).isNotNull();
        }
    }

    private static void assertEnds(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        try {
            while (Http2.Frame.read(in).type() != Http2.GOAWAY) {
                assertThat(socket.isClosed()).isFalse();
            }
        } catch (EOFException | SocketException closed) {
            assertThat(closed).isNotNull();
        }
    }

    private static Socket connect() throws IOException {
        var socket = new Socket(gateway.calls().getHost(), gateway.calls().getPort());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    /** Whoever is cut off while sending is cut off. */
    private static void send(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException cut) {
            assertThat(cut).isNotNull();
        }
    }

    /** All that comes until the connection ends. */
    private static String answer(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketTimeoutException open) {
            throw new AssertionError("The connection is still open after " + PATIENCE + " ms: " + all, open);
        } catch (SocketException reset) {
            assertThat(reset).isNotNull();
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static List<Integer> statuses(String answered) {
        return answered.lines()
                .filter(line -> line.startsWith("HTTP/1."))
                .map(line -> Integer.parseInt(line.split(" ")[1]))
                .toList();
    }
}
