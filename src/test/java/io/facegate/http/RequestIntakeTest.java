package io.facegate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.ledger.ReadOnlyLedger;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies over real sockets. */
class RequestIntakeTest {
    private static final int MIB = 1 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final ByteLimiter begun = new ByteLimiter(MIB, 8);
    private final ByteLimiter growing = new ByteLimiter(3 * MIB, 0);
    private final ByteLimiter whole = new ByteLimiter(3 * MIB, 32);
    private final MemoryBudget room =
            new MemoryBudget(new ByteLimiter(MIB, 8), begun, growing, whole, new ByteLimiter(MIB, 8));
    private final Executor threads = task -> Thread.ofVirtual()
            .uncaughtExceptionHandler((thread, expected) -> {})
            .start(task);

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void givesTheRoomBackWhenMemoryRunsOut() throws Exception {
        var server = serve(new CallHandler() {
            @Override
            public HttpAnswer handle(HttpCall arrival) {
                throw new OutOfMemoryError("a test");
            }

            @Override
            public HttpAnswer rejection(Fault fault) {
                return new HttpAnswer(503, List.of(), new byte[0]);
            }
        });
        try (var socket = open(server, 2)) {
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).as("the connection ends").isEqualTo(-1);
        }
        assertNothingHeld();
    }

    /** No caller is looked at, so nobody is asked for keys or pictures. */
    @Test
    void aGatewayThatOnlyReadsRefusesEveryRequestUnread() throws Exception {
        var handled = new ArrayList<HttpCall>();
        var wire = new CallHandler() {
            @Override
            public HttpAnswer handle(HttpCall arrival) {
                handled.add(arrival);
                return ECHO.handle(arrival);
            }

            @Override
            public HttpAnswer rejection(Fault fault) {
                return ECHO.rejection(fault);
            }
        };
        var server = serve(new RequestIntake(
                wire,
                new RequestIntake.Shared(
                        room,
                        new CallExecutor(threads, threads),
                        new CallsInFlight(),
                        ClientConnections.direct(),
                        ReadOnlyLedger.refusal()),
                InstantSource.system()));
        var body = result(post(multiplexing(), server)
                .compose(request -> request.send("{}"))
                .compose(HttpClientResponse::body));
        assertThat(body.toString()).contains("--read-only");
        assertThat(handled).isEmpty();
        assertNothingHeld();
    }

    /** The one that breaks is reset; the control is a connection of HTTP/1.1, which ends with its only request. */
    @Test
    void aCallThatBreaksEndsNoOtherOfItsConnection() throws Exception {
        var go = new CountDownLatch(1);
        var server = serve(new CallHandler() {
            @Override
            public HttpAnswer handle(HttpCall arrival) {
                if (arrival.body().length() == 0) {
                    throw new OutOfMemoryError("a test");
                }
                Await.until(() -> go.getCount() == 0);
                return ECHO.handle(arrival);
            }

            @Override
            public HttpAnswer rejection(Fault fault) {
                return ECHO.rejection(fault);
            }
        });
        var client = multiplexing();
        var other = post(client, server).compose(request -> request.send("{}")).compose(HttpClientResponse::body);
        var broken = post(client, server).compose(HttpClientRequest::send);
        assertThatThrownBy(() -> result(broken)).hasCauseInstanceOf(StreamResetException.class);
        go.countDown();
        assertThat(result(other)).hasToString(digest("{}".getBytes(StandardCharsets.US_ASCII)));
        assertNothingHeld();
    }

    /** It says on and on what nobody wants, and is cut off after 64 MiB, alone. */
    @Test
    void aBodyWithoutEndEndsNoOtherCallOfItsConnection() throws Exception {
        var server = serve(ECHO);
        var client = multiplexing();
        var other = result(post(client, server)).putHeader("Content-Length", "2");
        result(other.sendHead());
        var endless = result(post(client, server)).setChunked(true);
        var cut = Promise.<Throwable>promise();
        endless.exceptionHandler(cut::tryComplete);
        var told = endless.response();
        long sent = 0;
        while (!cut.future().isComplete() && sent < 200L * MIB) {
            var written = endless.write(Buffer.buffer(new byte[MIB]));
            Await.until(() -> written.isComplete()
                    && (!endless.writeQueueFull() || cut.future().isComplete()));
            sent += MIB;
        }
        assertThat(result(told).statusCode()).isEqualTo(429);
        assertThat(result(cut.future())).isInstanceOf(StreamResetException.class);
        var answer = other.response();
        result(other.end("{}"));
        assertThat(result(answer).statusCode()).isEqualTo(200);
    }

    /** It lets no byte of the answer's body come. */
    @Test
    void whoDoesNotReadItsAnswerKeepsNoRoom() throws Exception {
        var server = serve(ECHO);
        var client = multiplexing(new Http2Settings().setInitialWindowSize(0));
        var answer = result(post(client, server).compose(request -> request.send(Buffer.buffer(new byte[2 * MIB]))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertNothingHeld();
    }

    @Test
    void anAnswerToHeadHasNoBody() throws Exception {
        var server = serve(ECHO);
        var asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + '/'))
                .HEAD()
                .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            var answer = client.send(asked, BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }

    /** Everything over one connection. */
    private HttpClient multiplexing() {
        return multiplexing(new Http2Settings());
    }

    private HttpClient multiplexing(Http2Settings settings) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setInitialSettings(settings),
                new PoolOptions().setHttp2MaxSize(1));
    }

    private static Future<HttpClientRequest> post(HttpClient client, HttpServer server) {
        return client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/");
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void bodiesOfEverySizeArriveWhole() throws Exception {
        var server = serve(ECHO);
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 100_000, 131_072, 131_073, MIB, 3 * MIB}) {
            var body = new byte[size];
            new Random(size).nextBytes(body);
            try (var socket = open(server, size)) {
                socket.getOutputStream().write(body);
                assertThat(answer(socket)).as("%d bytes", size).endsWith("\r\n\r\n" + digest(body));
            }
            try (var socket = connect(server)) {
                chunked(socket, body);
                assertThat(answer(socket)).as("%d bytes in chunks", size).endsWith("\r\n\r\n" + digest(body));
            }
        }
        assertNothingHeld();
    }

    @Test
    void aClaimOfLengthTakesNoRoomFromOthers() throws Exception {
        var server = serve(ECHO);
        var idle = new ArrayList<Socket>();
        for (int claim = 0; claim < 50; claim++) {
            idle.add(open(server, 15 * MIB));
        }
        var body = new byte[2 * MIB];
        try (var socket = open(server, body.length)) {
            socket.getOutputStream().write(body);
            assertThat(answer(socket)).endsWith(digest(body));
        }
        for (var socket : idle) {
            socket.close();
        }
    }

    @Test
    void aSmallBodyDoesNotWaitForLargeOnes() throws Exception {
        var server = serve(ECHO);
        try (var holder = open(server, 3 * MIB);
                var small = open(server, 2)) {
            holder.getOutputStream().write(new byte[100_000]);
            Await.until(() -> growing.heldBytes() == 128 * 1024);
            small.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(small)).endsWith(digest("{}".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** Room is reserved for what has come, whatever is claimed and whether or not anything is. */
    @Test
    void roomIsReservedForWhatHasCome() throws Exception {
        var server = serve(ECHO);
        try (var claiming = open(server, 3 * MIB);
                var silent = connect(server)) {
            claiming.getOutputStream().write(new byte[200_000]);
            begin(silent, 200_000);
            Await.until(() -> growing.heldBytes() == 2L * 256 * 1024 && begun.heldBytes() == 0);
            assertThat(whole.heldBytes()).isZero();
        }
        assertNothingHeld();
    }

    /** Those that came slowly in chunks held all the room, and each honest call waited for it. */
    @Test
    void slowSendersInChunksMakeNobodyWait() throws Exception {
        var server = serve(ECHO);
        var slow = new ArrayList<Socket>();
        for (int one = 0; one < 4; one++) {
            var socket = connect(server);
            begin(socket, 100_000);
            slow.add(socket);
        }
        Await.until(() -> growing.heldBytes() == 4L * 128 * 1024);
        var body = new byte[MIB];
        for (int call = 0; call < 10; call++) {
            try (var socket = open(server, body.length)) {
                socket.setSoTimeout(2_000);
                socket.getOutputStream().write(body);
                assertThat(answer(socket)).endsWith(digest(body));
            }
        }
        for (var socket : slow) {
            socket.close();
        }
        assertNothingHeld();
    }

    /** The last quarter of each part is for other sources: who would need it waits though there is room. */
    @Test
    void oneSourceDoesNotTakeAllTheRoom() throws Exception {
        var server = serve(ECHO);
        var claims = new ArrayList<Socket>();
        for (int claim = 0; claim < 8; claim++) {
            var socket = open(server, MIB);
            socket.getOutputStream().write(new byte[600_000]);
            claims.add(socket);
        }
        Await.until(() -> whole.heldBytes() == 2L * MIB && growing.heldBytes() > MIB);
        Thread.sleep(200);
        assertThat(growing.heldBytes()).isLessThanOrEqualTo(9L * MIB / 4);
        assertThat(whole.heldBytes()).isEqualTo(2L * MIB);
        for (var socket : claims) {
            socket.close();
        }
        assertNothingHeld();
    }

    @Test
    void oneRateIsAskedOfAllBodies() {
        assertThat(RequestBody.bytesDue(12 * MIB, 15 * MIB)).isEqualTo(MIB);
        assertThat(RequestBody.bytesDue(12 * MIB, 5)).as("its end").isEqualTo(5);
        assertThat(RequestBody.bytesDue(60_000, 60_000)).as("a small one, too").isEqualTo(5_000);
        assertThat(RequestBody.bytesDue(5, 3)).isEqualTo(1);
    }

    /** Each of those keeps its first part while it waits for room: as many as there is room for, and none of it is theirs. */
    @Test
    void largeBodiesThatWaitTakeNothingFromSmallOnes() throws Exception {
        var server = serve(ECHO);
        var large = new ArrayList<Socket>();
        for (int one = 0; one < 37; one++) {
            var socket = one % 2 == 0 ? open(server, 3 * MIB) : connect(server);
            if (one % 2 == 0) {
                socket.getOutputStream().write(new byte[100_000]);
            } else {
                begin(socket, 100_000);
            }
            large.add(socket);
        }
        Await.until(() -> begun.heldBytes() == MIB * 3 / 4
                && growing.heldBytes() == 18L * 128 * 1024
                && whole.heldBytes() == 3L * MIB);
        try (var small = open(server, 2)) {
            small.setSoTimeout(5_000);
            small.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(small)).endsWith(digest("{}".getBytes(StandardCharsets.US_ASCII)));
        }
        for (var socket : large) {
            socket.close();
        }
        assertNothingHeld();
    }

    /** A body in chunks that does not say how long it will be. */
    private static void begin(Socket socket, int size) throws IOException {
        var head =
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(size) + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[size]);
    }

    @Test
    void aLargeBodyWaitsForRoomAndIsThenRead() throws Exception {
        var server = serve(ECHO);
        var body = new byte[2 * MIB];
        try (var waiting = open(server, body.length)) {
            try (var grown = open(server, 3 * MIB);
                    var holder = open(server, 3 * MIB)) {
                grown.getOutputStream().write(new byte[2_200_000]);
                Await.until(() -> growing.heldBytes() == 3L * MIB);
                holder.getOutputStream().write(new byte[100_000]);
                Await.until(() -> whole.heldBytes() == 3L * MIB);
                waiting.getOutputStream().write(body, 0, 200_000);
            }
            waiting.getOutputStream().write(body, 200_000, body.length - 200_000);
            assertThat(answer(waiting)).endsWith(digest(body));
        }
        assertNothingHeld();
    }

    @Test
    void aBodyThatStopsComingIsTurnedAwayAndItsRoomGivenBack() throws Exception {
        var server = serve(ECHO);
        try (var socket = open(server, 2 * MIB)) {
            socket.getOutputStream().write(new byte[100_000]);
            // Its connection is kept a while longer, for what may still come; nobody need wait for that here.
            assertThat(answer(socket, "did not arrive in time. Try again.")).startsWith("HTTP/1.1 429");
            assertNothingHeld();
        }
    }

    /** Answers with a digest of the body. */
    private static final CallHandler ECHO = new CallHandler() {
        @Override
        public HttpAnswer handle(HttpCall arrival) {
            return new HttpAnswer(200, List.of(), digest(arrival.body().bytes()).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public HttpAnswer rejection(Fault fault) {
            return new HttpAnswer(
                    429, List.of(), String.valueOf(fault.getMessage()).getBytes(StandardCharsets.US_ASCII));
        }
    };

    private static String digest(byte[] body) {
        return body.length + "-" + HexFormat.of().toHexDigits(Arrays.hashCode(body));
    }

    private HttpServer serve(CallHandler wire) throws Exception {
        return serve(new RequestIntake(wire, room, InstantSource.system(), new CallExecutor(threads, threads)));
    }

    private HttpServer serve(RequestIntake intake) throws Exception {
        var router = Router.router(vertx);
        router.route("/").handler(intake::handle);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static Socket connect(HttpServer server) throws IOException {
        var socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static Socket open(HttpServer server, int length) throws IOException {
        var socket = connect(server);
        var head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void chunked(Socket socket, byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        var head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        for (int at = 0; at < body.length; at += 10_000) {
            int size = Math.min(10_000, body.length - at);
            out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, at, size);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(out.toByteArray());
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** What comes up to those words. */
    private static String answer(Socket socket, String last) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(last) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("an end after " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    private void assertNothingHeld() {
        Await.until(() -> room.heldBytes() == 0);
    }
}
